import type { ValueBound } from "./rollups";

const MOST_VALUES = 200;
const MOST_SETS = 100_000;
const OTHER = "other";

/** At most 200 different values of a dimension per key and day in this process; the rest is counted as `other`. */
export function boundedValues(): ValueBound {
  let currentDay = "";
  let sets = new Map<string, Set<string>>();
  return (organizationId, keyId, day, dimension, value) => {
    if (day !== currentDay) {
      currentDay = day;
      sets = new Map();
    }
    const name = `${organizationId}\u0001${keyId}\u0001${dimension}`;
    let known = sets.get(name);
    if (!known) {
      if (sets.size >= MOST_SETS) sets.clear();
      known = new Set();
      sets.set(name, known);
    }
    if (known.has(value)) return value;
    if (known.size >= MOST_VALUES) return OTHER;
    known.add(value);
    return value;
  };
}
