import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";
import { idSchema } from "@/lib/core/ids";
import { pageSchema } from "@/lib/core/pagination";
import { nameSchema, textSchema } from "@/lib/core/text";

export const DELIVERY_KINDS = ["vault_kv2", "webhook"] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

const SEGMENTS = /^(?!\/)(?!.*\/\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9_.@/-]*(?<!\/)$/;
const placeSchema = z
  .string()
  .trim()
  .max(300)
  .regex(SEGMENTS, "must be a path of letters, digits, _ . @ - and / between them, without . or .. as a part");
const addressSchema = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, hash } = new URL(text);
    return (protocol === "https:" || protocol === "http:") && username === "" && password === "" && hash === "";
  }, "must be an http or https address without credentials");
const secretSchema = (what: string) =>
  z
    .string()
    .trim()
    .min(8, `must be the whole ${what}`)
    .max(2000)
    .regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters");

const vaultSettings = z.strictObject({
  address: addressSchema.describe("Such as https://vault.example.com:8200"),
  mount: placeSchema.min(1).default("secret").describe("Where the KV engine (version 2) is mounted."),
  path: placeSchema.default("").describe("Where a secret is put whose key names no place of its own."),
  field: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, "must be 1 to 64 of A-Z a-z 0-9 _ . -")
    .default("value"),
  namespace: placeSchema.optional(),
});
const webhookSettings = z.strictObject({ url: addressSchema });

const vaultCredentials = z.strictObject({ token: secretSchema("token") });
const webhookCredentials = z.strictObject({
  signingSecret: secretSchema("secret").min(24, "must be at least 24 characters"),
});

export const DELIVERY_SETTINGS = { vault_kv2: vaultSettings, webhook: webhookSettings } as const;
export const DELIVERY_CREDENTIALS = { vault_kv2: vaultCredentials, webhook: webhookCredentials } as const;

export const createTargetSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    name: nameSchema(100),
    kind: z.literal("vault_kv2"),
    settings: vaultSettings,
    credentials: vaultCredentials,
  }),
  z.strictObject({
    name: nameSchema(100),
    kind: z.literal("webhook"),
    settings: webhookSettings,
    credentials: webhookCredentials,
  }),
]);

/** `settings` and `credentials` are replaced as a whole, and have to fit the target's kind. */
export const updateTargetSchema = z.strictObject({
  name: nameSchema(100).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
});

export const pageOnlySchema = z.strictObject(pageSchema);

const timezoneSchema = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
    } catch {
      return false;
    }
  }, "must be a time zone such as Europe/Berlin");

/** What is named is changed; null goes back to the policy's (interval, overlap) or the organization's (zone). */
export const scheduleSchema = z.strictObject({
  intervalDays: z.int().min(1).max(3660).nullable().optional(),
  hour: z.int().min(0).max(23).optional().describe("Of the day, in the zone."),
  timezone: timezoneSchema.nullable().optional(),
  overlap: durationSchema.nullable().optional(),
  paused: z.boolean().optional(),
  deliveryTarget: idSchema("deliveryTarget").nullable().optional(),
  deliveryPlace: placeSchema.optional().describe("Where in the target; empty is the target's own place."),
  fallbackOwner: idSchema("user").nullable().optional().describe("Who is told beside the owner as an end gets near."),
});

export const forceRotationsSchema = z.strictObject({
  keys: z.array(idSchema("key")).min(1, "must not be empty").max(500, "at most 500 keys at once"),
  reason: textSchema(1000).min(1, "must say why"),
  overlap: durationSchema.optional(),
});

export const rotateToLinkSchema = z.strictObject({
  overlap: durationSchema.optional(),
  reason: textSchema(1000).nullable().default(null),
  expiresIn: durationSchema.refine((seconds) => seconds >= 300 && seconds <= 7 * 86_400, "must be 5 minutes to 7 days"),
  note: textSchema(300).default(""),
});

// ── What leaves ─────────────────────────────────────────────────────────────────────────────────────────────────────

const instantOut = z.string().describe("ISO 8601, UTC");

export const deliveryTargetSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()).describe("Never its credentials."),
  keys: z.number().describe("Keys whose new secrets are put there."),
  createdAt: instantOut,
  updatedAt: instantOut,
  lastSuccessAt: instantOut.nullable(),
  lastFailureAt: instantOut.nullable(),
  lastError: z.string().nullable(),
});

export const targetTestSchema = z.object({ ok: z.boolean(), message: z.string() });

export const rotationSchema = z.object({
  id: z.string(),
  keyId: z.string(),
  keyName: z.string(),
  cause: z.enum(["policy", "schedule", "forced", "repair"]),
  reason: z.string(),
  state: z.enum(["due", "delivering", "done", "failed", "cancelled"]),
  dueAt: instantOut,
  target: z.object({ id: z.string(), name: z.string() }).nullable(),
  deliveredTo: z.string().nullable(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  createdAt: instantOut,
  doneAt: instantOut.nullable(),
});

export const keyRotationSchema = z.object({
  schedule: z.object({
    intervalDays: z.number().nullable().describe("The key's own; null is the policy's."),
    hour: z.number(),
    timezone: z.string().nullable(),
    overlap: z.number().nullable().describe("Seconds; null is the policy's."),
    pausedAt: instantOut.nullable(),
    deliveryTarget: z.object({ id: z.string(), name: z.string() }).nullable(),
    deliveryPlace: z.string(),
    fallbackOwner: z.object({ id: z.string(), name: z.string() }).nullable(),
  }),
  policyInterval: z.number().nullable().describe("Seconds."),
  nextAt: instantOut.nullable().describe("When it is due next; null is never."),
  open: rotationSchema.nullable(),
  recent: z.array(rotationSchema),
  refusal: z.string().nullable().describe("Why the caller may not change the schedule; null when they may."),
  deliveryRefusal: z.string().nullable().describe("Why the caller may not choose where secrets go."),
});

export const versionUseSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: z.enum(["current", "overlap", "ended"]),
  createdAt: instantOut,
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  endsAt: instantOut.nullable(),
  endsOnFirstUse: z.boolean(),
  endReason: z.string().nullable(),
  cause: z.string().nullable().describe("What asked for it: policy, schedule, forced, or nothing but a person."),
  reason: z.string().nullable(),
  deliveredTo: z.string().nullable().describe("Where its secret was put; null is shown to whoever made it."),
  days: z.array(z.object({ day: z.string(), accepted: z.number(), refused: z.number() })).describe("14 UTC days."),
  clientCount: z.number().describe("Addresses and agents of the last 7 days."),
  clients: z.array(
    z.object({
      address: z.string(),
      agent: z.string().optional(),
      endpoint: z.string().optional(),
      calls: z.number(),
      lastSeenAt: instantOut,
    }),
  ),
});
