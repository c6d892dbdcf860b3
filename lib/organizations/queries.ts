import { and, asc, eq, gt, ilike, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { passkeys, totpFactors } from "@/db/schema/identity";
import { keyActivity, keys } from "@/db/schema/keys";
import { memberAccess, members, organizations, sessions, teamMembers, teams, users } from "@/db/schema/people";
import { environments, projects } from "@/db/schema/projects";
import type { Role } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";

type OrganizationId = Id<"organization">;

export async function findOrganization(tx: Transaction, organizationId: OrganizationId) {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  return row ?? null;
}

const memberColumns = {
  id: members.id,
  userId: members.userId,
  role: members.role,
  name: users.name,
  email: users.email,
  timezone: users.timezone,
  createdAt: members.createdAt,
  externalId: members.externalId,
};

/** An active member by id, or by the person's id. */
export async function findMember(tx: Transaction, organizationId: OrganizationId, reference: string) {
  const [row] = await tx
    .select(memberColumns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.state, "active"),
        or(sql`${members.id} = ${reference}`, sql`${members.userId} = ${reference}`),
      ),
    );
  return row ?? null;
}

export type MemberFilter = {
  limit: number;
  after: Id<"member"> | null;
  q?: string | undefined;
  role?: Role | undefined;
  only?: Id<"member">;
};

/** Active members in the order of their ids, one more than `limit`. */
export function membersOf(tx: Transaction, organizationId: OrganizationId, filter: MemberFilter) {
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  return tx
    .select({
      ...memberColumns,
      mfa: sql<boolean>`exists (select 1 from ${totpFactors} f where f.user_id = ${members.userId} and f.confirmed_at is not null)
        or exists (select 1 from ${passkeys} p where p.user_id = ${members.userId})`,
      lastSeenAt: sql<string | null>`(select max(s.last_seen_at) from ${sessions} s where s.user_id = ${members.userId}
        and (s.confined_to is null or s.confined_to = ${organizationId}))`,
      owners: sql<number>`(select count(*)::int from ${members} o where o.organization_id = ${organizationId}
        and o.state = 'active' and o.role = 'owner')`,
      keys: sql<number>`(select count(*)::int from ${keys} k where k.organization_id = ${organizationId}
        and k.owner_user_id = ${members.userId} and k.state <> 'revoked')`,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.state, "active"),
        filter.after ? gt(members.id, filter.after) : undefined,
        filter.only ? eq(members.id, filter.only) : undefined,
        filter.role ? eq(members.role, filter.role) : undefined,
        pattern ? or(ilike(users.name, pattern), ilike(users.email, pattern)) : undefined,
      ),
    )
    .orderBy(asc(members.id))
    .limit(filter.limit);
}

export function teamsOfMembers(tx: Transaction, organizationId: OrganizationId, memberIds: Id<"member">[]) {
  return tx
    .select({ memberId: teamMembers.memberId, id: teams.id, slug: teams.slug, name: teams.name })
    .from(teamMembers)
    .innerJoin(teams, and(eq(teams.organizationId, teamMembers.organizationId), eq(teams.id, teamMembers.teamId)))
    .where(and(eq(teamMembers.organizationId, organizationId), inArray(teamMembers.memberId, memberIds)))
    .orderBy(teams.name);
}

/**
 * The owners, locked in the order of their ids until the transaction ends: whoever takes an owner away looks first, so that
 * two at once cannot take the last two.
 */
export async function lockOwners(tx: Transaction, organizationId: OrganizationId): Promise<Id<"member">[]> {
  const rows = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.role, "owner"), eq(members.state, "active")))
    .orderBy(members.id)
    .for("update");
  return rows.map((row) => row.id);
}

export function accessOverridesOf(tx: Transaction, organizationId: OrganizationId, memberIds: Id<"member">[]) {
  return tx
    .select()
    .from(memberAccess)
    .where(and(eq(memberAccess.organizationId, organizationId), inArray(memberAccess.memberId, memberIds)));
}

/** Environments of live projects, in the order in which pages show them. */
export function environmentsOf(tx: Transaction, organizationId: OrganizationId, project?: string) {
  return tx
    .select({
      id: environments.id,
      environment: environments.slug,
      name: environments.name,
      projectId: projects.id,
      project: projects.slug,
      color: environments.color,
      sensitivity: environments.sensitivity,
    })
    .from(environments)
    .innerJoin(
      projects,
      and(eq(projects.organizationId, environments.organizationId), eq(projects.id, environments.projectId)),
    )
    .where(
      and(
        eq(environments.organizationId, organizationId),
        isNull(projects.archivedAt),
        project === undefined ? undefined : or(eq(projects.slug, project), sql`${projects.id} = ${project}`),
      ),
    )
    .orderBy(projects.slug, environments.position, environments.id);
}

/** The keys a person owns that are not revoked, locked where `lock` says so. */
export function ownedKeysOf(tx: Transaction, organizationId: OrganizationId, userId: Id<"user">) {
  return tx
    .select({
      id: keys.id,
      name: keys.name,
      state: keys.state,
      project: projects.slug,
      environment: environments.slug,
      secretStart: keys.secretStart,
      secretLastFour: keys.secretLastFour,
      expiresAt: keys.expiresAt,
      lastUsedAt: keyActivity.lastUsedAt,
    })
    .from(keys)
    .innerJoin(projects, and(eq(projects.organizationId, keys.organizationId), eq(projects.id, keys.projectId)))
    .innerJoin(
      environments,
      and(eq(environments.organizationId, keys.organizationId), eq(environments.id, keys.environmentId)),
    )
    .leftJoin(keyActivity, and(eq(keyActivity.organizationId, keys.organizationId), eq(keyActivity.keyId, keys.id)))
    .where(and(eq(keys.organizationId, organizationId), eq(keys.ownerUserId, userId), ne(keys.state, "revoked")))
    .orderBy(keys.id);
}

export function teamsOf(
  tx: Transaction,
  organizationId: OrganizationId,
  filter: { limit: number; after: Id<"team"> | null },
) {
  return tx
    .select(teamColumns(organizationId))
    .from(teams)
    .where(and(eq(teams.organizationId, organizationId), filter.after ? gt(teams.id, filter.after) : undefined))
    .orderBy(asc(teams.id))
    .limit(filter.limit);
}

/** A team by id or slug. */
export async function findTeam(tx: Transaction, organizationId: OrganizationId, reference: string) {
  const [row] = await tx
    .select(teamColumns(organizationId))
    .from(teams)
    .where(
      and(eq(teams.organizationId, organizationId), or(eq(teams.slug, reference), sql`${teams.id} = ${reference}`)),
    );
  return row ?? null;
}

// In a query over one table drizzle writes bare column names, which a subquery would take for its own: hence `teams.id`.
function teamColumns(organizationId: OrganizationId) {
  return {
    id: teams.id,
    slug: teams.slug,
    name: teams.name,
    createdAt: teams.createdAt,
    externalId: teams.externalId,
    members: sql<number>`(select count(*)::int from ${teamMembers} tm join ${members} m on m.organization_id = tm.organization_id
      and m.id = tm.member_id and m.state = 'active' where tm.organization_id = ${organizationId} and tm.team_id = teams.id)`,
    keys: sql<number>`(select count(*)::int from ${keys} k where k.organization_id = ${organizationId}
      and k.owner_team_id = teams.id and k.state <> 'revoked')`,
  };
}

export function peopleOfTeam(tx: Transaction, organizationId: OrganizationId, teamId: Id<"team">) {
  return tx
    .select({ memberId: members.id, userId: members.userId, name: users.name, email: users.email })
    .from(teamMembers)
    .innerJoin(
      members,
      and(eq(members.organizationId, teamMembers.organizationId), eq(members.id, teamMembers.memberId)),
    )
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(eq(teamMembers.organizationId, organizationId), eq(teamMembers.teamId, teamId), eq(members.state, "active")),
    )
    .orderBy(members.id);
}
