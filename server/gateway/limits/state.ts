import type { LimitPlan, RateWindow } from "@/lib/verification/limits";

const QUOTA_KEPT = 600_000;

/** What is counted for one key on this node. Outlives the cache's entry: a change of the key gives no new allowance. */
export class LimitState {
  plan: LimitPlan;
  /** Theoretical arrival times, one per window of the plan; monotonic milliseconds. */
  arrivals: number[];
  /** Valid calls of the month that ends at `monthEnd` (wall milliseconds); -1 until they were counted. */
  used = -1;
  monthEnd = 0;
  /** When the count was last compared with the database's (monotonic). */
  comparedAt = 0;
  comparing = false;
  touchedAt = 0;
  /** Request → monotonic time when its place is free again. */
  places: Map<string, number> | null = null;

  constructor(plan: LimitPlan) {
    this.plan = plan;
    this.arrivals = plan.windows.map(() => 0);
  }

  /** Takes another plan on; a window that is in both keeps its count. */
  follow(plan: LimitPlan): void {
    if (plan === this.plan) return;
    const before = new Map(this.plan.windows.map((window, index) => [nameOf(window), this.arrivals[index] ?? 0]));
    this.arrivals = plan.windows.map((window) => before.get(nameOf(window)) ?? 0);
    this.plan = plan;
  }

  /** True when nothing would be lost by forgetting it: by then the database knows what was used of a quota. */
  isIdle(now: number): boolean {
    if (this.plan.quota !== null && now - this.touchedAt < QUOTA_KEPT) return false;
    return (this.places === null || this.places.size === 0) && this.arrivals.every((arrival) => arrival <= now);
  }
}

/** What tells windows apart, also across restarts and nodes. */
export function nameOf(window: RateWindow): string {
  const base = `${window.limit}/${window.windowSeconds}/${window.burst}`;
  return window.endpoint === null ? base : `${base}/${window.endpoint.method ?? "*"} ${window.endpoint.text}`;
}
