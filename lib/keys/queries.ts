import { and, desc, eq, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
import { templates } from "@/db/schema/approvals";
import { keyActivity, keys, keyVersions, serviceTokens } from "@/db/schema/keys";
import { memberAccess, members, organizations, teamMembers, teams, users } from "@/db/schema/people";
import { environments, policies, projects, scopes } from "@/db/schema/projects";
import type { Actor } from "@/lib/core/actor";
import { type Id, isId } from "@/lib/core/ids";

/** An environment with its project and its stored policy. */
export type EnvironmentRow = Awaited<ReturnType<typeof environmentRows>>[number];

/** Every environment of the organization: there are few, and every answer names theirs. */
export async function environmentRows(tx: Transaction, organizationId: Id<"organization">) {
  return tx
    .select({
      id: environments.id,
      projectId: environments.projectId,
      slug: environments.slug,
      name: environments.name,
      tag: environments.tag,
      color: environments.color,
      sensitivity: environments.sensitivity,
      project: projects.slug,
      projectName: projects.name,
      keyPrefix: projects.keyPrefix,
      archivedAt: projects.archivedAt,
      policy: policies.document,
    })
    .from(environments)
    .innerJoin(
      projects,
      and(eq(projects.organizationId, environments.organizationId), eq(projects.id, environments.projectId)),
    )
    .leftJoin(
      policies,
      and(eq(policies.organizationId, environments.organizationId), eq(policies.environmentId, environments.id)),
    )
    .where(eq(environments.organizationId, organizationId))
    .orderBy(projects.slug, environments.position);
}

/** A key with what its answer shows beside it. */
export type KeyRow = Awaited<ReturnType<typeof keyRows>>[number];

/** The keys of these ids, in no order. */
export async function keyRows(tx: Transaction, organizationId: Id<"organization">, ids: readonly Id<"key">[]) {
  if (ids.length === 0) return [];
  const makers = alias(users, "makers");
  return tx
    .select({
      key: keys,
      ownerName: users.name,
      ownerState: members.state,
      teamName: teams.name,
      createdByName: sql<string | null>`coalesce(${makers.name}, ${serviceTokens.name})`,
      versionNumber: keyVersions.number,
      versionCreatedAt: keyVersions.createdAt,
      lastUsedAt: keyActivity.lastUsedAt,
      lastIp: keyActivity.lastIp,
      lastCountry: keyActivity.lastCountry,
      verifications: keyActivity.verifications,
      templateSlug: templates.slug,
      templateLatest: templates.version,
    })
    .from(keys)
    .leftJoin(templates, and(eq(templates.organizationId, keys.organizationId), eq(templates.id, keys.templateId)))
    .leftJoin(users, eq(users.id, keys.ownerUserId))
    .leftJoin(members, and(eq(members.organizationId, keys.organizationId), eq(members.userId, keys.ownerUserId)))
    .leftJoin(teams, and(eq(teams.organizationId, keys.organizationId), eq(teams.id, keys.ownerTeamId)))
    .leftJoin(makers, sql`${makers.id} = ${keys.createdBy}`)
    .leftJoin(
      serviceTokens,
      and(eq(serviceTokens.organizationId, keys.organizationId), sql`${serviceTokens.id} = ${keys.createdBy}`),
    )
    .leftJoin(
      keyVersions,
      and(eq(keyVersions.organizationId, keys.organizationId), eq(keyVersions.id, keys.currentVersionId)),
    )
    .leftJoin(keyActivity, and(eq(keyActivity.organizationId, keys.organizationId), eq(keyActivity.keyId, keys.id)))
    .where(and(eq(keys.organizationId, organizationId), inArray(keys.id, [...ids])));
}

/** A template of a project by id or slug, at its newest version; null when it is archived or not there. */
export async function findTemplate(
  tx: Transaction,
  organizationId: Id<"organization">,
  projectId: Id<"project">,
  reference: string,
) {
  const [row] = await tx
    .select({ id: templates.id, version: templates.version })
    .from(templates)
    .where(
      and(
        eq(templates.organizationId, organizationId),
        eq(templates.projectId, projectId),
        isNull(templates.archivedAt),
        isId("template", reference) ? eq(templates.id, reference) : eq(templates.slug, reference),
      ),
    );
  return row ?? null;
}

/** Locks a key against every other change of it, and reads it as it is then. */
export async function lockKey(tx: Transaction, organizationId: Id<"organization">, id: Id<"key">) {
  const [row] = await tx
    .select()
    .from(keys)
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, id)))
    .for("no key update");
  return row ?? null;
}

/** Changes a key that is not revoked; null when it is, or is gone: a race ends here. */
export async function changeKey(
  tx: Transaction,
  organizationId: Id<"organization">,
  id: Id<"key">,
  changes: Partial<typeof keys.$inferInsert>,
  state?: "active" | "disabled",
) {
  const [row] = await tx
    .update(keys)
    .set(changes)
    .where(
      and(
        eq(keys.organizationId, organizationId),
        eq(keys.id, id),
        state ? eq(keys.state, state) : ne(keys.state, "revoked"),
      ),
    )
    .returning({ id: keys.id });
  return row ?? null;
}

/** The catalogue of a project. */
export async function catalogueOf(tx: Transaction, organizationId: Id<"organization">, projectId: Id<"project">) {
  return tx
    .select({ name: scopes.name, sensitive: scopes.sensitive })
    .from(scopes)
    .where(and(eq(scopes.organizationId, organizationId), eq(scopes.projectId, projectId)));
}

/**
 * Locks the count of keys of the organization: creates run one after the other here, so that none passes the limit.
 * The lock does not stand in the way of rows that merely refer to the organization.
 */
export async function lockOrganization(tx: Transaction, organizationId: Id<"organization">) {
  const [row] = await tx
    .select({ settings: organizations.settings, slug: organizations.slug, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for("no key update");
  return row ?? null;
}

/** How many keys could still be used, counted up to `most`. */
export async function countLiveKeys(
  tx: Transaction,
  organizationId: Id<"organization">,
  now: Date,
  most: number,
): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*) as n from (
      select 1 from keys where organization_id = ${organizationId} and state in ('pending', 'active', 'disabled')
        and (expires_at is null or expires_at > ${now.toISOString()}::timestamptz) limit ${most}) live`);
  return rows[0]?.n ?? 0;
}

/** Whether the actor is in the team. */
export async function isInTeam(tx: Transaction, actor: Actor, teamId: Id<"team">): Promise<boolean> {
  if (actor.type !== "user") return false;
  const rows = await tx
    .select({ teamId: teamMembers.teamId })
    .from(teamMembers)
    .where(
      and(
        eq(teamMembers.organizationId, actor.organizationId),
        eq(teamMembers.teamId, teamId),
        eq(teamMembers.memberId, actor.memberId),
      ),
    );
  return rows.length > 0;
}

/** An active member with their overrides of access, or null. */
export async function activeMember(tx: Transaction, organizationId: Id<"organization">, userId: Id<"user">) {
  const [row] = await tx
    .select({ userId: members.userId, memberId: members.id, role: members.role, name: users.name, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId), eq(members.state, "active")));
  if (!row) return null;
  const overrides = await tx
    .select({ environmentId: memberAccess.environmentId, level: memberAccess.level })
    .from(memberAccess)
    .where(and(eq(memberAccess.organizationId, organizationId), eq(memberAccess.memberId, row.memberId)));
  return { ...row, access: Object.fromEntries(overrides.map(({ environmentId, level }) => [environmentId, level])) };
}

/** A team by id or slug, or null. */
export async function findTeam(tx: Transaction, organizationId: Id<"organization">, reference: string) {
  const [row] = await tx
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(
      and(
        eq(teams.organizationId, organizationId),
        isId("team", reference) ? eq(teams.id, reference) : eq(teams.slug, reference),
      ),
    );
  return row ?? null;
}

/** Who owns what a machine makes: the person who made its token while they are a member, else the first owner. */
export async function defaultOwner(tx: Transaction, actor: Actor): Promise<Id<"user"> | null> {
  if (actor.type === "user") return actor.userId;
  const { organizationId } = actor;
  if (actor.type === "service_token") {
    const [maker] = await tx
      .select({ userId: members.userId })
      .from(serviceTokens)
      .innerJoin(
        members,
        and(
          eq(members.organizationId, serviceTokens.organizationId),
          sql`${members.userId} = ${serviceTokens.createdBy}`,
          eq(members.state, "active"),
        ),
      )
      .where(and(eq(serviceTokens.organizationId, organizationId), eq(serviceTokens.id, actor.serviceTokenId)));
    if (maker) return maker.userId;
  }
  const [first] = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.state, "active"), eq(members.role, "owner")))
    .orderBy(members.id)
    .limit(1);
  return first?.userId ?? null;
}

/** The versions of a key, newest first, with what each was used for. */
export async function versionRows(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
  before: number,
  limit: number,
) {
  const makers = alias(users, "makers");
  return tx
    .select({
      id: keyVersions.id,
      number: keyVersions.number,
      hashKind: keyVersions.hashKind,
      secretStart: keyVersions.secretStart,
      secretLastFour: keyVersions.secretLastFour,
      createdBy: keyVersions.createdBy,
      createdByName: sql<string | null>`coalesce(${makers.name}, ${serviceTokens.name})`,
      createdAt: keyVersions.createdAt,
      endsAt: keyVersions.endsAt,
      endsOnFirstUse: keyVersions.endsOnFirstUse,
      endReason: keyVersions.endReason,
      verifications: sql<number>`(select coalesce(sum(u.count), 0) from usage_daily u where u.organization_id = ${keyVersions.organizationId}
        and u.key_id = ${keyVersions.keyId} and u.version_id = ${keyVersions.id})`,
      lastUsedAt: sql<
        string | null
      >`(select max(u.hour) from usage_hourly u where u.organization_id = ${keyVersions.organizationId}
        and u.key_id = ${keyVersions.keyId} and u.version_id = ${keyVersions.id})`,
    })
    .from(keyVersions)
    .leftJoin(makers, sql`${makers.id} = ${keyVersions.createdBy}`)
    .leftJoin(
      serviceTokens,
      and(
        eq(serviceTokens.organizationId, keyVersions.organizationId),
        sql`${serviceTokens.id} = ${keyVersions.createdBy}`,
      ),
    )
    .where(
      and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.keyId, keyId), lt(keyVersions.number, before)),
    )
    .orderBy(desc(keyVersions.number))
    .limit(limit);
}

/** The highest number of a key's versions, also of one that was made for a delivery and never became current. */
export async function latestNumber(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
): Promise<number> {
  const [row] = await tx
    .select({ number: sql<number>`coalesce(max(${keyVersions.number}), 0)::int` })
    .from(keyVersions)
    .where(and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.keyId, keyId)));
  return row?.number ?? 0;
}

/** Ends every version that has not ended by `at`. */
export async function endVersions(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
  at: Date,
  reason: string,
): Promise<void> {
  await tx
    .update(keyVersions)
    .set({ endsAt: at, endReason: reason })
    .where(
      and(
        eq(keyVersions.organizationId, organizationId),
        eq(keyVersions.keyId, keyId),
        or(isNull(keyVersions.endsAt), sql`${keyVersions.endsAt} > ${at.toISOString()}::timestamptz`),
      ),
    );
}

/** The version whose stored hash is one of these, with its key. */
export async function versionByHash(
  tx: Transaction,
  organizationId: Id<"organization">,
  candidates: readonly { environmentId: Id<"environment">; hash: Buffer; kind: "pepper" | "sha256" }[],
) {
  if (candidates.length === 0) return null;
  const [row] = await tx
    .select({ id: keyVersions.id, number: keyVersions.number, keyId: keyVersions.keyId, endsAt: keyVersions.endsAt })
    .from(keyVersions)
    .where(
      and(
        eq(keyVersions.organizationId, organizationId),
        or(
          ...candidates.map((candidate) =>
            and(
              eq(keyVersions.environmentId, candidate.environmentId),
              eq(keyVersions.secretHash, candidate.hash),
              eq(keyVersions.hashKind, candidate.kind),
            ),
          ),
        ),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Which of these hashes are in the environment already; null is any environment of the organization. */
export async function knownHashes(
  tx: Transaction,
  organizationId: Id<"organization">,
  environmentId: Id<"environment"> | null,
  hashes: readonly Buffer[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ hash: keyVersions.secretHash })
    .from(keyVersions)
    .where(
      and(
        eq(keyVersions.organizationId, organizationId),
        environmentId === null ? undefined : eq(keyVersions.environmentId, environmentId),
        inArray(keyVersions.secretHash, [...hashes]),
      ),
    );
  return new Set(rows.map(({ hash }) => hash.toString("hex")));
}
