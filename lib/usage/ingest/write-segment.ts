import type pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";
import type { UsageSegment, VerificationGroup } from "./event";
import { type Rollups, rollUp, type ValueBound } from "./rollups";

export type IngestOptions = {
  pool: pg.Pool;
  nodeId: string;
  bound: ValueBound;
  countryOf: (ip: string) => string | null;
};

/** What became of a segment. `skipped` are calls of organizations that were deleted meanwhile. */
export type IngestOutcome = { repeated: boolean; calls: number; skipped: number };

const EVENTS_IN_ONE = 2000;
const QUERY_MILLISECONDS = 20_000;

/** Makes the segment writer of one node: it remembers which days have a partition. */
export function segmentWriter(options: IngestOptions): (name: string, segment: UsageSegment) => Promise<IngestOutcome> {
  const days = new Set<string>();
  return async (name, segment) => {
    const day = new Date(segment.second * 1000).toISOString().slice(0, 10);
    if (!days.has(day)) {
      await options.pool.query("SELECT ensure_usage_partition($1::date)", [day]);
      days.add(day);
    }
    const client = await options.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      const outcome = await writeSegment(client, options, name, segment, day);
      await client.query("COMMIT");
      return outcome;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw failure;
    } finally {
      // A connection whose transaction failed is not trusted with another one.
      client.release(failure);
    }
  };
}

/** Forgets which segments a node wrote more than two days ago. Its spool must hold none of them any more. */
export async function forgetBatches(pool: pg.Pool, nodeId: string): Promise<void> {
  await pool.query("DELETE FROM usage_batches WHERE node_id = $1 AND written_at < now() - interval '2 days'", [nodeId]);
}

async function writeSegment(
  client: pg.PoolClient,
  options: IngestOptions,
  name: string,
  segment: UsageSegment,
  day: string,
): Promise<IngestOutcome> {
  const total = segment.counts.reduce((sum, one) => sum + (one.group.kind === "verification" ? one.count : 0), 0);
  const batch = await client.query(
    "INSERT INTO usage_batches (node_id, segment, events) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [options.nodeId, name, total],
  );
  if (batch.rowCount === 0) return { repeated: true, calls: 0, skipped: 0 };
  const organizations = [...new Set(segment.counts.map((one) => one.group.organizationId))].sort();
  // Held until the commit: an organization that is deleted now waits, and takes these rows along.
  const held = await client.query<{ id: string }>("SELECT hold_usage_organizations($1) AS id", [organizations]);
  const alive = new Set(held.rows.map((row) => row.id));
  const kept = { ...segment, counts: segment.counts.filter((one) => alive.has(one.group.organizationId)) };
  const calls = kept.counts.reduce((sum, one) => sum + (one.group.kind === "verification" ? one.count : 0), 0);
  await writeEvents(client, options, kept);
  await writeRollups(client, rollUp(kept, day, options.bound, options.countryOf), kept.second, day);
  return { repeated: false, calls, skipped: total - calls };
}

async function writeEvents(client: pg.PoolClient, options: IngestOptions, segment: UsageSegment): Promise<void> {
  const at = new Date(segment.second * 1000);
  const events = segment.counts.filter(isVerification);
  for (let start = 0; start < events.length; start += EVENTS_IN_ONE) {
    const part = events.slice(start, start + EVENTS_IN_ONE);
    await client.query(
      timedQuery(
        `INSERT INTO usage_events (at, organization_id, project_id, environment_id, key_id, version_id, verdict, method,
          endpoint, ip, country, agent, service_token_id, count, cost)
        SELECT $1::timestamptz, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::bigint[])`,
        [
          at,
          part.map((one) => one.group.organizationId),
          part.map((one) => one.group.projectId),
          part.map((one) => one.group.environmentId),
          part.map((one) => one.group.keyId),
          part.map((one) => one.group.versionId),
          part.map((one) => one.group.verdict),
          part.map((one) => one.group.method),
          part.map((one) => one.group.endpoint),
          part.map((one) => one.group.ip),
          part.map((one) => (one.group.ip === null ? null : options.countryOf(one.group.ip))),
          part.map((one) => one.group.agent),
          part.map((one) => one.group.serviceTokenId),
          part.map((one) => one.count),
          part.map((one) => one.amount),
        ],
        QUERY_MILLISECONDS,
        "usage-events",
      ),
    );
  }
}

function isVerification(
  one: UsageSegment["counts"][number],
): one is { group: VerificationGroup; count: number; amount: number } {
  return one.group.kind === "verification";
}

async function writeRollups(client: pg.PoolClient, rollups: Rollups, second: number, day: string): Promise<void> {
  const hour = new Date(Math.floor(second / 3600) * 3_600_000);
  const { keys, environments, dimensions, activity, outcomes, superseding } = rollups;
  if (keys.length > 0) {
    const columns = [
      keys.map((row) => row.organizationId),
      keys.map((row) => row.keyId),
      keys.map((row) => row.versionId),
      keys.map((row) => row.verdict),
      keys.map((row) => row.projectId),
      keys.map((row) => row.environmentId),
      keys.map((row) => row.count),
    ];
    for (const [table, column, type, value] of [
      ["usage_hourly", "hour", "timestamptz", hour],
      ["usage_daily", "day", "date", day],
    ] as const) {
      await upsert(
        client,
        table,
        `INSERT INTO ${table} AS t (${column}, organization_id, key_id, version_id, verdict, project_id, environment_id, count)
         SELECT $1::${type}, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
         ON CONFLICT (organization_id, key_id, ${column}, version_id, verdict) DO UPDATE SET count = t.count + excluded.count`,
        [value, ...columns],
      );
    }
  }
  if (environments.length > 0) {
    await upsert(
      client,
      "usage_environment_hourly",
      `INSERT INTO usage_environment_hourly AS t (hour, organization_id, environment_id, verdict, project_id, count)
       SELECT $1::timestamptz, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       ON CONFLICT (organization_id, hour, environment_id, verdict) DO UPDATE SET count = t.count + excluded.count`,
      [
        hour,
        environments.map((row) => row.organizationId),
        environments.map((row) => row.environmentId),
        environments.map((row) => row.verdict),
        environments.map((row) => row.projectId),
        environments.map((row) => row.count),
      ],
    );
  }
  if (dimensions.length > 0) {
    await upsert(
      client,
      "usage_dimensions_daily",
      `INSERT INTO usage_dimensions_daily AS t (day, organization_id, key_id, dimension, value, verdict, environment_id, count)
       SELECT $1::date, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
       ON CONFLICT (organization_id, key_id, day, dimension, value, verdict) DO UPDATE SET count = t.count + excluded.count`,
      [
        day,
        dimensions.map((row) => row.organizationId),
        dimensions.map((row) => row.keyId),
        dimensions.map((row) => row.dimension),
        dimensions.map((row) => row.value),
        dimensions.map((row) => row.verdict),
        dimensions.map((row) => row.environmentId),
        dimensions.map((row) => row.count),
      ],
    );
  }
  if (activity.length > 0) {
    await upsert(
      client,
      "key_activity",
      `INSERT INTO key_activity AS t (first_used_at, last_used_at, organization_id, key_id, last_ip, last_country, last_agent, verifications)
       SELECT $1::timestamptz, $1::timestamptz, w.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
         AS w(organization_id, key_id, ip, country, agent, count)
       WHERE EXISTS (SELECT 1 FROM keys k WHERE k.organization_id = w.organization_id AND k.id = w.key_id)
       ON CONFLICT (organization_id, key_id) DO UPDATE SET
         verifications = t.verifications + excluded.verifications,
         first_used_at = least(t.first_used_at, excluded.first_used_at),
         last_used_at = greatest(t.last_used_at, excluded.last_used_at),
         last_ip = CASE WHEN excluded.last_used_at >= t.last_used_at THEN coalesce(excluded.last_ip, t.last_ip) ELSE t.last_ip END,
         last_country = CASE WHEN excluded.last_used_at >= t.last_used_at AND excluded.last_ip IS NOT NULL
           THEN excluded.last_country ELSE t.last_country END,
         last_agent = CASE WHEN excluded.last_used_at >= t.last_used_at THEN coalesce(excluded.last_agent, t.last_agent) ELSE t.last_agent END`,
      [
        new Date(second * 1000),
        activity.map((row) => row.organizationId),
        activity.map((row) => row.keyId),
        activity.map((row) => row.ip),
        activity.map((row) => row.country),
        activity.map((row) => row.agent),
        activity.map((row) => row.count),
      ],
    );
  }
  if (outcomes.length > 0) {
    await upsert(
      client,
      "usage_outcomes_hourly",
      `INSERT INTO usage_outcomes_hourly AS t (hour, organization_id, key_id, status_class, project_id, environment_id, count, bytes)
       SELECT $1::timestamptz, * FROM unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
       ON CONFLICT (organization_id, key_id, hour, status_class) DO UPDATE
         SET count = t.count + excluded.count, bytes = t.bytes + excluded.bytes`,
      [
        hour,
        outcomes.map((row) => row.organizationId),
        outcomes.map((row) => row.keyId),
        outcomes.map((row) => row.statusClass),
        outcomes.map((row) => row.projectId),
        outcomes.map((row) => row.environmentId),
        outcomes.map((row) => row.count),
        outcomes.map((row) => row.bytes),
      ],
    );
  }
  if (superseding.length > 0) {
    await client.query("SELECT end_superseded_versions($1::text[], $2::text[], $3::text[])", [
      superseding.map((row) => row.organizationId),
      superseding.map((row) => row.keyId),
      superseding.map((row) => row.versionId),
    ]);
  }
}

async function upsert(client: pg.PoolClient, table: string, text: string, values: unknown[]): Promise<void> {
  await client.query(timedQuery(text, values, QUERY_MILLISECONDS, `rollup-${table}`));
}
