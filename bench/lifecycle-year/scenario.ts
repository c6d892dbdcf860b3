/** What happens to a thousand keys in a year, drawn from a seed. Knows nothing of the program: the model reads it as well. */

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const START = Date.parse("2026-01-05T00:00:00Z");
export const ZONE = "Europe/Berlin";

/** The rules that the simulated environment is given: days, and hours for the overlap. */
export type Rules = {
  warnAt: readonly number[];
  rotateEvery: number;
  overlapHours: number;
  neverUsed: Spell;
  idle: Spell;
  revokeDisabledAfter: number;
};
type Spell = { tell: number; disable: number; revoke: number };

/** As an organization would set them. */
export const USUAL: Rules = {
  warnAt: [30, 14, 7, 3, 1],
  rotateEvery: 90,
  overlapHours: 24,
  neverUsed: { tell: 20, disable: 45, revoke: 100 },
  idle: { tell: 40, disable: 70, revoke: 130 },
  revokeDisabledAfter: 50,
};

/** The same with less patience, so that two months see everything. */
export const HASTY: Rules = {
  warnAt: [10, 5, 3, 1],
  rotateEvery: 15,
  overlapHours: 24,
  neverUsed: { tell: 6, disable: 11, revoke: 25 },
  idle: { tell: 8, disable: 14, revoke: 26 },
  revokeDisabledAfter: 9,
};

export type PersonName = "owner" | "admin" | "developer" | "auditor";

export type KeyPlan = {
  name: string;
  owner: "owner" | "admin" | "developer";
  fallback: "auditor" | null;
  madeOn: number;
  lifetimeDays: number;
  /** First and last day of use; null is never. */
  used: { from: number; to: number } | null;
  /** On that day its end becomes so many days from then. */
  extension: { on: number; days: number } | null;
  /** Who gives it new secrets: the house, its owner so many days after they were asked, or nobody. */
  rotation: { by: "house" } | { by: "owner"; after: number } | { by: "nobody" };
  disabledOn: number | null;
  enabledOn: number | null;
  revokedOn: number | null;
  /** Days after its end on which something still calls with it. */
  lingers: number;
};

export type Scenario = {
  days: number;
  rules: Rules;
  keys: KeyPlan[];
  /** Instants at which a worker looks. */
  looks: number[];
  /** Days on which the delivery target is down. */
  targetDown: ReadonlySet<number>;
};

/** A repeatable source of chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A scenario of so many keys over so many days. */
export function drawScenario(size: number, days: number, seed: number, rules: Rules = USUAL): Scenario {
  const next = chance(seed);
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0];
  const keys = Array.from({ length: size }, (_, index): KeyPlan => {
    const madeOn = whole(0, Math.floor(days * 0.6));
    const lifetimeDays = pick([whole(2, 40), whole(20, 120), whole(60, 300)]);
    const end = madeOn + lifetimeDays;
    const usedFrom = madeOn + whole(0, 30);
    const disabledOn = next() < 0.08 ? madeOn + whole(1, lifetimeDays) : null;
    const by = pick(["house", "owner", "nobody"]);
    return {
      name: `key ${String(index).padStart(4, "0")}`,
      owner: pick(["owner", "admin", "developer", "developer", "developer"]),
      fallback: next() < 0.2 ? "auditor" : null,
      madeOn,
      lifetimeDays,
      used: next() < 0.75 ? { from: usedFrom, to: usedFrom + pick([0, whole(1, 60), days]) } : null,
      extension: next() < 0.3 ? { on: madeOn + whole(1, Math.max(1, lifetimeDays - 1)), days: whole(1, 200) } : null,
      rotation:
        by === "owner" ? { by: "owner", after: whole(0, 40) } : by === "house" ? { by: "house" } : { by: "nobody" },
      disabledOn,
      enabledOn: disabledOn !== null && next() < 0.5 ? disabledOn + whole(1, 30) : null,
      revokedOn: next() < 0.06 ? whole(madeOn + 1, end + 5) : null,
      lingers: next() < 0.2 ? whole(1, 6) : 0,
    };
  });
  const looks: number[] = [];
  const asleep = new Set([12, 40, 41, 42, 43, 83, 84, 85, 86, 119, 200, 201, 290]);
  for (let day = 0; day < days; day += 1) {
    if (asleep.has(day)) continue;
    for (const minutes of [5 * 60 + 10, 7 * 60 + 40, 15 * 60 + 10]) looks.push(START + day * DAY + minutes * 60_000);
  }
  const targetDown = new Set([22, 23, 37, 48, 95, 96, 130, 180, 181, 182, 250]);
  return { days, rules, keys, looks, targetDown };
}

/** The day of the scenario that an instant is on. */
export function dayOf(instant: number): number {
  return Math.floor((instant - START) / DAY);
}

/** When people and programs act on a day. */
export function noonOf(day: number): number {
  return START + day * DAY + 12 * HOUR;
}
