import { z } from "zod";
import { ROLES, SENSITIVITIES, type Sensitivity } from "@/lib/core/enums";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { textSchema } from "@/lib/core/text";

const DAY = 86_400;
const HOUR = 3600;
const seconds = (max: number) => z.int().min(0).max(max);
const YEARS = 10 * 366 * DAY;

export const rateLimitSchema = z.strictObject({
  limit: z.int().min(1).max(1_000_000_000).describe("Calls at most in one window."),
  window: z
    .int()
    .min(1)
    .max(31 * DAY)
    .describe("Length of the window in seconds."),
  burst: z.int().min(1).max(1_000_000_000).optional().describe("Calls at once; default the limit."),
  endpoint: z
    .string()
    .max(300)
    .regex(/^(?:[A-Z]+ )?\/\S*$/, "must be a path pattern such as GET /invoices/**")
    .optional()
    .describe("Counts only calls of this method and path."),
});

/** Who has to agree. An empty `roles`, `teams` and `members` means any owner or admin. */
const approvalRule = z.strictObject({
  count: z.int().min(0).max(5),
  roles: z.array(z.enum(ROLES)).max(4).default([]),
  teams: z.array(z.string().startsWith("team_")).max(20).default([]),
  members: z.array(z.string().startsWith("usr_")).max(20).default([]),
});

/** An environment's rules. All durations are seconds. Parsed leniently from what is stored: what is missing has a default. */
export const policySchema = z.strictObject({
  defaultLifetime: seconds(YEARS).describe("Lifetime of a key that names no expiry, in seconds."),
  longestLifetime: seconds(YEARS).nullable().describe("Longest lifetime in seconds; null is no limit."),
  allowNever: z.boolean().describe("Whether a key may have no expiry."),
  rotationInterval: seconds(YEARS).nullable().describe("A version older than this is due for rotation; null is never."),
  defaultOverlap: seconds(90 * DAY),
  longestOverlap: seconds(90 * DAY),
  overlapWaitsForUse: z.boolean().describe("Whether the old version's end waits while it is still in use."),
  allowWildcards: z.boolean(),
  allowedScopes: z
    .array(z.string().regex(GRANTED_SCOPE_PATTERN))
    .max(500)
    .nullable()
    .describe("Null is every scope of the catalogue."),
  requireIpAllowlist: z.boolean(),
  defaultRateLimits: z.array(rateLimitSchema).max(8),
  serveStaleSeconds: seconds(3600).describe(
    "How long known keys are served from a gateway's cache while the database is out.",
  ),
  requireStepUp: z.boolean().describe("Creating and rotating needs a factor proved within 10 minutes."),
  approvals: approvalRule,
  sensitiveApprovals: approvalRule.nullable().describe("For keys with a sensitive scope; null is the same rule."),
  longLifetimeApprovals: approvalRule.nullable().describe("For lifetimes above `longLifetimeAfter`."),
  longLifetimeAfter: seconds(YEARS).nullable(),
  openNetworkApprovals: approvalRule.nullable().describe("For keys without an allow-list."),
  requestExpiry: seconds(90 * DAY).describe("A request that nobody decides expires after this."),
  claimExpiry: seconds(90 * DAY).describe("An approval that nobody claims expires after this."),
  escalateAfter: seconds(30 * DAY).nullable(),
  expiryWarningDays: z.array(z.int().min(1).max(365)).max(10),
  idleAfterDays: z.int().min(1).max(3650).nullable(),
  idleResponse: z.enum(["tell", "disable", "revoke"]),
  anomalyResponse: z.enum(["mail", "throttle", "quarantine", "revoke"]),
  anomalySensitivity: z.enum(["low", "normal", "high"]),
  revokeOnPublicLeak: z.boolean(),
});

export type Policy = z.output<typeof policySchema>;
export type ApprovalRule = z.output<typeof approvalRule>;

const NOBODY: ApprovalRule = { count: 0, roles: [], teams: [], members: [] };
const ONE: ApprovalRule = { count: 1, roles: [], teams: [], members: [] };
const TWO: ApprovalRule = { count: 2, roles: [], teams: [], members: [] };

const COMMON = {
  allowNever: false,
  overlapWaitsForUse: false,
  allowWildcards: false,
  allowedScopes: null,
  requireIpAllowlist: false,
  defaultRateLimits: [],
  sensitiveApprovals: null,
  longLifetimeApprovals: null,
  longLifetimeAfter: null,
  openNetworkApprovals: null,
  requestExpiry: 7 * DAY,
  claimExpiry: 3 * DAY,
  escalateAfter: DAY,
  expiryWarningDays: [30, 14, 7, 3, 1],
  idleResponse: "tell",
  anomalySensitivity: "normal",
} as const;

/** Presets after common practice: rotation at 90, 180 and 365 days, overlap of 24 to 48 hours. */
export const POLICY_PRESETS: Record<Sensitivity, Policy> = {
  high: policySchema.parse({
    ...COMMON,
    defaultLifetime: 90 * DAY,
    longestLifetime: 366 * DAY,
    rotationInterval: 90 * DAY,
    defaultOverlap: 24 * HOUR,
    longestOverlap: 7 * DAY,
    serveStaleSeconds: 0,
    requireStepUp: true,
    approvals: ONE,
    sensitiveApprovals: TWO,
    idleAfterDays: 90,
    anomalyResponse: "mail",
    revokeOnPublicLeak: true,
  }),
  moderate: policySchema.parse({
    ...COMMON,
    defaultLifetime: 180 * DAY,
    longestLifetime: 366 * DAY,
    rotationInterval: 180 * DAY,
    defaultOverlap: 24 * HOUR,
    longestOverlap: 14 * DAY,
    serveStaleSeconds: 0,
    requireStepUp: false,
    approvals: ONE,
    idleAfterDays: 180,
    anomalyResponse: "mail",
    revokeOnPublicLeak: true,
  }),
  low: policySchema.parse({
    ...COMMON,
    defaultLifetime: 365 * DAY,
    longestLifetime: null,
    allowNever: true,
    allowWildcards: true,
    rotationInterval: 365 * DAY,
    defaultOverlap: 48 * HOUR,
    longestOverlap: 30 * DAY,
    serveStaleSeconds: 60,
    requireStepUp: false,
    approvals: NOBODY,
    idleAfterDays: null,
    anomalyResponse: "mail",
    revokeOnPublicLeak: true,
  }),
};

/** The policy in force: what is stored over the preset of the environment's sensitivity. Never throws on old documents. */
export function effectivePolicy(stored: unknown, sensitivity: Sensitivity): Policy {
  const preset = POLICY_PRESETS[sensitivity];
  if (stored === null || typeof stored !== "object") return preset;
  const merged: Record<string, unknown> = { ...preset };
  for (const [name, value] of Object.entries(stored)) {
    const field = Object.entries(policySchema.shape).find(([known]) => known === name)?.[1];
    if (field?.safeParse(value).success) merged[name] = value;
  }
  return policySchema.parse(merged);
}

/** What happens to the live keys that a changed policy leaves out of bounds. */
const outOfBoundsSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("nothing") }).describe("They go on as they are."),
  z.strictObject({ action: z.literal("warn") }).describe("They go on, and their owners get one mail each."),
  z
    .strictObject({
      action: z.literal("end"),
      endsAt: z.iso
        .datetime({ offset: true, error: "must be an instant such as 2027-01-31T00:00:00Z" })
        .describe("At least a day from now."),
    })
    .describe("They end then, unless they end before; owners of those that get a new end are told by mail."),
]);
export type OutOfBounds = z.output<typeof outOfBoundsSchema>;

const POLICY_FIELDS = policySchema.keyof();
const change = {
  ifVersion: z.int().min(1).optional().describe("Refused (409) when the policy is no longer at this version."),
  reason: textSchema(500).optional().describe("For the audit trail."),
  outOfBounds: outOfBoundsSchema
    .optional()
    .describe(
      "What happens to live keys that the new policy leaves out of bounds; default nothing. Counts only where a rule changes.",
    ),
};

/** Changes what is named; `reset` gives fields back to the preset of the environment's sensitivity. */
export const updatePolicySchema = z.strictObject({
  policy: policySchema.partial().default({}),
  reset: z.array(POLICY_FIELDS).max(50).default([]),
  ...change,
});
/** The whole policy; nothing is left to a preset. */
export const replacePolicySchema = z.strictObject({ policy: policySchema, ...change });
export const previewPolicySchema = z.strictObject({
  policy: policySchema.partial().default({}),
  reset: z.array(POLICY_FIELDS).max(50).default([]),
});

/** What the API answers. */
export const policyAnswerSchema = z.object({
  environmentId: z.string(),
  environment: z.string(),
  projectId: z.string(),
  project: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  version: z.int(),
  policy: policySchema,
  overridden: z.array(z.string()).describe("Fields that differ from the preset of the sensitivity."),
  updatedAt: z.iso.datetime(),
});
export type PresentedPolicy = z.output<typeof policyAnswerSchema>;

/** Ways in which a key that exists can be out of a policy's bounds. A policy binds what is done after it, not before. */
export const POLICY_BREACHES = [
  "never_expires",
  "expires_too_late",
  "wildcard_scope",
  "scope_not_allowed",
  "no_ip_allowlist",
  "rotation_overdue",
  "idle",
] as const;
export type PolicyBreach = (typeof POLICY_BREACHES)[number];

/** Each breach as it follows a key's name. */
export const BREACH_WORDS: Record<PolicyBreach, string> = {
  never_expires: "never expires",
  expires_too_late: "expires too late",
  wildcard_scope: "has a wildcard scope",
  scope_not_allowed: "has a scope that is not allowed",
  no_ip_allowlist: "has no IP allow-list",
  rotation_overdue: "is overdue for rotation",
  idle: "is idle",
};

export const policyPreviewAnswerSchema = z.object({
  keys: z.int().describe("Live keys of the environment."),
  outOfBounds: z.int(),
  breaches: z.record(z.enum(POLICY_BREACHES), z.int()),
  sample: z
    .array(z.object({ id: z.string(), name: z.string(), breaches: z.array(z.enum(POLICY_BREACHES)) }))
    .describe("At most 100 of the keys out of bounds."),
});
export type PolicyPreview = z.output<typeof policyPreviewAnswerSchema>;
