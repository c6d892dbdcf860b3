import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";

const days = z.int().min(1, "must be at least 1 day").max(3650, "must be at most 3650 days").nullable();

/** What happens after so many days of no use; null is never. */
const responsesSchema = z.strictObject({
  tell: days.describe("Days after which the owner is told."),
  disable: days.describe("Days after which the key is disabled."),
  revoke: days.describe("Days after which the key is revoked."),
});

const NEVER = { tell: null, disable: null, revoke: null };

/** An environment's rules for keys that nobody uses. */
export const unusedRulesSchema = z.strictObject({
  neverUsed: responsesSchema.default(NEVER).describe("Counted from when the key was made."),
  idle: responsesSchema.default(NEVER).describe("Counted from its last call. Beside the policy's own idle rule."),
  endIdleVersions: days
    .default(null)
    .describe("Days without a call after which an old version ends before its overlap."),
  revokeDisabled: days.default(null).describe("Days without a refused call after which a disabled key is revoked."),
});
export type UnusedRules = z.output<typeof unusedRulesSchema>;

/** The rules as they are stored; what is missing or no longer known is off. */
export function readUnusedRules(document: unknown): UnusedRules {
  const parsed = unusedRulesSchema.safeParse(document ?? {});
  return parsed.success ? parsed.data : unusedRulesSchema.parse({});
}

/** What the API answers. */
export const unusedRulesAnswerSchema = z.object({
  rules: z.object({
    neverUsed: z.object(responsesSchema.shape),
    idle: z.object(responsesSchema.shape),
    endIdleVersions: days,
    revokeDisabled: days,
  }),
  policyIdle: z
    .object({ days: z.int(), response: z.enum(["tell", "disable", "revoke"]) })
    .nullable()
    .describe("What the environment's policy says of idle keys beside these rules."),
  updatedAt: z.string().nullable(),
});

// ── A key's own ─────────────────────────────────────────────────────────────────────────────────────────────────────

export const extendKeySchema = z.strictObject({
  expiresIn: durationSchema
    .optional()
    .describe("From now. Default: the policy's default lifetime, at most its longest."),
});

export const calendarFeedSchema = z.object({
  enabled: z.boolean(),
  createdAt: z.string().nullable(),
  lastReadAt: z.string().nullable(),
});

export const newCalendarFeedSchema = calendarFeedSchema.extend({
  url: z.string().describe("The secret address, answered this once. A new one ends the old one."),
});

const clientSchema = z.object({
  address: z.string(),
  agent: z.string().optional(),
  endpoint: z.string().optional().describe("The one it called most."),
  calls: z.number(),
  lastSeenAt: z.string(),
});

export const refusedSinceSchema = z.object({
  status: z.string(),
  since: z.string().nullable().describe("When the key stopped working; null while it works."),
  calls: z.number(),
  clientCount: z.number(),
  clients: z.array(clientSchema).describe("At most 20, most calls first."),
  lastRefusedAt: z.string().nullable(),
  revokesAt: z.string().nullable().describe("When the environment's rules revoke it, if nobody calls until then."),
});

export const extensionSchema = z.object({
  expiresAt: z.string().nullable(),
  longest: z.string().nullable().describe("The latest date that the policy allows now; null is no limit."),
  suggested: z.string().describe("What an extension without a date sets."),
  refusal: z.string().nullable().describe("Why the caller may not extend it alone; null when they may."),
});
