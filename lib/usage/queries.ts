import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { organizations } from "@/db/schema/people";
import { environments, projects } from "@/db/schema/projects";
import type { Verdict } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";
import type { UsageGroup } from "./schema";
import type { Buckets } from "./time-buckets";

/** An environment, as much as a question about usage needs. */
export type EnvironmentName = Awaited<ReturnType<typeof environmentNames>>[number];

/** Every environment of the organization with its project. */
export async function environmentNames(tx: Transaction, organizationId: Id<"organization">) {
  return tx
    .select({
      id: environments.id,
      slug: environments.slug,
      sensitivity: environments.sensitivity,
      projectId: environments.projectId,
      project: projects.slug,
    })
    .from(environments)
    .innerJoin(
      projects,
      and(eq(projects.organizationId, environments.organizationId), eq(projects.id, environments.projectId)),
    )
    .where(eq(environments.organizationId, organizationId));
}

/** The environment of a key, or null when there is no such key. */
export async function environmentOfKey(
  tx: Transaction,
  organizationId: Id<"organization">,
  id: Id<"key">,
): Promise<string | null> {
  const [row] = await tx
    .select({ environmentId: keys.environmentId })
    .from(keys)
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, id)));
  return row?.environmentId ?? null;
}

/** Which rows are added up. Undefined does not filter. */
export type UsageFilter = {
  environmentIds?: readonly string[] | undefined;
  keyId?: string | undefined;
  outcomes?: readonly Verdict[] | undefined;
};

/** A table of counts, from the finest to the coarsest. All of them are written in one transaction, so sums agree. */
type Source = "events" | "hourly" | "daily" | "environments" | "dimensions";

/** Largest number of groups that are answered one by one. */
export const MOST_GROUPS = 50;

const list = (values: readonly string[]) =>
  sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
const utc = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The cheapest table that can answer. `detail`: endpoint or country is asked for. */
export function sourceFor(buckets: Buckets, filter: UsageFilter, groups: readonly UsageGroup[]): Source {
  const details = groups.filter((group) => group === "endpoint" || group === "country");
  if (!buckets.wholeHours) return "events";
  if (details.length > 0) {
    const others = groups.filter((group) => group === "version" || group === "project");
    return buckets.utcDays && details.length === 1 && others.length === 0 ? "dimensions" : "events";
  }
  const perKey =
    filter.keyId !== undefined || groups.some((group) => group === "key" || group === "owner" || group === "version");
  if (!perKey) return "environments";
  return buckets.utcDays ? "daily" : "hourly";
}

const TABLE: Record<Source, SQL> = {
  events: sql`usage_events`,
  hourly: sql`usage_hourly`,
  daily: sql`usage_daily`,
  environments: sql`usage_environment_hourly`,
  dimensions: sql`usage_dimensions_daily`,
};

/** The instant a row belongs to, and the condition that keeps to the buckets by the table's own index. */
function timeOf(source: Source, buckets: Buckets): { column: SQL; within: SQL } {
  const from = utc(buckets.starts[0] ?? 0);
  const to = utc(buckets.end);
  if (source === "daily" || source === "dimensions") {
    const column = sql`(u.day::timestamp at time zone 'UTC')`;
    return { column, within: sql`u.day >= ${from.slice(0, 10)}::date and u.day < ${to.slice(0, 10)}::date` };
  }
  const column = source === "events" ? sql`u.at` : sql`u.hour`;
  return { column, within: sql`${column} >= ${from}::timestamptz and ${column} < ${to}::timestamptz` };
}

function groupColumn(group: UsageGroup, source: Source): SQL {
  if (group === "key") return sql`u.key_id`;
  if (group === "project") return sql`u.project_id`;
  if (group === "environment") return sql`u.environment_id`;
  if (group === "outcome") return sql`u.verdict`;
  if (group === "version") return sql`u.version_id`;
  if (group === "owner") return sql`coalesce(k.owner_team_id, k.owner_user_id)`;
  if (source === "dimensions") return sql`u.value`;
  return group === "endpoint" ? sql`u.endpoint` : sql`u.country`;
}

function conditionsOf(
  organizationId: string,
  source: Source,
  filter: UsageFilter,
  groups: readonly UsageGroup[],
  within: SQL,
): SQL {
  const conditions = [sql`u.organization_id = ${organizationId}`, within];
  if (filter.environmentIds) {
    conditions.push(
      filter.environmentIds.length > 0 ? sql`u.environment_id in ${list(filter.environmentIds)}` : sql`false`,
    );
  }
  if (filter.keyId !== undefined) conditions.push(sql`u.key_id = ${filter.keyId}`);
  if (filter.outcomes) conditions.push(sql`u.verdict in ${list(filter.outcomes)}`);
  if (source === "dimensions") {
    conditions.push(sql`u.dimension = ${groups.includes("endpoint") ? "endpoint" : "country"}`);
  }
  return sql.join(conditions, sql` and `);
}

export type CountRow = { bucket: number; verdict: Verdict; total: number };
export type GroupRow = CountRow & { first: string; second: string; groups: number };

function bucketOf(column: SQL, buckets: Buckets): SQL {
  return sql`width_bucket(${column}, ${sql.param(buckets.starts.map(utc))}::timestamptz[])`;
}

/** Counts by bucket and verdict; `bucket` counts from 1. */
export async function countRows(
  tx: Transaction,
  organizationId: string,
  buckets: Buckets,
  filter: UsageFilter,
): Promise<CountRow[]> {
  const source = sourceFor(buckets, filter, []);
  const { column, within } = timeOf(source, buckets);
  const { rows } = await tx.execute<CountRow>(sql`
    select ${bucketOf(column, buckets)} as bucket, u.verdict, sum(u.count) as total from ${TABLE[source]} u
    where ${conditionsOf(organizationId, source, filter, [], within)} group by 1, 2`);
  return rows;
}

/** The same for the largest groups; unknown values are `''`. `groups` is how many there are in all. */
export async function groupRows(
  tx: Transaction,
  organizationId: string,
  buckets: Buckets,
  filter: UsageFilter,
  groups: readonly UsageGroup[],
): Promise<GroupRow[]> {
  const source = sourceFor(buckets, filter, groups);
  const { column, within } = timeOf(source, buckets);
  const [first, second] = [0, 1].map((index) => {
    const group = groups[index];
    return group ? sql`coalesce(${groupColumn(group, source)}, '')` : sql`''`;
  });
  const owners = groups.includes("owner")
    ? sql`left join keys k on k.organization_id = u.organization_id and k.id = u.key_id`
    : sql``;
  const { rows } = await tx.execute<GroupRow>(sql`
    with counted as (
      select ${bucketOf(column, buckets)} as bucket, u.verdict, ${first} as first, ${second} as second, sum(u.count) as total
      from ${TABLE[source]} u ${owners} where ${conditionsOf(organizationId, source, filter, groups, within)} group by 1, 2, 3, 4),
    ranked as (select first, second, sum(total) as size, count(*) over () as groups from counted group by first, second
      order by size desc, first, second limit ${MOST_GROUPS})
    select c.bucket, c.verdict, c.first, c.second, c.total, r.groups from counted c join ranked r using (first, second)
    order by r.size desc, c.first, c.second, c.bucket`);
  return rows;
}

const LABELS: Partial<Record<UsageGroup, SQL>> = {
  key: sql`select id, name as label from keys`,
  project: sql`select id, slug as label from projects`,
  environment: sql`select id, slug as label from environments`,
  version: sql`select id, 'version ' || number as label from key_versions`,
};

/** What people call these values of a dimension. */
export async function labelRows(
  tx: Transaction,
  organizationId: string,
  group: UsageGroup,
  values: readonly string[],
): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const from = LABELS[group];
  const query =
    group === "owner"
      ? sql`select m.user_id as id, u.name as label from members m join users u on u.id = m.user_id
          where m.organization_id = ${organizationId} and m.user_id in ${list(values)}
          union all select id, name from teams where organization_id = ${organizationId} and id in ${list(values)}`
      : from && sql`${from} where organization_id = ${organizationId} and id in ${list(values)}`;
  if (!query) return new Map();
  const { rows } = await tx.execute<{ id: string; label: string }>(query);
  return new Map(rows.map(({ id, label }) => [id, label]));
}

/** The organization's own zone. */
export async function organizationTimezone(tx: Transaction, organizationId: string): Promise<string> {
  const [row] = await tx
    .select({ timezone: organizations.timezone })
    .from(organizations)
    .where(sql`id = ${organizationId}`);
  return row?.timezone ?? "UTC";
}

export type LatestEvent = {
  id: string;
  seq: number;
  at: string;
  action: string;
  actorType: string;
  actorId: string | null;
  actorName: string | null;
  targetType: string;
  targetId: string | null;
  targetName: string | null;
};

/** The newest rows of the audit trail. */
export async function latestEvents(tx: Transaction, organizationId: string, most: number): Promise<LatestEvent[]> {
  const { rows } = await tx.execute<LatestEvent>(sql`
    select a.id, a.seq, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, a.action, a.actor_type as "actorType",
      a.actor_id as "actorId", coalesce(a.actor_name, u.name, t.name) as "actorName", a.target_type as "targetType",
      a.target_id as "targetId", a.target_name as "targetName"
    from audit_events a left join users u on u.id = a.actor_id
      left join service_tokens t on t.organization_id = a.organization_id and t.id = a.actor_id
    where a.organization_id = ${organizationId} order by a.seq desc limit ${most}`);
  return rows;
}
