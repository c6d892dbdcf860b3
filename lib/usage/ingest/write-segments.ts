import type pg from "pg";
import type { ValueBound } from "./bounded-values";
import type { UsageCount, UsageSegment, VerificationGroup } from "./event";
import { type TimedCalls, writeCalls } from "./write-calls";
import { type CountedOutcome, writeOutcomes } from "./write-outcomes";

export type IngestOptions = {
  pool: pg.Pool;
  nodeId: string;
  bound: ValueBound;
  countryOf: (ip: string) => string | null;
};

/** A segment under the name that its node gave it once and for all. */
export type NamedSegment = { name: string; segment: UsageSegment };

type TimedCount = UsageCount & { second: number };

/** What became of segments. `skipped` are calls of organizations that were deleted meanwhile. */
export type IngestOutcome = { repeated: number; calls: number; skipped: number };

const HOUR_SECONDS = 3600;

/**
 * Makes the segment writer of one node: it remembers which days have a partition. Segments of one hour that come together
 * are one transaction, so that a key in use costs its rows of the rollups once, however many seconds they hold.
 */
export function segmentWriter(options: IngestOptions): (batch: readonly NamedSegment[]) => Promise<IngestOutcome> {
  const days = new Set<string>();
  return async (batch) => {
    const outcome: IngestOutcome = { repeated: 0, calls: 0, skipped: 0 };
    for (const segments of byHour(batch)) {
      const part = await writeHour(options, segments, days);
      outcome.repeated += part.repeated;
      outcome.calls += part.calls;
      outcome.skipped += part.skipped;
    }
    return outcome;
  };
}

function byHour(batch: readonly NamedSegment[]): NamedSegment[][] {
  const hours = new Map<number, NamedSegment[]>();
  for (const one of batch) {
    const hour = Math.floor(one.segment.second / HOUR_SECONDS);
    const known = hours.get(hour);
    if (known) known.push(one);
    else hours.set(hour, [one]);
  }
  return [...hours.values()];
}

async function writeHour(options: IngestOptions, segments: NamedSegment[], days: Set<string>): Promise<IngestOutcome> {
  const hour = new Date(Math.floor((segments[0]?.segment.second ?? 0) / HOUR_SECONDS) * HOUR_SECONDS * 1000);
  const day = hour.toISOString().slice(0, 10);
  if (!days.has(day)) {
    await options.pool.query("SELECT ensure_usage_partition($1::date)", [day]);
    days.add(day);
  }
  const client = await options.pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const outcome = await write(client, options, segments, hour, day);
    await client.query("COMMIT");
    return outcome;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    // A connection whose transaction failed is not trusted with another one.
    client.release(failure);
  }
}

/** Forgets which segments a node wrote more than two days ago. Its spool must hold none of them any more. */
export async function forgetBatches(pool: pg.Pool, nodeId: string): Promise<void> {
  await pool.query("DELETE FROM usage_batches WHERE node_id = $1 AND written_at < now() - interval '2 days'", [nodeId]);
}

function callsOf(counts: readonly UsageCount[]): number {
  return counts.reduce((sum, one) => sum + (one.group.kind === "verification" ? one.count : 0), 0);
}

async function write(
  client: pg.PoolClient,
  options: IngestOptions,
  segments: NamedSegment[],
  hour: Date,
  day: string,
): Promise<IngestOutcome> {
  // Sorted, so that two writers of the same segments wait for each other in one order only.
  const ordered = [...segments].sort((a, b) => (a.name < b.name ? -1 : 1));
  const taken = await client.query<{ segment: string }>(
    `INSERT INTO usage_batches (node_id, segment, events) SELECT $1, * FROM unnest($2::text[], $3::bigint[])
     ON CONFLICT DO NOTHING RETURNING segment`,
    [options.nodeId, ordered.map((one) => one.name), ordered.map((one) => callsOf(one.segment.counts))],
  );
  const names = new Set(taken.rows.map((row) => row.segment));
  const fresh = segments.filter((one) => names.has(one.name));
  const repeated = segments.length - fresh.length;
  if (fresh.length === 0) return { repeated, calls: 0, skipped: 0 };
  const all: TimedCount[] = fresh.flatMap(({ segment: { second, counts } }) =>
    counts.map(({ group, count, amount }) => ({ group, count, amount, second })),
  );
  const organizations = [...new Set(all.map((one) => one.group.organizationId))].sort();
  // Held until the commit: an organization that is deleted now waits, and takes these rows along.
  const held = await client.query<{ id: string }>("SELECT hold_usage_organizations($1) AS id", [organizations]);
  const alive = new Set(held.rows.map((row) => row.id));
  const kept = alive.size === organizations.length ? all : all.filter((one) => alive.has(one.group.organizationId));
  const calls = callsOf(kept);
  const verifications = kept.filter(isVerification);
  const { bound, countryOf } = options;
  await writeCalls(client, verifications, { hour, day, bound, countryOf });
  await writeOutcomes(client, kept.filter(isOutcome), hour);
  await endSuperseded(client, verifications);
  return { repeated, calls, skipped: callsOf(all) - calls };
}

function isVerification(one: TimedCount): one is TimedCalls {
  return one.group.kind === "verification";
}

function isOutcome(one: TimedCount): one is CountedOutcome & TimedCount {
  return one.group.kind === "outcome";
}

/** Older versions that end with the first use of a newer one. */
async function endSuperseded(client: pg.PoolClient, calls: readonly TimedCalls[]): Promise<void> {
  const used = new Map<string, VerificationGroup>();
  for (const { group } of calls) {
    if (group.supersedes && group.verdict === "VALID" && group.versionId !== null) used.set(group.versionId, group);
  }
  if (used.size === 0) return;
  const groups = [...used.values()];
  await client.query("SELECT end_superseded_versions($1::text[], $2::text[], $3::text[])", [
    groups.map((group) => group.organizationId),
    groups.map((group) => group.keyId),
    groups.map((group) => group.versionId),
  ]);
}
