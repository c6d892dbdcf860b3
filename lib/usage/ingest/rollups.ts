import type { UsageCount } from "./event";

/** A count with the second it happened in (since the epoch). */
export type TimedCount = UsageCount & { second: number };

/** Rows of the rollup tables as columns, sorted by their primary keys so that gateways never wait for each other in a circle. */
export type Rollups = {
  keys: KeyRollup[];
  environments: EnvironmentRollup[];
  dimensions: DimensionRollup[];
  activity: ActivityRollup[];
  outcomes: OutcomeRollup[];
  superseding: { organizationId: string; keyId: string; versionId: string }[];
};

export type KeyRollup = {
  organizationId: string;
  keyId: string;
  versionId: string;
  verdict: string;
  projectId: string;
  environmentId: string;
  count: number;
};
export type EnvironmentRollup = {
  organizationId: string;
  environmentId: string;
  verdict: string;
  projectId: string;
  count: number;
};
export type DimensionRollup = {
  organizationId: string;
  keyId: string;
  dimension: string;
  value: string;
  verdict: string;
  environmentId: string;
  count: number;
};
export type ActivityRollup = {
  organizationId: string;
  keyId: string;
  firstSecond: number;
  lastSecond: number;
  count: number;
  ip: string | null;
  country: string | null;
  agent: string | null;
};
export type OutcomeRollup = {
  organizationId: string;
  keyId: string;
  statusClass: number;
  projectId: string;
  environmentId: string;
  count: number;
  bytes: number;
};

/** Keeps the number of different values of one key, day and dimension bounded. */
export type ValueBound = (
  organizationId: string,
  keyId: string,
  day: string,
  dimension: string,
  value: string,
) => string;

function sorted<T>(map: Map<string, T>): T[] {
  const rows: T[] = [];
  for (const name of [...map.keys()].sort()) {
    const row = map.get(name);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function add<T extends { count: number }>(map: Map<string, T>, name: string, count: number, make: () => T): T {
  let row = map.get(name);
  if (!row) {
    row = make();
    map.set(name, row);
  }
  row.count += count;
  return row;
}

/**
 * Adds the counts of one hour up for every rollup table, oldest second first where the last one wins. `day` is the UTC day of
 * the hour, `countryOf` looks an address up.
 */
export function rollUp(
  counts: readonly TimedCount[],
  day: string,
  bound: ValueBound,
  countryOf: (ip: string) => string | null,
): Rollups {
  const keys = new Map<string, KeyRollup>();
  const environments = new Map<string, EnvironmentRollup>();
  const dimensions = new Map<string, DimensionRollup>();
  const activity = new Map<string, ActivityRollup>();
  const outcomes = new Map<string, OutcomeRollup>();
  const superseding = new Map<string, { organizationId: string; keyId: string; versionId: string; count: number }>();

  for (const { group, count, amount, second } of counts) {
    if (group.kind === "outcome") {
      const { organizationId, keyId, statusClass, projectId, environmentId } = group;
      const row = add(outcomes, `${organizationId}\u0001${keyId}\u0001${statusClass}`, count, () => ({
        organizationId,
        keyId,
        statusClass,
        projectId,
        environmentId,
        count: 0,
        bytes: 0,
      }));
      row.bytes += amount;
      continue;
    }
    const { organizationId, verdict } = group;
    const environmentId = group.environmentId ?? "";
    const projectId = group.projectId ?? "";
    add(environments, `${organizationId}\u0001${environmentId}\u0001${verdict}`, count, () => ({
      organizationId,
      environmentId,
      verdict,
      projectId,
      count: 0,
    }));
    const { keyId, versionId } = group;
    if (keyId === null || versionId === null) continue;
    add(keys, `${organizationId}\u0001${keyId}\u0001${versionId}\u0001${verdict}`, count, () => ({
      organizationId,
      keyId,
      versionId,
      verdict,
      projectId,
      environmentId,
      count: 0,
    }));
    const country = group.ip === null ? null : countryOf(group.ip);
    for (const [dimension, found] of [
      ["endpoint", group.endpoint],
      ["country", country],
      ["address", group.ip],
      ["agent", group.agent],
      ["method", group.method],
    ] as const) {
      if (found === null) continue;
      const value = bound(organizationId, keyId, day, dimension, found);
      add(dimensions, `${organizationId}\u0001${keyId}\u0001${dimension}\u0001${value}\u0001${verdict}`, count, () => ({
        organizationId,
        keyId,
        dimension,
        value,
        verdict,
        environmentId,
        count: 0,
      }));
    }
    if (verdict !== "VALID") continue;
    const used = add(activity, `${organizationId}\u0001${keyId}`, count, () => ({
      organizationId,
      keyId,
      firstSecond: second,
      lastSecond: second,
      count: 0,
      ip: null,
      country: null,
      agent: null,
    }));
    used.firstSecond = Math.min(used.firstSecond, second);
    used.lastSecond = Math.max(used.lastSecond, second);
    used.ip = group.ip ?? used.ip;
    used.country = country ?? used.country;
    used.agent = group.agent ?? used.agent;
    if (group.supersedes) {
      add(superseding, `${organizationId}\u0001${keyId}\u0001${versionId}`, count, () => ({
        organizationId,
        keyId,
        versionId,
        count: 0,
      }));
    }
  }
  return {
    keys: sorted(keys),
    environments: sorted(environments),
    dimensions: sorted(dimensions),
    activity: sorted(activity),
    outcomes: sorted(outcomes),
    superseding: sorted(superseding),
  };
}
