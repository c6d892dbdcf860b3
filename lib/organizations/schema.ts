import { z } from "zod";
import { ACCESS_LEVELS, REVOCATION_REASONS, ROLES } from "@/lib/core/enums";
import { idSchema } from "@/lib/core/ids";
import { pageSchema } from "@/lib/core/pagination";
import { slugSchema } from "@/lib/core/slug";
import { emailSchema, nameSchema } from "@/lib/core/text";
import { newPasswordSchema, updateAccountSchema } from "@/lib/identity/schema";

const timezoneSchema = updateAccountSchema.shape.timezone.unwrap().unwrap();

/** Words that are pages of the dashboard, so that `/{organization}` never hides one. */
const RESERVED_SLUGS = new Set([
  "account",
  "admin",
  "api",
  "auth",
  "confirm-email",
  "dev",
  "docs",
  "forgot-password",
  "hand-over",
  "health",
  "healthz",
  "invitations",
  "login",
  "logout",
  "me",
  "metrics",
  "new",
  "oauth",
  "organizations",
  "requests",
  "reset-password",
  "scim",
  "settings",
  "set-password",
  "set-up",
  "setup",
  "sign-in",
  "sign-out",
  "sign-up",
  "signin",
  "signout",
  "signup",
  "sso",
  "static",
  "verify",
  "well-known",
]);

export const organizationSlugSchema = slugSchema
  .min(2, "must be at least 2 characters")
  .refine((slug) => !RESERVED_SLUGS.has(slug), "is a word that Latchkey needs itself");

export function isReservedSlug(slug: string): boolean {
  return RESERVED_SLUGS.has(slug);
}

export const createOrganizationSchema = z.strictObject({
  name: nameSchema(100),
  slug: organizationSlugSchema.optional(),
  timezone: timezoneSchema.optional(),
});

export const setUpSchema = z.strictObject({
  name: nameSchema(100),
  email: emailSchema,
  password: newPasswordSchema,
  organization: nameSchema(100),
});

/** What happens to a removed member's keys where nobody decided. */
export const OFFBOARDING_RULES = ["transfer_to_remover", "disable", "revoke"] as const;

/** The part of `organizations.settings` that people set here; other domains keep their own members beside it. */
export const organizationSettingsSchema = z.object({
  requireMfa: z.boolean().default(false).describe("Everyone must have a factor besides the password."),
  sessionStrength: z
    .enum(["normal", "high"])
    .default("normal")
    .describe("`high`: sessions of members end after an hour unused, and after a day in all."),
  ssoOnly: z
    .boolean()
    .default(false)
    .describe("Members come in through the identity provider only; owners are exempt."),
  offboarding: z.enum(OFFBOARDING_RULES).default("disable").describe("The rule for keys of members that SCIM removes."),
});

export const updateOrganizationSchema = z.strictObject({
  name: nameSchema(100).optional(),
  slug: organizationSlugSchema.optional(),
  timezone: timezoneSchema.optional(),
  requireMfa: z.boolean().optional(),
  sessionStrength: z.enum(["normal", "high"]).optional(),
  ssoOnly: z.boolean().optional(),
  offboarding: z.enum(OFFBOARDING_RULES).optional(),
});
export const deleteOrganizationSchema = z.strictObject({
  slug: z.string().max(48).describe("The slug, typed to confirm."),
});

// ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export const listMembersSchema = z.strictObject({
  ...pageSchema,
  q: z.string().trim().max(100).optional().describe("Part of a name or address."),
  role: z.enum(ROLES).optional(),
});
export const changeMemberSchema = z.strictObject({ role: z.enum(ROLES) });
export const changeAccessSchema = z.strictObject({
  access: z
    .array(
      z.strictObject({
        environmentId: idSchema("environment"),
        level: z.enum(ACCESS_LEVELS).nullable().describe("Null goes back to what the role gives."),
      }),
    )
    .min(1)
    .max(200),
});

const keyDecision = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("transfer"),
    ownerType: z.enum(["user", "team"]),
    ownerId: z.union([idSchema("user"), idSchema("team")]),
  }),
  z.strictObject({
    action: z.literal("disable"),
    on: z.iso.datetime().optional().describe("When; left out is now. Until then the remover owns the key."),
  }),
  z.strictObject({
    action: z.literal("revoke"),
    reason: z.enum(REVOCATION_REASONS).default("affiliation_changed"),
  }),
]);
export type KeyDecision = z.output<typeof keyDecision>;

export const removeMemberSchema = z.strictObject({
  keys: z
    .array(z.strictObject({ keyId: idSchema("key"), decision: keyDecision }))
    .max(10_000)
    .default([]),
  otherKeys: keyDecision.optional().describe("For every key that `keys` does not name."),
});

export const createInvitationSchema = z.strictObject({ email: emailSchema, role: z.enum(ROLES) });
export const listInvitationsSchema = z.strictObject({
  ...pageSchema,
  status: z.enum(["open", "accepted", "revoked", "expired"]).optional(),
});
export const acceptInvitationSchema = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{20,200}$/, "is not a token of ours"),
  name: nameSchema(100).optional(),
  password: newPasswordSchema.optional(),
});

export const createTeamSchema = z.strictObject({ name: nameSchema(100), slug: slugSchema.optional() });
export const updateTeamSchema = z.strictObject({ name: nameSchema(100).optional(), slug: slugSchema.optional() });
export const teamMemberSchema = z.strictObject({ memberId: idSchema("member") });
export const listTeamsSchema = z.strictObject({ ...pageSchema });
export const matrixSchema = z.strictObject({ ...pageSchema, project: z.string().max(60).optional() });

// ── What leaves ─────────────────────────────────────────────────────────────────────────────────────────────────────

const instant = z.iso.datetime();

export const organizationSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  timezone: z.string(),
  role: z.string().nullable().describe("The caller's role; null for a machine."),
  requireMfa: z.boolean(),
  sessionStrength: z.enum(["normal", "high"]),
  ssoOnly: z.boolean(),
  offboarding: z.enum(OFFBOARDING_RULES),
  createdAt: instant,
  updatedAt: instant,
});
export const memberSchema = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  lastOwner: z.boolean().describe("The only owner, who can be neither demoted nor removed."),
  mfa: z.boolean().describe("Whether a factor is enrolled."),
  keys: z.number().int().describe("Keys owned that are not revoked."),
  teams: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
  lastSeenAt: instant.nullable(),
  createdAt: instant,
});
export const accessSchema = z.object({
  environmentId: z.string(),
  environment: z.string(),
  projectId: z.string(),
  project: z.string(),
  level: z.enum(ACCESS_LEVELS),
  roleLevel: z.enum(ACCESS_LEVELS).describe("What the role alone gives."),
  override: z.enum(ACCESS_LEVELS).nullable(),
  why: z.enum(["role", "override", "ceiling"]).describe("`ceiling`: an override above what the role may ever do."),
});
export const accessMatrixSchema = z.object({
  environments: z.array(
    z.object({
      id: z.string(),
      environment: z.string(),
      name: z.string(),
      projectId: z.string(),
      project: z.string(),
      color: z.string(),
      sensitivity: z.string(),
    }),
  ),
  items: z.array(
    z.object({
      memberId: z.string(),
      userId: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(ROLES),
      access: z.array(accessSchema),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export const ownedKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  project: z.string(),
  environment: z.string(),
  status: z.string(),
  secretStart: z.string(),
  secretLastFour: z.string(),
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  status: z.enum(["open", "accepted", "revoked", "expired"]),
  invitedBy: z.string().nullable(),
  sentCount: z.number().int(),
  createdAt: instant,
  expiresAt: instant,
  acceptedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const openedInvitationSchema = z.object({
  organization: z.string(),
  organizationName: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  invitedBy: z.string().nullable(),
  expiresAt: instant,
  accountExists: z.boolean().describe("Then sign in as that address first; else give a name and a password."),
});
export const teamSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  members: z.number().int(),
  keys: z.number().int(),
  createdAt: instant,
});
export const teamDetailSchema = teamSchema.extend({
  people: z.array(z.object({ memberId: z.string(), userId: z.string(), name: z.string(), email: z.string() })),
});
