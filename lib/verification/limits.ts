import type { StoredRateLimit } from "@/db/schema/keys";
import { type PathPattern, parsePattern } from "./path-pattern";

/** One window of the generic cell rate algorithm. Times are milliseconds. */
export type RateWindow = {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly burst: number;
  /** Time between two calls at the steady rate. */
  readonly interval: number;
  /** How far ahead of now the theoretical arrival may be. */
  readonly tolerance: number;
  readonly endpoint: PathPattern | null;
};

/** What is counted for one key. Shared by all keys with the same limits. */
export type LimitPlan = {
  readonly windows: readonly RateWindow[];
  /** Whether some windows are of single endpoints. */
  readonly perEndpoint: boolean;
  /** Calls per calendar month of the organization's zone. */
  readonly quota: number | null;
  readonly concurrency: number | null;
};

/** What an answer says of the tightest window. */
export type RateState = { limit: number; remaining: number; resetSeconds: number; windowSeconds: number };

export function rateWindow(stored: StoredRateLimit): RateWindow {
  const interval = (stored.window * 1000) / stored.limit;
  const burst = stored.burst ?? stored.limit;
  return {
    limit: stored.limit,
    windowSeconds: stored.window,
    burst,
    interval,
    tolerance: interval * burst,
    endpoint: stored.endpoint ? parsePattern(stored.endpoint) : null,
  };
}

/** The plan of a key, or null when nothing is counted. */
export function limitPlan(
  stored: readonly StoredRateLimit[],
  quota: number | null,
  concurrency: number | null,
): LimitPlan | null {
  if (stored.length === 0 && quota === null && concurrency === null) return null;
  const windows = stored.map(rateWindow);
  return { windows, perEndpoint: windows.some((window) => window.endpoint !== null), quota, concurrency };
}

const SLACK = 1e-6;

/** True when a call of this cost fits, given the theoretical arrival time `tat`. */
export function fits(window: RateWindow, tat: number, now: number, cost: number): boolean {
  return Math.max(tat, now) + window.interval * cost - now <= window.tolerance + SLACK;
}

/** The theoretical arrival time after a call of this cost. */
export function advance(window: RateWindow, tat: number, now: number, cost: number): number {
  return Math.max(tat, now) + window.interval * cost;
}

/** How many calls are left at once, and in how many seconds all of them are back. */
export function rateState(window: RateWindow, tat: number, now: number): RateState {
  const ahead = Math.max(0, tat - now);
  return {
    limit: window.limit,
    remaining: Math.max(0, Math.floor((window.tolerance - ahead) / window.interval + SLACK)),
    resetSeconds: Math.ceil(ahead / 1000 - SLACK),
    windowSeconds: window.windowSeconds,
  };
}

/** Milliseconds until a refused call of this cost would fit. */
export function retryAfter(window: RateWindow, tat: number, now: number, cost: number): number {
  return Math.max(0, Math.max(tat, now) + window.interval * cost - window.tolerance - now);
}
