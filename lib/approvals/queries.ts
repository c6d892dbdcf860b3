import { and, asc, desc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approvalSettings, requestDecisions, requestRevisions, requests } from "@/db/schema/approvals";
import { memberAccess, members, organizations, teamMembers, teams, users } from "@/db/schema/people";
import type { Role } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";
import type { Approver, Fallback, NamedRule } from "./policy";

type Organization = Id<"organization">;

const shown = {
  request: requests,
  requesterName: users.name,
  requesterEmail: users.email,
};

export type RequestRow = Awaited<ReturnType<typeof requestRows>>[number];
export type RequestRecord = RequestRow["request"];

/** Requests with who asked, newest first. */
export function requestRows(tx: Transaction, organizationId: Organization, condition: SQL | undefined, limit: number) {
  return tx
    .select(shown)
    .from(requests)
    .innerJoin(users, eq(users.id, requests.requesterId))
    .where(and(eq(requests.organizationId, organizationId), condition))
    .orderBy(desc(requests.createdAt), desc(requests.id))
    .limit(limit);
}

/** Locks a request against every other change of it, and reads it as it is then. */
export async function lockRequest(tx: Transaction, organizationId: Organization, id: Id<"request">) {
  await tx
    .select({ id: requests.id })
    .from(requests)
    .where(and(eq(requests.organizationId, organizationId), eq(requests.id, id)))
    .for("no key update");
  const [row] = await requestRows(tx, organizationId, eq(requests.id, id), 1);
  return row ?? null;
}

/** Changes a request that is in this state (and revision, where one is named); null when it is not: a race ends here. */
export async function changeRequest(
  tx: Transaction,
  request: { organizationId: Organization; id: Id<"request">; revision?: number },
  state: "pending" | "approved",
  changes: Partial<typeof requests.$inferInsert>,
): Promise<RequestRecord | null> {
  const [row] = await tx
    .update(requests)
    .set(changes)
    .where(
      and(
        eq(requests.organizationId, request.organizationId),
        eq(requests.id, request.id),
        eq(requests.state, state),
        request.revision === undefined ? undefined : eq(requests.revision, request.revision),
      ),
    )
    .returning();
  return row ?? null;
}

/** All decisions on these requests, oldest first. */
export function decisionRows(tx: Transaction, organizationId: Organization, ids: readonly Id<"request">[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return tx
    .select({ decision: requestDecisions, approverName: users.name, approverEmail: users.email })
    .from(requestDecisions)
    .innerJoin(users, eq(users.id, requestDecisions.approverId))
    .where(and(eq(requestDecisions.organizationId, organizationId), inArray(requestDecisions.requestId, [...ids])))
    .orderBy(asc(requestDecisions.createdAt), asc(requestDecisions.id));
}
export type DecisionRow = Awaited<ReturnType<typeof decisionRows>>[number];

export function revisionRows(tx: Transaction, organizationId: Organization, id: Id<"request">) {
  return tx
    .select()
    .from(requestRevisions)
    .where(and(eq(requestRevisions.organizationId, organizationId), eq(requestRevisions.requestId, id)))
    .orderBy(asc(requestRevisions.revision));
}

/** A member with name and address, as an approver. */
export type ApproverRow = Approver & {
  userId: Id<"user">;
  memberId: Id<"member">;
  name: string;
  email: string;
  timezone: string | null;
};

/**
 * The active members that these rules, this fallback or these ids could mean, each with teams and overrides of access. One
 * query each for members, teams and overrides, however many requests a page shows.
 */
export async function approverRows(
  tx: Transaction,
  organizationId: Organization,
  wanted: { rules: readonly NamedRule[]; fallback: Fallback | null; userIds?: readonly string[] },
): Promise<ApproverRow[]> {
  const roles = new Set<Role>(wanted.rules.flatMap((rule) => rule.roles));
  const isOpen = wanted.rules.some((rule) => rule.roles.length + rule.teams.length + rule.members.length === 0);
  if (isOpen) roles.add("owner").add("admin");
  if (wanted.fallback && wanted.fallback.teams.length + wanted.fallback.members.length === 0) roles.add("owner");
  const teamIds = [...wanted.rules.flatMap((rule) => rule.teams), ...(wanted.fallback?.teams ?? [])];
  const userIds = [
    ...wanted.rules.flatMap((rule) => rule.members),
    ...(wanted.fallback?.members ?? []),
    ...(wanted.userIds ?? []),
  ];
  const found = await tx
    .select({
      userId: members.userId,
      memberId: members.id,
      role: members.role,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
    })
    .from(members)
    .innerJoin(users, and(eq(users.id, members.userId), isNull(users.disabledAt)))
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.state, "active"),
        or(
          inArray(members.role, [...roles]),
          sql`${members.userId} = any(${textArray(userIds)})`,
          sql`exists (select 1 from team_members t where t.organization_id = ${members.organizationId}
            and t.member_id = ${members.id} and t.team_id = any(${textArray(teamIds)}))`,
        ),
      ),
    )
    .orderBy(asc(users.name), asc(members.userId));
  return withTeamsAndAccess(tx, organizationId, found);
}

/** A list of texts as one parameter of SQL. */
export function textArray(values: readonly string[]): SQL {
  return sql`${`{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`}::text[]`;
}

async function withTeamsAndAccess<M extends { memberId: Id<"member"> }>(
  tx: Transaction,
  organizationId: Organization,
  found: M[],
): Promise<(M & Pick<Approver, "teams" | "access">)[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ memberId }) => memberId);
  const inTeams = await tx
    .select({ memberId: teamMembers.memberId, teamId: teamMembers.teamId })
    .from(teamMembers)
    .where(and(eq(teamMembers.organizationId, organizationId), inArray(teamMembers.memberId, ids)));
  const overrides = await tx
    .select({ memberId: memberAccess.memberId, environmentId: memberAccess.environmentId, level: memberAccess.level })
    .from(memberAccess)
    .where(and(eq(memberAccess.organizationId, organizationId), inArray(memberAccess.memberId, ids)));
  const teamsOf = groupByMember(inTeams);
  const accessOf = groupByMember(overrides);
  return found.map((member) => ({
    ...member,
    teams: (teamsOf.get(member.memberId) ?? []).map(({ teamId }) => teamId),
    access: Object.fromEntries((accessOf.get(member.memberId) ?? []).map((row) => [row.environmentId, row.level])),
  }));
}

function groupByMember<R extends { memberId: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) groups.set(row.memberId, [...(groups.get(row.memberId) ?? []), row]);
  return groups;
}

export type SettingsRow = typeof approvalSettings.$inferSelect;

export const DEFAULT_BREAK_GLASS_SECONDS = 3600;

/** The organization's settings of approvals, or what holds without any. */
export async function readSettingsRow(tx: Transaction, organizationId: Organization): Promise<SettingsRow> {
  const [row] = await tx.select().from(approvalSettings).where(eq(approvalSettings.organizationId, organizationId));
  return (
    row ?? {
      organizationId,
      breakGlassMembers: [],
      breakGlassSeconds: DEFAULT_BREAK_GLASS_SECONDS,
      fallbackTeams: [],
      fallbackMembers: [],
      webhookUrl: null,
      webhookHost: null,
      updatedAt: new Date(0),
    }
  );
}

export function fallbackOf(settings: SettingsRow): Fallback {
  return { teams: settings.fallbackTeams, members: settings.fallbackMembers };
}

export async function organizationName(tx: Transaction, organizationId: Organization) {
  const [row] = await tx
    .select({ name: organizations.name, slug: organizations.slug, timezone: organizations.timezone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return row ?? { name: "", slug: "", timezone: "UTC" };
}

/** Names of teams and members by id. */
export async function namesOf(
  tx: Transaction,
  organizationId: Organization,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const people = await tx
    .select({ id: users.id, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.state, "active"),
        sql`${members.userId} = any(${textArray(distinct)})`,
      ),
    );
  const groups = await tx
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(and(eq(teams.organizationId, organizationId), sql`${teams.id} = any(${textArray(distinct)})`));
  return new Map([...people, ...groups].map(({ id, name }) => [id, name]));
}

/** Median seconds to a decision by people in an environment, of the last 90 days; null under 3 decisions. */
export async function typicalSeconds(
  tx: Transaction,
  organizationId: Organization,
  environmentId: Id<"environment">,
  now: Date,
): Promise<number | null> {
  const { rows } = await tx.execute<{ n: number; median: number | null }>(sql`
    select count(*) as n,
      percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at)) as median
    from requests where organization_id = ${organizationId} and environment_id = ${environmentId}
      and decided_at > ${new Date(now.getTime() - 90 * 86_400_000).toISOString()}::timestamptz
      and (state = 'denied' or approved_by = 'people')`);
  const [row] = rows;
  return row && row.n >= 3 && row.median !== null ? Math.round(row.median) : null;
}
