import type { z } from "zod";
import type { invitations, organizations } from "@/db/schema/people";
import type { UserActor } from "@/lib/core/actor";
import type { AccessLevel, Role } from "@/lib/core/enums";
import { accessLevel, type EnvironmentRef } from "@/lib/core/permissions";
import type { environmentsOf, findTeam, membersOf, ownedKeysOf } from "./queries";
import {
  type accessSchema,
  type invitationSchema,
  type memberSchema,
  type organizationSchema,
  organizationSettingsSchema,
  type ownedKeySchema,
  type teamSchema,
} from "./schema";

export function presentOrganization(
  row: typeof organizations.$inferSelect,
  role: Role | null,
): z.output<typeof organizationSchema> {
  const settings = settingsOf(row);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    timezone: row.timezone,
    role,
    requireMfa: settings.requireMfa,
    sessionStrength: settings.sessionStrength,
    ssoOnly: settings.ssoOnly,
    offboarding: settings.offboarding,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The settings people set, with defaults for what an older row lacks. */
export function settingsOf(row: { settings: Record<string, unknown> }) {
  const parsed = organizationSettingsSchema.safeParse(row.settings);
  return parsed.success ? parsed.data : organizationSettingsSchema.parse({});
}

type MemberRow = Awaited<ReturnType<typeof membersOf>>[number];

export function presentMember(
  row: MemberRow,
  teams: { id: string; slug: string; name: string }[],
): z.output<typeof memberSchema> {
  return {
    id: row.id,
    userId: row.userId,
    name: row.name,
    email: row.email,
    role: row.role,
    lastOwner: row.role === "owner" && row.owners === 1,
    mfa: row.mfa,
    keys: row.keys,
    teams: teams.map(({ id, slug, name }) => ({ id, slug, name })),
    lastSeenAt: row.lastSeenAt === null ? null : new Date(row.lastSeenAt).toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

type EnvironmentRow = Awaited<ReturnType<typeof environmentsOf>>[number];

/** What a member may do in one environment, and why: the same rule that every verb applies. */
export function presentAccess(
  role: Role,
  override: AccessLevel | null,
  environment: EnvironmentRow,
): z.output<typeof accessSchema> {
  const reference: EnvironmentRef = {
    id: environment.id,
    projectId: environment.projectId,
    sensitivity: environment.sensitivity,
  };
  const level = accessLevel(asActor(role, override === null ? {} : { [environment.id]: override }), reference);
  const roleLevel = accessLevel(asActor(role, {}), reference);
  return {
    environmentId: environment.id,
    environment: environment.environment,
    projectId: environment.projectId,
    project: environment.project,
    level,
    roleLevel,
    override,
    why: override === null ? "role" : level === override ? "override" : "ceiling",
  };
}

function asActor(role: Role, access: Record<string, AccessLevel>): UserActor {
  return {
    type: "user",
    organizationId: "org_",
    userId: "usr_",
    memberId: "mbr_",
    role,
    access,
    sessionId: "ses_",
    mfaAt: null,
  };
}

type OwnedKeyRow = Awaited<ReturnType<typeof ownedKeysOf>>[number];

export function presentOwnedKey(row: OwnedKeyRow, now: Date): z.output<typeof ownedKeySchema> {
  return {
    id: row.id,
    name: row.name,
    project: row.project,
    environment: row.environment,
    status: row.expiresAt && row.expiresAt <= now ? "expired" : row.state,
    secretStart: row.secretStart,
    secretLastFour: row.secretLastFour,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export function presentInvitation(
  row: typeof invitations.$inferSelect & { invitedByName: string | null },
  now: Date,
): z.output<typeof invitationSchema> {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    status: row.acceptedAt ? "accepted" : row.revokedAt ? "revoked" : row.expiresAt <= now ? "expired" : "open",
    invitedBy: row.invitedByName,
    sentCount: row.sentCount,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

type TeamRow = NonNullable<Awaited<ReturnType<typeof findTeam>>>;

export function presentTeam(row: TeamRow): z.output<typeof teamSchema> {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    members: row.members,
    keys: row.keys,
    createdAt: row.createdAt.toISOString(),
  };
}
