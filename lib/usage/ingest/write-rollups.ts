import type pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";
import { plainColumn } from "./columns";
import type { Rollups } from "./rollups";

/** How long one statement of the ingestion may take. */
export const QUERY_MILLISECONDS = 20_000;

/** Adds the sums of one hour to the tables that pages read. `day` is the UTC day of the hour. */
export async function writeRollups(client: pg.PoolClient, rollups: Rollups, hour: Date, day: string): Promise<void> {
  const { keys, environments, dimensions, activity, outcomes, superseding } = rollups;
  if (keys.length > 0) {
    const columns = [
      plainColumn(keys.map((row) => row.organizationId)),
      plainColumn(keys.map((row) => row.keyId)),
      plainColumn(keys.map((row) => row.versionId)),
      plainColumn(keys.map((row) => row.verdict)),
      plainColumn(keys.map((row) => row.projectId)),
      plainColumn(keys.map((row) => row.environmentId)),
      plainColumn(keys.map((row) => row.count)),
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
        plainColumn(environments.map((row) => row.organizationId)),
        plainColumn(environments.map((row) => row.environmentId)),
        plainColumn(environments.map((row) => row.verdict)),
        plainColumn(environments.map((row) => row.projectId)),
        plainColumn(environments.map((row) => row.count)),
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
        plainColumn(dimensions.map((row) => row.organizationId)),
        plainColumn(dimensions.map((row) => row.keyId)),
        plainColumn(dimensions.map((row) => row.dimension)),
        dimensions.map((row) => row.value),
        plainColumn(dimensions.map((row) => row.verdict)),
        plainColumn(dimensions.map((row) => row.environmentId)),
        plainColumn(dimensions.map((row) => row.count)),
      ],
    );
  }
  if (activity.length > 0) {
    await upsert(
      client,
      "key_activity",
      `INSERT INTO key_activity AS t (first_used_at, last_used_at, organization_id, key_id, last_ip, last_country, last_agent, verifications)
       SELECT to_timestamp(w.first), to_timestamp(w.last), w.organization_id, w.key_id, w.ip, w.country, w.agent, w.count
       FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
         AS w(first, last, organization_id, key_id, ip, country, agent, count)
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
        plainColumn(activity.map((row) => row.firstSecond)),
        plainColumn(activity.map((row) => row.lastSecond)),
        plainColumn(activity.map((row) => row.organizationId)),
        plainColumn(activity.map((row) => row.keyId)),
        activity.map((row) => row.ip),
        activity.map((row) => row.country),
        activity.map((row) => row.agent),
        plainColumn(activity.map((row) => row.count)),
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
        plainColumn(outcomes.map((row) => row.organizationId)),
        plainColumn(outcomes.map((row) => row.keyId)),
        plainColumn(outcomes.map((row) => row.statusClass)),
        plainColumn(outcomes.map((row) => row.projectId)),
        plainColumn(outcomes.map((row) => row.environmentId)),
        plainColumn(outcomes.map((row) => row.count)),
        plainColumn(outcomes.map((row) => row.bytes)),
      ],
    );
  }
  if (superseding.length > 0) {
    await client.query("SELECT end_superseded_versions($1::text[], $2::text[], $3::text[])", [
      plainColumn(superseding.map((row) => row.organizationId)),
      plainColumn(superseding.map((row) => row.keyId)),
      plainColumn(superseding.map((row) => row.versionId)),
    ]);
  }
}

async function upsert(client: pg.PoolClient, table: string, text: string, values: unknown[]): Promise<void> {
  await client.query(timedQuery(text, values, QUERY_MILLISECONDS, `rollup-${table}`));
}
