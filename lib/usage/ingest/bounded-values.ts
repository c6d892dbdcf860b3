/** Whether a value of a dimension is still told apart for its key and day, or counted as `other`. */
export type ValueBound = (
  organizationId: string,
  keyId: string,
  day: string,
  dimension: string,
  value: string,
) => boolean;

const MOST_VALUES = 200;
const MOST_SETS = 100_000;

/** At most 200 different values of a dimension per key and day in this process. */
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
    if (known.has(value)) return true;
    if (known.size >= MOST_VALUES) return false;
    known.add(value);
    return true;
  };
}
