/** The one source of wall time. Verbs read it from `ctx.clock`; only this file calls `new Date()` for "now". */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move; for tests and simulations. */
export type ManualClock = Clock & { set(at: Date): void; advance(milliseconds: number): void };

export function manualClock(start: Date): ManualClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (at) => {
      current = at.getTime();
    },
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
