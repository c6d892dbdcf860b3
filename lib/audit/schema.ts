import { z } from "zod";
import { pageSchema } from "@/lib/core/pagination";

const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], "must be an instant such as 2026-01-31T00:00:00Z, or a date")
  .refine((text) => !text.startsWith("0000"), "must be an instant such as 2026-01-31T00:00:00Z, or a date")
  .transform((text) => new Date(text));

const filters = {
  actor: z.string().min(1).max(100).optional().describe("Id of a user or service token, or `system:…`."),
  action: z
    .string()
    .regex(/^[a-z_]{1,40}\.(?:[a-z_]{1,40}|\*)$/, "must be an action such as key.created, or key.*")
    .optional()
    .describe("`key.created`, or `key.*` for all of a kind."),
  target: z.string().min(1).max(100).optional().describe("Id of what was acted on."),
  from: instant.optional().describe("Events at or after this instant."),
  to: instant.optional().describe("Events before this instant."),
  q: z.string().trim().min(1).max(200).optional().describe("Text in the names, the reason, the action, or an id."),
};

export const auditListSchema = z.strictObject({ ...filters, ...pageSchema });
export const auditExportSchema = z.strictObject({
  ...filters,
  format: z.enum(["csv", "jsonl"], "must be csv or jsonl").default("csv"),
});
export const checkpointListSchema = z.strictObject(pageSchema);

export type AuditFilters = Omit<z.output<typeof auditListSchema>, "limit" | "cursor">;

/** One audit event as it leaves the house. */
export const auditEventSchema = z.object({
  id: z.string(),
  seq: z.int(),
  at: z.iso.datetime(),
  actorType: z.enum(["user", "service_token", "system"]),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  action: z.string(),
  targetType: z.string(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  assurance: z.string().nullable(),
});
export type PresentedAuditEvent = Omit<z.output<typeof auditEventSchema>, "actorType"> & { actorType: string };

/** A signed statement of how far the trail had come; keep copies elsewhere, and a cut-off tail shows. */
export const auditCheckpointSchema = z.object({
  organizationId: z.string(),
  seq: z.int(),
  at: z.iso.datetime(),
  link: z.string().describe("SHA-256 link of the event with this number, in hexadecimal."),
  signature: z.string().describe("Ed25519 over the canonical statement, in base64."),
  publicKey: z.string().describe("The signer's raw public key, in base64."),
});
export type PresentedCheckpoint = z.output<typeof auditCheckpointSchema>;
