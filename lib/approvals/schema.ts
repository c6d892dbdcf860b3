import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";
import { pageSchema } from "@/lib/core/pagination";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { nameSchema, textSchema } from "@/lib/core/text";
import { grantedScopesSchema } from "@/lib/keys/restrictions";
import { createKeySchema, referenceSchema, templatedFields } from "@/lib/keys/schema";

export const REQUEST_KINDS = ["create_key", "extend_scopes", "extend_expiry", "elevate", "waive_network"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
export const REQUEST_STATES = ["pending", "approved", "claimed", "denied", "cancelled", "expired"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
export const REQUEST_ACTIONS = ["approve", "deny", "cancel", "edit", "claim"] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** How long a temporary addition may last, in seconds. */
export const LONGEST_ELEVATION = 30 * 86_400;
const MINUTE = 60;

const reason = textSchema(2000).pipe(z.string().min(1, "must say why"));
const someScopes = grantedScopesSchema.refine((scopes) => scopes.length > 0, "must name at least one scope");
const elevation = durationSchema.refine(
  (seconds) => seconds >= MINUTE && seconds <= LONGEST_ELEVATION,
  "must be one minute to 30 days",
);
const { expiresAt, expiresIn, ...keyFields } = createKeySchema.shape;

const forNewKey = {
  kind: z.literal("create_key"),
  reason,
  ...keyFields,
  expiresAt,
  expiresIn,
  waiveNetwork: z.boolean().default(false).describe("Asks for a key without the allow-list that the policy demands."),
};
const forScopes = { kind: z.literal("extend_scopes"), reason, key: referenceSchema, scopes: someScopes };
const forExpiry = { kind: z.literal("extend_expiry"), reason, key: referenceSchema, expiresAt, expiresIn };
const forElevation = {
  kind: z.literal("elevate"),
  reason,
  key: referenceSchema,
  scopes: someScopes,
  duration: elevation.describe("How long, from the approval."),
};
const forNetwork = { kind: z.literal("waive_network"), reason, key: referenceSchema, duration: elevation };

const ONE_EXPIRY = { path: ["expiresIn"], error: "must not be given together with expiresAt" };
const AN_EXPIRY = { path: ["expiresAt"], error: "or expiresIn is needed" };
type Expiry = { expiresAt?: unknown; expiresIn?: unknown };
const hasOneExpiry = (input: Expiry) => input.expiresAt === undefined || input.expiresIn === undefined;
const hasAnExpiry = (input: Expiry) => input.expiresAt !== undefined || input.expiresIn !== undefined;

export const submitRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject(forNewKey).refine(hasOneExpiry, ONE_EXPIRY),
  z.strictObject(forScopes),
  z.strictObject(forExpiry).refine(hasOneExpiry, ONE_EXPIRY).refine(hasAnExpiry, AN_EXPIRY),
  z.strictObject(forElevation),
  z.strictObject(forNetwork),
]);
export type SubmittedRequest = z.output<typeof submitRequestSchema>;

/** The body as it is documented: a new key's scopes may be left to its template. */
export const submitRequestBodySchema = z.union([
  z.strictObject(forNewKey),
  z.strictObject({ ...forNewKey, ...templatedFields }),
  z.strictObject(forScopes),
  z.strictObject(forExpiry),
  z.strictObject(forElevation),
  z.strictObject(forNetwork),
]);

/** What an edit names is checked as part of the whole request; target and kind stay. */
export const editRequestSchema = z
  .record(z.string(), z.unknown())
  .refine((body) => Object.keys(body).length > 0, "must change something")
  .superRefine((body, context) => {
    for (const name of ["kind", "key", "project", "environment"]) {
      if (name in body)
        context.addIssue({ code: "custom", path: [name], message: "cannot be changed; cancel and ask anew" });
    }
  });

const amendment = {
  dropScopes: z.array(z.string().max(130)).max(200).optional().describe("Scopes that are taken out of the request."),
  lifetime: durationSchema.optional().describe("A new key lives at most this long from its claim."),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe("The key ends at the latest then."),
  duration: durationSchema.optional().describe("The elevation or waiver lasts at most this long."),
};
export const amendmentSchema = z.strictObject(amendment);
export type Amendment = z.output<typeof amendmentSchema>;

const comment = textSchema(2000).nullable().default(null);
const seenHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be the hash of a request")
  .optional()
  .describe("The `hash` the approver looked at: refused with 409 when the request says something else by now.");

export const approveRequestSchema = z.strictObject({ comment, hash: seenHash, ...amendment });
export const denyRequestSchema = z.strictObject({
  reason: textSchema(2000).pipe(z.string().min(1, "a denial needs a reason")),
  hash: seenHash,
});
export const cancelRequestSchema = z.strictObject({ comment });

const handOver = z.strictObject({
  expiresIn: durationSchema
    .refine((seconds) => seconds >= MINUTE && seconds <= 7 * 86_400, "must be one minute to 7 days")
    .default(86_400),
  note: textSchema(300).default("").describe("Who it is for; shown to owner and admins, never to the opener."),
});
export const claimRequestSchema = z.strictObject({
  handOver: handOver.optional().describe("Answers a single-use link for someone else instead of the secret."),
});
export const handOverSchema = z.strictObject({
  secret: z.string().trim().min(8, "must be a whole key").max(512, "must be at most 512 characters"),
  ...handOver.shape,
});
export const openLinkSchema = z.strictObject({ key: z.string().min(1).max(200) });

export const bulkDecideSchema = z.strictObject({
  decision: z.enum(["approve", "deny"]),
  requests: z
    .array(z.strictObject({ id: z.string().max(64), hash: seenHash }))
    .min(1, "must name at least one request")
    .max(100, "at most 100 requests at once"),
  comment: textSchema(2000).nullable().default(null).describe("For denials it is the reason, and needed."),
});

const oneOrMore = <S extends z.ZodType>(element: S) =>
  z.preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(element).min(1).max(20));

export const listRequestsSchema = z.strictObject({
  ...pageSchema,
  state: oneOrMore(z.enum(REQUEST_STATES)).optional(),
  kind: oneOrMore(z.enum(REQUEST_KINDS)).optional(),
  project: referenceSchema.optional(),
  environment: referenceSchema.optional(),
  requester: referenceSchema.optional().describe("A user id, or `me`."),
  key: z.string().max(64).optional(),
  waiting: z.enum(["me"]).optional().describe("`me`: pending, and the caller may decide and has not yet."),
});

// ── Standing rules ──────────────────────────────────────────────────────────────────────────────────────────────────

const scopePattern = z.string().max(130).regex(GRANTED_SCOPE_PATTERN, "must be a scope or a pattern such as *:read");
const ids = (prefix: string, max: number) => z.array(z.string().startsWith(prefix).max(64)).max(max);

/** Every condition that is named has to hold. A request with a sensitive scope never meets a rule that does not say so. */
export const ruleConditionsSchema = z.strictObject({
  kinds: z.array(z.enum(REQUEST_KINDS)).min(1).default(["create_key"]),
  projects: ids("prj_", 50).default([]).describe("Empty is every project."),
  environments: ids("env_", 50).min(1, "must name at least one environment"),
  scopes: z.array(scopePattern).max(100).default([]).describe("Each scope asked for has to be covered; empty is any."),
  teams: ids("team_", 50).default([]),
  members: ids("usr_", 100).default([]),
  longestLifetime: z
    .int()
    .min(MINUTE)
    .max(10 * 366 * 86_400)
    .nullable()
    .default(null)
    .describe("Seconds a new key, an extension, an elevation or a waiver may last."),
  needsAllowlist: z.boolean().default(false),
  includeSensitive: z.boolean().default(false),
});
export type RuleConditions = z.output<typeof ruleConditionsSchema>;

export const createRuleSchema = z.strictObject({ name: nameSchema(100), conditions: ruleConditionsSchema });
export const updateRuleSchema = z.strictObject({
  name: nameSchema(100).optional(),
  conditions: ruleConditionsSchema.optional(),
});
export const replayRuleSchema = z.strictObject({
  days: z.int().min(1).max(365).default(90).describe("How far back."),
});

// ── Settings and break-glass ────────────────────────────────────────────────────────────────────────────────────────

export const updateSettingsSchema = z.strictObject({
  breakGlassMembers: ids("usr_", 50)
    .optional()
    .describe("Owners and admins who may act without approval in an emergency."),
  breakGlassDuration: durationSchema
    .refine((seconds) => seconds >= 5 * MINUTE && seconds <= 86_400, "must be 5 minutes to 24 hours")
    .optional(),
  fallbackTeams: ids("team_", 20).optional(),
  fallbackMembers: ids("usr_", 50)
    .optional()
    .describe("Who may also decide once a request has escalated; default the owners."),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .optional()
    .describe("A Slack-compatible incoming webhook."),
});

export const openBreakGlassSchema = z.strictObject({
  project: referenceSchema,
  environment: referenceSchema,
  reason: textSchema(2000).pipe(z.string().min(10, "must say what the emergency is, in at least 10 characters")),
  duration: durationSchema.optional().describe("At most what the settings allow, which is also the default."),
});
export const reviewBreakGlassSchema = z.strictObject({
  review: textSchema(5000).pipe(
    z.string().min(20, "must say what was done and whether it was right, in at least 20 characters"),
  ),
});
export const endSchema = z.strictObject({ comment });
export const listPageSchema = z.strictObject(pageSchema);
