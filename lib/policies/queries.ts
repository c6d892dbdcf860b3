import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { members, teams } from "@/db/schema/people";
import { policies } from "@/db/schema/projects";
import type { Id } from "@/lib/core/ids";
import type { Policy, PolicyBreach, PolicyPreview } from "./schema";

type Organization = Id<"organization">;
export type PolicyRow = typeof policies.$inferSelect;

/** The stored policy of an environment, or null. */
export async function selectPolicy(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
): Promise<PolicyRow | null> {
  const [row] = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.organizationId, organizationId), eq(policies.environmentId, environmentId)));
  return row ?? null;
}

/** Writes the next version over the one before it; null when another change was first. */
export async function updatePolicyRow(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
  change: { document: Record<string, unknown>; version: number; updatedAt: Date },
): Promise<PolicyRow | null> {
  const [row] = await tx
    .update(policies)
    .set(change)
    .where(
      and(
        eq(policies.organizationId, organizationId),
        eq(policies.environmentId, environmentId),
        eq(policies.version, change.version - 1),
      ),
    )
    .returning();
  return row ?? null;
}

/** Which of these people are active members. */
export async function selectMembers(tx: Transaction, organizationId: Organization, userIds: readonly string[]) {
  if (userIds.length === 0) return new Set<string>();
  const rows = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.state, "active"),
        inArray(sql<string>`${members.userId}`, [...userIds]),
      ),
    );
  return new Set<string>(rows.map((row) => row.userId));
}

/** Which of these teams exist. */
export async function selectTeams(tx: Transaction, organizationId: Organization, teamIds: readonly string[]) {
  if (teamIds.length === 0) return new Set<string>();
  const rows = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.organizationId, organizationId), inArray(sql<string>`${teams.id}`, [...teamIds])));
  return new Set<string>(rows.map((row) => row.id));
}

const SAMPLE = 100;

/** A table `judged (id, name, expires_at, breaches)` of the live keys of an environment, for a `with`. */
function judgedKeys(organizationId: Organization, environmentId: Id<"environment">, policy: Policy, now: Date) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const longest = policy.longestLifetime === null ? sql`null::int` : sql`${policy.longestLifetime}::int`;
  const interval = policy.rotationInterval === null ? sql`null::int` : sql`${policy.rotationInterval}::int`;
  const idle = policy.idleAfterDays === null ? sql`null::int` : sql`${policy.idleAfterDays}::int`;
  return sql`
    judged as (
      select k.id, k.name, k.expires_at, array_remove(array[
        case when k.expires_at is null and not ${policy.allowNever}::boolean then 'never_expires' end,
        case when k.expires_at > greatest(k.created_at, ${at}) + make_interval(secs => ${longest}) then 'expires_too_late' end,
        case when not ${policy.allowWildcards}::boolean and exists (
          select 1 from unnest(k.scopes) s where s like '*:%' or s like '%:*') then 'wildcard_scope' end,
        case when ${policy.allowedScopes !== null}::boolean and exists (
          select 1 from unnest(k.scopes) s where not exists (
            select 1 from unnest(${sql.param(policy.allowedScopes ?? [])}::text[]) a
            where split_part(a, ':', 1) in ('*', split_part(s, ':', 1))
              and split_part(a, ':', 2) in ('*', split_part(s, ':', 2)))) then 'scope_not_allowed' end,
        case when ${policy.requireIpAllowlist}::boolean and cardinality(k.ip_allowlist) = 0 then 'no_ip_allowlist' end,
        case when coalesce(k.rotated_at, k.created_at) + make_interval(secs => ${interval}) < ${at} then 'rotation_overdue' end,
        case when coalesce(a.last_used_at, k.created_at) + make_interval(days => ${idle}) < ${at} then 'idle' end
      ], null) as breaches
      from keys k
      left join key_activity a on a.organization_id = k.organization_id and a.key_id = k.id
      where k.organization_id = ${organizationId} and k.environment_id = ${environmentId}
        and k.state <> 'revoked' and (k.expires_at is null or k.expires_at > ${at})
    )`;
}

/** The live keys of an environment measured against a policy, in the database: there may be many. */
export async function measureKeys(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
  policy: Policy,
  now: Date,
): Promise<PolicyPreview> {
  const judged = judgedKeys(organizationId, environmentId, policy, now);
  const totals = await tx.execute<{ keys: number; out: number }>(
    sql`with ${judged} select count(*)::int as keys, (count(*) filter (where cardinality(breaches) > 0))::int as out from judged`,
  );
  const counted = await tx.execute<{ breach: PolicyBreach; keys: number }>(
    sql`with ${judged} select breach, count(*)::int as keys from judged, unnest(breaches) as breach group by breach`,
  );
  const sample = await tx.execute<PolicyPreview["sample"][number]>(
    sql`with ${judged} select id, name, breaches from judged where cardinality(breaches) > 0 order by id limit ${SAMPLE}`,
  );
  return {
    keys: totals.rows[0]?.keys ?? 0,
    outOfBounds: totals.rows[0]?.out ?? 0,
    breaches: { ...NO_BREACHES, ...Object.fromEntries(counted.rows.map((row) => [row.breach, row.keys])) },
    sample: sample.rows,
  };
}

/** Keys that a change of policy may end at once; more than these take several changes. */
export const MOST_ENDED = 1000;

export type EndedKey = { id: Id<"key">; name: string; before: string | null };

/** Gives the live keys out of bounds an end, where theirs is later; at most one more than `MOST_ENDED`, so that too many show. */
export async function endKeysOutOfBounds(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
  policy: Policy,
  end: Date,
  now: Date,
): Promise<EndedKey[]> {
  const at = sql`${end.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<EndedKey>(sql`
    with ${judgedKeys(organizationId, environmentId, policy, now)},
    late as (
      select id, expires_at from judged
      where cardinality(breaches) > 0 and (expires_at is null or expires_at > ${at}) order by id limit ${MOST_ENDED + 1})
    update keys k set expires_at = ${at}, updated_at = ${now.toISOString()}::timestamptz
    from late where k.organization_id = ${organizationId} and k.id = late.id and k.state <> 'revoked'
    returning k.id, k.name, late.expires_at::text as before`);
  return rows;
}

/** One reader and one of their keys out of bounds; `total` is how many they have, of which at most `most` are named. */
export type ToldOfBreach = {
  userId: Id<"user">;
  email: string;
  timezone: string | null;
  total: number;
  id: Id<"key">;
  name: string;
  hint: string;
  breaches: PolicyBreach[];
};

/**
 * Who is told of the live keys out of bounds, and of which: a key's owner or the members of its team, and for a key that
 * nobody active owns its fallback owner and the organization's owners and admins. With `end` only of keys that end later.
 */
export async function readersOutOfBounds(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
  policy: Policy,
  now: Date,
  { most, end }: { most: number; end: Date | null },
): Promise<ToldOfBreach[]> {
  const later = end === null ? sql`true` : sql`(expires_at is null or expires_at > ${end.toISOString()}::timestamptz)`;
  const { rows } = await tx.execute<ToldOfBreach>(sql`
    with ${judgedKeys(organizationId, environmentId, policy, now)},
    found as (select id, breaches from judged where cardinality(breaches) > 0 and ${later}),
    active as (
      select id as member_id, user_id, role from members
      where organization_id = ${organizationId} and state = 'active'),
    owners as (
      select f.id, a.user_id from found f
      join keys k on k.organization_id = ${organizationId} and k.id = f.id
      join active a on a.user_id = k.owner_user_id
      union
      select f.id, a.user_id from found f
      join keys k on k.organization_id = ${organizationId} and k.id = f.id
      join team_members t on t.organization_id = k.organization_id and t.team_id = k.owner_team_id
      join active a on a.member_id = t.member_id),
    told as (
      select id, user_id from owners
      union
      select f.id, a.user_id from found f
      left join key_lifecycle l on l.organization_id = ${organizationId} and l.key_id = f.id
      join active a on a.role in ('owner', 'admin') or a.user_id = l.fallback_user_id
      where not exists (select 1 from owners o where o.id = f.id)),
    numbered as (
      select user_id, id, row_number() over (partition by user_id order by id) as place,
        count(*) over (partition by user_id) as total
      from told)
    select u.id as "userId", u.email, u.timezone, n.total::int as total, k.id, k.name,
      k.secret_start || '…' || k.secret_last_four as hint, f.breaches
    from numbered n
    join users u on u.id = n.user_id
    join found f on f.id = n.id
    join keys k on k.organization_id = ${organizationId} and k.id = n.id
    where n.place <= ${most} order by n.user_id, n.place`);
  return rows;
}

const NO_BREACHES: PolicyPreview["breaches"] = {
  never_expires: 0,
  expires_too_late: 0,
  wildcard_scope: 0,
  scope_not_allowed: 0,
  no_ip_allowlist: 0,
  rotation_overdue: 0,
  idle: 0,
};
