import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";
import type { ValueBound } from "./bounded-values";
import { plainColumn } from "./columns";
import type { VerificationGroup } from "./event";

/** How long one statement of the ingestion may take. */
export const QUERY_MILLISECONDS = 20_000;

/** Calls that were alike in one second (since the epoch), `amount` being the sum of their costs. */
export type TimedCalls = { group: VerificationGroup; count: number; amount: number; second: number };

/** More calls than this in one statement only after an outage; then several follow each other. */
const CALLS_IN_ONE = 50_000;

/** Dimensions in the order of their bits in `other`. */
const DIMENSIONS = ["endpoint", "country", "address", "agent", "method"] as const;

/**
 * The calls themselves, and every sum that pages read, from one list in one statement: Postgres adds up. Each table's rows are
 * taken in the order of its primary key, so that gateways never wait for each other in a circle.
 */
const COUNT_CALLS = `
WITH calls AS MATERIALIZED (
  SELECT to_timestamp(second) AS at, organization_id COLLATE "C" AS organization_id, project_id COLLATE "C" AS project_id,
    environment_id COLLATE "C" AS environment_id, key_id COLLATE "C" AS key_id, version_id COLLATE "C" AS version_id,
    verdict COLLATE "C" AS verdict, method, endpoint, ip, country, agent, service_token_id, count, cost, other
  FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[], $18::int[])
    AS given(second, organization_id, project_id, environment_id, key_id, version_id, verdict, method, endpoint, ip, country,
      agent, service_token_id, count, cost, other)
), key_sums AS MATERIALIZED (
  SELECT organization_id, key_id, version_id, verdict, coalesce(min(project_id), '') AS project_id,
    coalesce(min(environment_id), '') AS environment_id, sum(count)::bigint AS count
  FROM calls WHERE key_id IS NOT NULL AND version_id IS NOT NULL
  GROUP BY organization_id, key_id, version_id, verdict
), events AS (
  INSERT INTO usage_events (at, organization_id, project_id, environment_id, key_id, version_id, verdict, method, endpoint, ip,
    country, agent, service_token_id, count, cost)
  SELECT at, organization_id, project_id, environment_id, key_id, version_id, verdict, method, endpoint, ip, country, agent,
    service_token_id, count, cost FROM calls
), hourly AS (
  INSERT INTO usage_hourly AS t (hour, organization_id, key_id, version_id, verdict, project_id, environment_id, count)
  SELECT $1::timestamptz, * FROM key_sums ORDER BY organization_id, key_id, version_id, verdict
  ON CONFLICT (organization_id, key_id, hour, version_id, verdict) DO UPDATE SET count = t.count + excluded.count
), daily AS (
  INSERT INTO usage_daily AS t (day, organization_id, key_id, version_id, verdict, project_id, environment_id, count)
  SELECT $2::date, * FROM key_sums ORDER BY organization_id, key_id, version_id, verdict
  ON CONFLICT (organization_id, key_id, day, version_id, verdict) DO UPDATE SET count = t.count + excluded.count
), dimensions AS (
  INSERT INTO usage_dimensions_daily AS t (day, organization_id, key_id, dimension, value, verdict, environment_id, count)
  SELECT $2::date, organization_id, key_id, d.dimension, d.value, verdict, coalesce(min(environment_id), ''), sum(count)
  FROM calls CROSS JOIN LATERAL (VALUES
    ('endpoint', CASE WHEN endpoint IS NOT NULL AND other & 1 > 0 THEN 'other' ELSE endpoint END),
    ('country', CASE WHEN country IS NOT NULL AND other & 2 > 0 THEN 'other' ELSE country END),
    ('address', CASE WHEN ip IS NOT NULL AND other & 4 > 0 THEN 'other' ELSE ip END),
    ('agent', CASE WHEN agent IS NOT NULL AND other & 8 > 0 THEN 'other' ELSE agent END),
    ('method', CASE WHEN method IS NOT NULL AND other & 16 > 0 THEN 'other' ELSE method END)
  ) AS d(dimension, value)
  WHERE key_id IS NOT NULL AND version_id IS NOT NULL AND d.value IS NOT NULL
  GROUP BY organization_id, key_id, d.dimension, d.value, verdict
  ORDER BY organization_id, key_id, d.dimension COLLATE "C", d.value COLLATE "C", verdict
  ON CONFLICT (organization_id, key_id, day, dimension, value, verdict) DO UPDATE SET count = t.count + excluded.count
), activity AS (
  INSERT INTO key_activity AS t (first_used_at, last_used_at, organization_id, key_id, last_ip, last_country, last_agent,
    verifications)
  SELECT min(at), max(at), organization_id, key_id, (array_agg(ip ORDER BY at DESC) FILTER (WHERE ip IS NOT NULL))[1],
    (array_agg(country ORDER BY at DESC) FILTER (WHERE ip IS NOT NULL))[1],
    (array_agg(agent ORDER BY at DESC) FILTER (WHERE agent IS NOT NULL))[1], sum(count)
  FROM calls
  WHERE verdict = 'VALID' AND key_id IS NOT NULL AND version_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM keys k WHERE k.organization_id = calls.organization_id AND k.id = calls.key_id)
  GROUP BY organization_id, key_id ORDER BY organization_id, key_id
  ON CONFLICT (organization_id, key_id) DO UPDATE SET
    verifications = t.verifications + excluded.verifications,
    first_used_at = least(t.first_used_at, excluded.first_used_at),
    last_used_at = greatest(t.last_used_at, excluded.last_used_at),
    last_ip = CASE WHEN excluded.last_used_at >= t.last_used_at THEN coalesce(excluded.last_ip, t.last_ip) ELSE t.last_ip END,
    last_country = CASE WHEN excluded.last_used_at >= t.last_used_at AND excluded.last_ip IS NOT NULL
      THEN excluded.last_country ELSE t.last_country END,
    last_agent = CASE WHEN excluded.last_used_at >= t.last_used_at THEN coalesce(excluded.last_agent, t.last_agent) ELSE t.last_agent END
), environments AS (
  INSERT INTO usage_environment_hourly AS t (hour, organization_id, environment_id, verdict, project_id, count)
  SELECT $1::timestamptz, organization_id, coalesce(environment_id, ''), verdict, coalesce(min(project_id), ''), sum(count)
  FROM calls GROUP BY organization_id, coalesce(environment_id, ''), verdict ORDER BY 2, 3, 4
  ON CONFLICT (organization_id, hour, environment_id, verdict) DO UPDATE SET count = t.count + excluded.count
)
SELECT 1`;

/** Counts the calls of one hour, in the caller's transaction. `day` is the UTC day of the hour. */
export async function writeCalls(
  client: pg.PoolClient,
  calls: readonly TimedCalls[],
  place: { hour: Date; day: string; bound: ValueBound; countryOf: (ip: string) => string | null },
): Promise<void> {
  for (let start = 0; start < calls.length; start += CALLS_IN_ONE) {
    const part = calls.slice(start, start + CALLS_IN_ONE);
    const countries = part.map(({ group }) => (group.ip === null ? null : place.countryOf(group.ip)));
    const others = part.map(({ group }, index) => othersOf(group, countries[index] ?? null, place.day, place.bound));
    // Answers that wait go in between: tens of thousands of groups are a tenth of a second.
    await setImmediate();
    const column = (read: (group: VerificationGroup) => string | null) => part.map((one) => read(one.group));
    await client.query(
      timedQuery(
        COUNT_CALLS,
        [
          place.hour,
          place.day,
          plainColumn(part.map((one) => one.second)),
          plainColumn(column((group) => group.organizationId)),
          plainColumn(column((group) => group.projectId)),
          plainColumn(column((group) => group.environmentId)),
          plainColumn(column((group) => group.keyId)),
          plainColumn(column((group) => group.versionId)),
          plainColumn(column((group) => group.verdict)),
          column((group) => group.method),
          column((group) => group.endpoint),
          column((group) => group.ip),
          countries,
          column((group) => group.agent),
          plainColumn(column((group) => group.serviceTokenId)),
          plainColumn(part.map((one) => one.count)),
          plainColumn(part.map((one) => one.amount)),
          plainColumn(others),
        ],
        QUERY_MILLISECONDS,
        "usage-calls",
      ),
    );
  }
}

/** A bit for each dimension whose value is one too many for its key and day. */
function othersOf(group: VerificationGroup, country: string | null, day: string, bound: ValueBound): number {
  const { organizationId, keyId } = group;
  if (keyId === null) return 0;
  const values = [group.endpoint, country, group.ip, group.agent, group.method];
  let others = 0;
  for (let index = 0; index < DIMENSIONS.length; index += 1) {
    const dimension = DIMENSIONS[index];
    const value = values[index];
    if (dimension === undefined || value === null || value === undefined) continue;
    if (!bound(organizationId, keyId, day, dimension, value)) others += 2 ** index;
  }
  return others;
}
