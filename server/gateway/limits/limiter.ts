import type { LimitStore } from "@/lib/infra/redis/client";
import { monthOf } from "@/lib/verification/calendar";
import type { KeyEntry } from "@/lib/verification/entry";
import {
  advance,
  fits,
  type LimitPlan,
  type RateState,
  type RateWindow,
  rateState,
  retryAfter,
} from "@/lib/verification/limits";
import { matchesPattern, normalizePath } from "@/lib/verification/path-pattern";
import { LimitState, nameOf } from "./state";

/** How long a place of a concurrency limit is held when nobody gives it back. */
export const PLACE_MILLISECONDS = 60_000;
const COMPARE_EVERY = 10_000;
const SWEEP_EVERY = 30_000;
const STORE_PAUSE = 500;
const FAILURES_BEFORE_PAUSE = 3;

export type LimitVerdict = "VALID" | "RATE_LIMITED" | "QUOTA_EXCEEDED" | "CONCURRENCY_EXCEEDED";

/** What counting says of a call. `retryMilliseconds` is when a refused one may fit. */
export type LimitOutcome = { verdict: LimitVerdict; rate: RateState | null; retryMilliseconds: number };

/** One call to be counted. */
export type CountedCall = { method: string | null; path: string | null; cost: number; requestId: string };

export type LimiterOptions = {
  store: LimitStore | null;
  /** Valid calls of a key since an instant (wall milliseconds). Rejects when the database cannot be asked. */
  countSince: (entry: KeyEntry, since: number) => Promise<number>;
  wall: () => number;
};

const EVERY_WINDOW = -1;

/**
 * Rate windows, monthly quota and places of keys. Alone it counts in memory; with a store the store decides, and what
 * this node let through is counted here too, so that a store that forgets or fails never opens the gate.
 */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #states = new Map<string, LimitState>();
  readonly #places = new Map<string, { state: LimitState; entry: KeyEntry }>();
  readonly #sweep: NodeJS.Timeout;
  #pausedUntil = 0;
  #failures = 0;
  storeErrors = 0;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#forgetIdle(performance.now()), SWEEP_EVERY);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#states.size;
  }

  stop(): void {
    clearInterval(this.#sweep);
  }

  /** Counts a call that is valid otherwise. `now` is monotonic milliseconds. Rejects when a quota's count cannot be known. */
  count(
    entry: KeyEntry,
    plan: LimitPlan,
    timezone: string,
    call: CountedCall,
    now: number,
  ): LimitOutcome | Promise<LimitOutcome> {
    let state = this.#states.get(entry.keyId);
    if (!state) {
      state = new LimitState(plan);
      this.#states.set(entry.keyId, state);
    } else state.follow(plan);
    if (plan.quota !== null && (state.used < 0 || this.#options.wall() >= state.monthEnd)) {
      return this.#countAfterLoad(entry, state, timezone, call);
    }
    if (plan.quota !== null && now - state.comparedAt > COMPARE_EVERY) void this.#compare(entry, state, timezone);
    const override = plan.perEndpoint ? endpointWindow(plan, call) : EVERY_WINDOW;
    const refused = this.#refuse(state, override, call.cost, now);
    if (refused) return refused;
    const { store } = this.#options;
    if (store === null || now < this.#pausedUntil) return this.#take(entry, state, override, call, now);
    return this.#ask(store, entry, state, override, call, now);
  }

  async #countAfterLoad(
    entry: KeyEntry,
    state: LimitState,
    timezone: string,
    call: CountedCall,
  ): Promise<LimitOutcome> {
    const month = monthOf(this.#options.wall(), timezone);
    const used = await this.#options.countSince(entry, month.start);
    if (state.monthEnd !== month.end) {
      state.monthEnd = month.end;
      state.used = -1;
    }
    state.used = Math.max(state.used, used);
    state.comparedAt = performance.now();
    return this.count(entry, state.plan, timezone, call, performance.now());
  }

  /** Other gateways' calls become known through the database when there is no store. */
  async #compare(entry: KeyEntry, state: LimitState, timezone: string): Promise<void> {
    if (state.comparing) return;
    state.comparing = true;
    try {
      const month = monthOf(this.#options.wall(), timezone);
      const used = await this.#options.countSince(entry, month.start);
      if (state.monthEnd === month.end) state.used = Math.max(state.used, used);
    } catch {
      // The count of this node goes on; the next comparison asks again.
    } finally {
      state.comparedAt = performance.now();
      state.comparing = false;
    }
  }

  /** What this node alone knows to be too much; null when it fits. Takes nothing. */
  #refuse(state: LimitState, override: number, cost: number, now: number): LimitOutcome | null {
    const { plan, arrivals } = state;
    const { windows } = plan;
    for (let index = 0; index < windows.length; index += 1) {
      const window = windows[index];
      if (window === undefined || !applies(window, index, override)) continue;
      const arrival = arrivals[index] ?? 0;
      if (!fits(window, arrival, now, cost)) {
        return {
          verdict: "RATE_LIMITED",
          rate: rateState(window, arrival, now),
          retryMilliseconds: retryAfter(window, arrival, now, cost),
        };
      }
    }
    if (plan.quota !== null && state.used >= plan.quota) {
      const left = state.monthEnd - this.#options.wall();
      return {
        verdict: "QUOTA_EXCEEDED",
        rate: this.#tightest(state, override, now),
        retryMilliseconds: Math.max(0, left),
      };
    }
    if (plan.concurrency !== null && this.#taken(state, now) >= plan.concurrency) {
      return { verdict: "CONCURRENCY_EXCEEDED", rate: this.#tightest(state, override, now), retryMilliseconds: 1000 };
    }
    return null;
  }

  #taken(state: LimitState, now: number): number {
    const { places } = state;
    if (places === null) return 0;
    for (const [requestId, until] of places) {
      // Places are in the order in which they end.
      if (until > now) break;
      places.delete(requestId);
      this.#places.delete(requestId);
    }
    return places.size;
  }

  #take(entry: KeyEntry, state: LimitState, override: number, call: CountedCall, now: number): LimitOutcome {
    const { plan, arrivals } = state;
    const { windows } = plan;
    for (let index = 0; index < windows.length; index += 1) {
      const window = windows[index];
      if (window === undefined || !applies(window, index, override)) continue;
      arrivals[index] = advance(window, arrivals[index] ?? 0, now, call.cost);
    }
    if (plan.quota !== null) {
      state.used += 1;
      state.touchedAt = now;
    }
    if (plan.concurrency !== null) {
      state.places ??= new Map();
      state.places.set(call.requestId, now + PLACE_MILLISECONDS);
      this.#places.set(call.requestId, { state, entry });
    }
    return { verdict: "VALID", rate: this.#tightest(state, override, now), retryMilliseconds: 0 };
  }

  #tightest(state: LimitState, override: number, now: number): RateState | null {
    let tightest: RateState | null = null;
    const { windows } = state.plan;
    for (let index = 0; index < windows.length; index += 1) {
      const window = windows[index];
      if (window === undefined || !applies(window, index, override)) continue;
      const rate = rateState(window, state.arrivals[index] ?? 0, now);
      if (tightest === null || rate.remaining < tightest.remaining) tightest = rate;
    }
    return tightest;
  }

  async #ask(
    store: LimitStore,
    entry: KeyEntry,
    state: LimitState,
    override: number,
    call: CountedCall,
    now: number,
  ): Promise<LimitOutcome> {
    const { plan } = state;
    const windows = plan.windows.filter((window, index) => applies(window, index, override));
    const tag = storeTag(entry);
    const names = windows.map((window) => `${tag}:rate:${nameOf(window)}`);
    names.push(`${tag}:quota:${state.monthEnd}`, `${tag}:places`);
    const args: (string | number)[] = [windows.length, call.cost];
    for (const window of windows) args.push((window.interval * 1000).toFixed(3), (window.tolerance * 1000).toFixed(3));
    const life = Math.max(1000, Math.round(state.monthEnd - this.#options.wall()) + 3_600_000);
    args.push(
      plan.quota ?? 0,
      Math.max(0, state.used),
      life,
      plan.concurrency ?? 0,
      call.requestId,
      PLACE_MILLISECONDS,
    );
    let answer: number[];
    try {
      answer = readAnswer(await store.check(names, args), windows.length);
      this.#failures = 0;
    } catch {
      this.#failed();
      return this.#refuse(state, override, call.cost, now) ?? this.#take(entry, state, override, call, now);
    }
    if (plan.quota !== null) {
      // What all gateways used, as the store counts it; taking adds this call again.
      const used = answer[2 + windows.length] ?? 0;
      state.used = Math.max(state.used, answer[0] === 0 ? used - 1 : used);
    }
    if (answer[0] === 0) {
      const outcome = this.#take(entry, state, override, call, now);
      return { ...outcome, rate: storeRate(windows, answer) };
    }
    const ahead = answer[1] ?? 0;
    const full = ahead > 0 ? windows[ahead - 1] : undefined;
    return {
      verdict: answer[0] === 1 ? "RATE_LIMITED" : answer[0] === 2 ? "QUOTA_EXCEEDED" : "CONCURRENCY_EXCEEDED",
      rate: full ? rateState(full, (answer[1 + ahead] ?? 0) / 1000, 0) : storeRate(windows, answer),
      retryMilliseconds: full
        ? retryAfter(full, (answer[1 + ahead] ?? 0) / 1000, 0, call.cost)
        : answer[0] === 2
          ? Math.max(0, state.monthEnd - this.#options.wall())
          : 1000,
    };
  }

  /** After a few failures in a row the store is left alone for a moment, so that a slow one does not slow every call. */
  #failed(): void {
    this.storeErrors += 1;
    this.#failures += 1;
    if (this.#failures >= FAILURES_BEFORE_PAUSE) this.#pausedUntil = performance.now() + STORE_PAUSE;
  }

  /** Gives the place of a request back. False when it held none (any more). */
  async release(requestId: string, key: { organizationId: string; keyId: string } | null): Promise<boolean> {
    const held = this.#places.get(requestId);
    const own = held?.state.places?.delete(requestId) ?? false;
    this.#places.delete(requestId);
    const { store } = this.#options;
    const owner = held ? { organizationId: held.entry.rules.organizationId, keyId: held.entry.keyId } : key;
    if (store === null || owner === null) return own;
    try {
      return (await store.release(`lk:{${owner.organizationId}:${owner.keyId}}:places`, requestId)) || own;
    } catch {
      this.storeErrors += 1;
      return own;
    }
  }

  /** The organization of a request that holds a place here. */
  organizationOf(requestId: string): string | null {
    return this.#places.get(requestId)?.entry.rules.organizationId ?? null;
  }

  #forgetIdle(now: number): void {
    for (const [keyId, state] of this.#states) {
      this.#taken(state, now);
      if (state.isIdle(now)) this.#states.delete(keyId);
    }
  }
}

function storeTag(entry: KeyEntry): string {
  return `lk:{${entry.rules.organizationId}:${entry.keyId}}`;
}

function applies(window: RateWindow, index: number, override: number): boolean {
  return override === EVERY_WINDOW ? window.endpoint === null : index === override;
}

/** The first window whose endpoint the call is to: it counts instead of the general ones. */
function endpointWindow(plan: LimitPlan, call: CountedCall): number {
  if (call.path === null) return EVERY_WINDOW;
  const segments = normalizePath(call.path);
  if (segments === null) return EVERY_WINDOW;
  return plan.windows.findIndex(
    (window) => window.endpoint !== null && matchesPattern(window.endpoint, call.method, segments),
  );
}

function readAnswer(answer: unknown, windows: number): number[] {
  if (!Array.isArray(answer) || answer.length < 3 + windows)
    throw new Error("The limit script answered something else.");
  return answer.map(Number);
}

function storeRate(windows: readonly RateWindow[], answer: readonly number[]): RateState | null {
  let tightest: RateState | null = null;
  windows.forEach((window, index) => {
    const rate = rateState(window, (answer[2 + index] ?? 0) / 1000, 0);
    if (tightest === null || rate.remaining < tightest.remaining) tightest = rate;
  });
  return tightest;
}
