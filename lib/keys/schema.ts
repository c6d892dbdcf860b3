import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";
import { HTTP_METHODS, KEY_STATUSES, REVOCATION_REASONS, SENSITIVITIES } from "@/lib/core/enums";
import { pageSchema } from "@/lib/core/pagination";
import { nameSchema, tagsSchema, textSchema } from "@/lib/core/text";
import { rateLimitSchema } from "@/lib/policies/schema";
import {
  concurrencySchema,
  countriesSchema,
  grantedScopesSchema,
  ipAllowlistSchema,
  methodsSchema,
  pathsSchema,
  quotaSchema,
  rateLimitsSchema,
} from "./restrictions";

/** An id or a slug in a body, a query or a path. */
export const referenceSchema = z.string().min(1, "must not be empty").max(64, "must be an id or a slug");

const instantSchema = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2027-01-31T00:00:00Z" })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    // What is no instant at all has been named by the check before.
    return Number.isNaN(year) || (year >= 1970 && year < 2200);
  }, "must be an instant between 1970 and 2200");

/** Everything that says what a key may do and for how long; the same in create and edit. */
const settings = {
  name: nameSchema(100),
  purpose: textSchema(1000),
  scopes: grantedScopesSchema,
  methods: methodsSchema.describe("HTTP methods it may call; empty is all."),
  paths: pathsSchema.describe("Path patterns: `*` or `{id}` is one segment, `**` the rest; empty is all."),
  ipAllowlist: ipAllowlistSchema.describe("Addresses and CIDR ranges it may come from; empty is everywhere."),
  countries: countriesSchema.describe("ISO 3166-1 alpha-2; empty is everywhere."),
  rateLimits: rateLimitsSchema,
  quota: quotaSchema.nullable().describe("Calls at most per calendar month."),
  concurrency: concurrencySchema.nullable().describe("Calls at most at the same time."),
  tags: tagsSchema,
  notBefore: instantSchema.nullable(),
  expiresAt: instantSchema.nullable().describe("Null is never, where the policy allows it."),
  expiresIn: durationSchema.describe("A lifetime from now, such as 90d; instead of expiresAt."),
};

const ONE_EXPIRY = { path: ["expiresIn"], error: "must not be given together with expiresAt" };
const hasOneExpiry = (input: { expiresAt?: unknown; expiresIn?: unknown }) =>
  input.expiresAt === undefined || input.expiresIn === undefined;

export const createKeySchema = z
  .strictObject({
    name: settings.name,
    project: referenceSchema,
    environment: referenceSchema,
    owner: referenceSchema.optional().describe("A member's user id, or a team's id or slug; default yourself."),
    template: referenceSchema.optional().describe("An id or slug; what the body does not name is taken from it."),
    purpose: settings.purpose.default(""),
    scopes: settings.scopes,
    methods: settings.methods.default([]),
    paths: settings.paths.default([]),
    ipAllowlist: settings.ipAllowlist.default([]),
    countries: settings.countries.default([]),
    rateLimits: settings.rateLimits.optional().describe("Default: the environment policy's."),
    quota: settings.quota.default(null),
    concurrency: settings.concurrency.default(null),
    tags: settings.tags.default({}),
    notBefore: settings.notBefore.default(null),
    expiresAt: settings.expiresAt.optional(),
    expiresIn: settings.expiresIn.optional(),
  })
  .refine(hasOneExpiry, ONE_EXPIRY);

/** What a template may stand for in a body. */
export const templatedFields = {
  template: referenceSchema.describe("An id or slug; what the body does not name is taken from it."),
  scopes: settings.scopes.optional().describe("Default: the template's."),
};

/** The body as it is documented: it names the scopes, or a template that has filled them in before the verb parses. */
export const createKeyBodySchema = z.union([
  z.strictObject(createKeySchema.shape),
  z.strictObject({ ...createKeySchema.shape, ...templatedFields }),
]);

export const updateKeySchema = z.strictObject(settings).partial().refine(hasOneExpiry, ONE_EXPIRY);

export const keyChangePreviewSchema = z.object({
  from: z.string().describe("How far back calls were looked at: 30 days, or less for a very busy key."),
  calls: z.number().describe("Calls that were accepted in that time."),
  refused: z
    .number()
    .describe("Of those, how many its scopes and restrictions would have refused; limits come on top."),
  changes: z
    .array(
      z.object({
        field: z.string(),
        calls: z.number(),
        addresses: z.number().describe("Distinct addresses they came from."),
        examples: z.array(z.string()).describe("Addresses, countries or endpoints; the busiest first."),
      }),
    )
    .describe("Each change by itself, where it would have refused something."),
  unknown: z.array(z.string()).describe("Changed fields of which past calls cannot tell."),
});

export const revokeKeySchema = z.strictObject({
  reason: z.enum(REVOCATION_REASONS, `must be one of ${REVOCATION_REASONS.join(", ")}`).default("unspecified"),
  comment: textSchema(1000).nullable().default(null),
});

export const disableKeySchema = z.strictObject({ comment: textSchema(1000).nullable().default(null) });

export const rotateKeySchema = z.strictObject({
  overlap: z
    .union([z.literal("first_use"), z.literal(0).transform(() => 0), durationSchema], {
      error: "must be a duration such as 24h, 0, or first_use",
    })
    .optional()
    .describe("How long the old version goes on: a duration, 0, or `first_use` of the new one. Default: the policy's."),
  reason: textSchema(1000).nullable().default(null),
});

export const transferKeySchema = z.strictObject({
  owner: referenceSchema.describe("A member's user id, or a team's id or slug."),
  reason: textSchema(1000).nullable().default(null),
});

export const identifyKeySchema = z.strictObject({
  secret: z.string().trim().min(8, "must be a whole key").max(512, "must be at most 512 characters"),
});

const importedKeySchema = z.strictObject({
  name: settings.name,
  purpose: settings.purpose.default(""),
  hash: z.string().regex(/^[0-9a-fA-F]{64}$/, "must be 64 hexadecimal digits"),
  secretStart: z
    .string()
    .max(20)
    .regex(/^[\x21-\x7e]*$/, "must be visible ASCII characters")
    .default(""),
  secretLastFour: z
    .string()
    .max(4)
    .regex(/^[\x21-\x7e]*$/, "must be visible ASCII characters")
    .default(""),
  owner: referenceSchema.optional(),
  scopes: settings.scopes,
  methods: settings.methods.default([]),
  paths: settings.paths.default([]),
  ipAllowlist: settings.ipAllowlist.default([]),
  countries: settings.countries.default([]),
  rateLimits: settings.rateLimits.optional(),
  tags: settings.tags.default({}),
  createdAt: instantSchema.optional().describe("When the key was made elsewhere."),
  expiresAt: settings.expiresAt.optional(),
});

export const importKeysSchema = z.strictObject({
  project: referenceSchema,
  environment: referenceSchema,
  algorithm: z
    .enum(["sha256", "hmac-sha256"])
    .describe("`sha256` of the secret, or `hmac-sha256` under this environment's own pepper (from a Latchkey export)."),
  pepperVersion: z
    .int()
    .min(1)
    .optional()
    .describe("For hmac-sha256: the version of the master secret; default the current."),
  keys: z.array(importedKeySchema).min(1, "must not be empty").max(1000, "at most 1,000 keys in one batch"),
});

/** `?wait=5s`: how long to wait for the gateways' receipts, 0 to 10 seconds. */
export const waitSchema = z.strictObject({
  wait: durationSchema.refine((seconds) => seconds <= 10, "must be 0 to 10 seconds").default(0),
});

const listOf = <S extends z.ZodType>(element: S) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",") : value),
    z.array(element).min(1).max(50, "at most 50 values"),
  );

export const KEY_SORTS = ["createdAt", "name", "expiresAt", "lastUsedAt"] as const;
export type KeySort = (typeof KEY_SORTS)[number];

export const listKeysSchema = z.strictObject({
  ...pageSchema,
  project: listOf(referenceSchema).optional(),
  environment: listOf(referenceSchema).optional(),
  owner: listOf(referenceSchema).optional().describe("User ids, team ids or slugs; `me` is yourself."),
  status: listOf(z.enum(KEY_STATUSES)).optional(),
  scope: z.string().max(130).optional().describe("Keys that are granted it, also by a wildcard."),
  q: z.string().trim().max(100).optional().describe("In name, purpose, and the visible ends of the secret."),
  tag: z.string().max(400).optional().describe("`name` or `name=value`."),
  expiringWithin: durationSchema.optional(),
  unusedSince: durationSchema.optional().describe("Not used for this long, or never, and older than that."),
  sort: z.enum(KEY_SORTS).default("createdAt"),
  order: z.enum(["asc", "desc"]).optional().describe("Default: desc, for names asc."),
  include: z.enum(["sparkline"]).optional(),
});
export type KeyFilter = z.output<typeof listKeysSchema>;

export const noQuerySchema = z.strictObject({});
export const pageOnlySchema = z.strictObject(pageSchema);

export const keyEventsSchema = z.strictObject({
  ...pageSchema,
  verdict: z.string().max(40).optional(),
  version: z.string().max(64).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

// ── What leaves ─────────────────────────────────────────────────────────────────────────────────────────────────────

const instantOut = z.string().describe("ISO 8601, UTC");

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.string(),
  projectId: z.string(),
  project: z.string().describe("The project's slug."),
  projectName: z.string(),
  environmentId: z.string(),
  environment: z.string().describe("The environment's slug."),
  environmentName: z.string(),
  environmentColor: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  ownerId: z.string(),
  ownerType: z.enum(["user", "team"]),
  ownerName: z.string(),
  ownerActive: z.boolean().describe("False when the owner has left the organization."),
  status: z.enum(KEY_STATUSES),
  scopes: z.array(z.string()),
  methods: z.array(z.enum(HTTP_METHODS)),
  paths: z.array(z.string()),
  ipAllowlist: z.array(z.string()),
  countries: z.array(z.string()),
  rateLimits: z.array(rateLimitSchema),
  quota: z.number().nullable(),
  concurrency: z.number().nullable(),
  tags: z.record(z.string(), z.string()),
  notBefore: instantOut.nullable(),
  expiresAt: instantOut.nullable(),
  rotationDue: instantOut.nullable(),
  rotatedAt: instantOut.nullable(),
  secretStart: z.string(),
  secretLastFour: z.string(),
  versionId: z.string().nullable(),
  versionNumber: z.number().nullable(),
  lastUsedAt: instantOut.nullable(),
  lastUsedIp: z.string().nullable(),
  lastUsedCountry: z.string().nullable(),
  verifications: z.number(),
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  createdAt: instantOut,
  updatedAt: instantOut,
  disabledAt: instantOut.nullable(),
  quarantinedAt: instantOut.nullable(),
  revokedAt: instantOut.nullable(),
  revocationReason: z.enum(REVOCATION_REASONS).nullable(),
  revocationComment: z.string().nullable(),
  template: z
    .object({ id: z.string(), slug: z.string(), version: z.number(), latestVersion: z.number() })
    .nullable()
    .describe("The template it was made from; a higher `latestVersion` says that it has moved on."),
  granted: z
    .array(z.object({ scope: z.string(), until: instantOut }))
    .describe("Scopes that it has for a time, beyond its own."),
  networkWaivedUntil: instantOut.nullable().describe("Until then the allow-list does not refuse."),
});
export type PresentedKey = z.output<typeof keySchema>;

export const listedKeySchema = keySchema.extend({
  sparkline: z
    .object({ days: z.array(z.object({ day: z.string(), total: z.number(), refused: z.number() })), total: z.number() })
    .optional()
    .describe("Verifications of the last 14 UTC days, where asked for with `include=sparkline`."),
});
export type ListedKey = z.output<typeof listedKeySchema>;

export const KEY_ACTIONS = ["edit", "widen", "rotate", "disable", "enable", "revoke", "transfer"] as const;
export type KeyAction = (typeof KEY_ACTIONS)[number];

export const keyDetailSchema = keySchema.extend({
  actions: z
    .record(z.enum(KEY_ACTIONS), z.string().nullable())
    .describe("What the caller may do with it: null is yes, else a sentence that says why not."),
});

export const keyVersionSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.enum(["current", "overlap", "ended"]),
  hashKind: z.enum(["pepper", "sha256"]),
  secretStart: z.string(),
  secretLastFour: z.string(),
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  createdAt: instantOut,
  endsAt: instantOut.nullable(),
  endsOnFirstUse: z.boolean(),
  endReason: z.string().nullable(),
  verifications: z.number(),
  lastUsedAt: instantOut.nullable().describe("To the hour."),
});

export const propagationSchema = z
  .object({ confirmed: z.number(), total: z.number(), milliseconds: z.number() })
  .describe("How many of the live gateways have confirmed the change, and after how long.");

export const keyEventSchema = z.object({
  at: instantOut.describe("To the second."),
  verdict: z.string(),
  versionId: z.string().nullable(),
  versionNumber: z.number().nullable(),
  method: z.string().nullable(),
  endpoint: z.string().nullable(),
  ip: z.string().nullable(),
  country: z.string().nullable(),
  agent: z.string().nullable(),
  count: z.number(),
  cost: z.number(),
});

export const timelineEventSchema = z.object({
  id: z.string(),
  seq: z.number(),
  at: instantOut,
  action: z.string(),
  actorType: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  assurance: z.string().nullable(),
});
