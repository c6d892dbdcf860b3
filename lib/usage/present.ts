import type { CountRow, GroupRow } from "./queries";
import type { Usage, UsageGroup } from "./schema";
import type { Buckets } from "./time-buckets";

type Counted = Pick<Usage, "total" | "outcomes" | "buckets">;

/** Rows as one bucket per interval, those without a call too. */
export function presentCounts(buckets: Buckets, rows: readonly CountRow[]): Counted {
  const outcomes: Record<string, number> = {};
  const filled: Counted["buckets"] = buckets.starts.map((start) => ({
    start: new Date(start).toISOString(),
    total: 0,
    outcomes: {},
  }));
  let total = 0;
  for (const row of rows) {
    const bucket = filled[row.bucket - 1];
    if (!bucket) continue;
    total += row.total;
    bucket.total += row.total;
    bucket.outcomes[row.verdict] = (bucket.outcomes[row.verdict] ?? 0) + row.total;
    outcomes[row.verdict] = (outcomes[row.verdict] ?? 0) + row.total;
  }
  return { total, outcomes, buckets: filled };
}

/** Rows as one series per group, the largest first. */
export function presentSeries(
  buckets: Buckets,
  groups: readonly UsageGroup[],
  rows: readonly GroupRow[],
  labels: ReadonlyMap<string, string>,
): NonNullable<Usage["series"]> {
  const byGroup = new Map<string, GroupRow[]>();
  for (const row of rows) {
    const name = JSON.stringify([row.first, row.second]);
    const known = byGroup.get(name);
    if (known) known.push(row);
    else byGroup.set(name, [row]);
  }
  return [...byGroup.values()].map((members) => {
    const values = [members[0]?.first ?? "", members[0]?.second ?? ""];
    const named = groups.map((group, index) => [group, values[index] ?? ""] as const);
    return {
      group: Object.fromEntries(named.map(([group, value]) => [group, value === "" ? null : value])),
      labels: Object.fromEntries(
        named.map(([group, value]) => [group, labels.get(value) ?? (value === "" ? "unknown" : value)]),
      ),
      ...presentCounts(buckets, members),
    };
  });
}
