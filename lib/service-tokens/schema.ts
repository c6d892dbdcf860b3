import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";
import { PERMISSIONS } from "@/lib/core/enums";
import { pageSchema } from "@/lib/core/pagination";
import { nameSchema, textSchema } from "@/lib/core/text";

const permission = z.enum([...PERMISSIONS, "*"]);
const reference = z.string().min(1).max(60);
export const SERVICE_TOKEN_STATUSES = ["active", "expired", "revoked"] as const;

export const createServiceTokenSchema = z
  .strictObject({
    name: nameSchema(100),
    permissions: z
      .array(permission)
      .min(1, "must name at least one permission")
      .max(PERMISSIONS.length + 1)
      .describe("What the token may do; `*` is everything."),
    project: reference.optional().describe("Id or slug: the token reaches this project only."),
    environments: z
      .array(reference)
      .min(1)
      .max(20)
      .optional()
      .describe("Ids or slugs in the project: the token reaches these environments only."),
    expiresAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .nullable()
      .optional()
      .describe("Null or absent: it does not expire."),
    expiresIn: durationSchema.optional().describe("Instead of expiresAt: `90d`."),
  })
  .superRefine((input, context) => {
    if (input.environments && !input.project) {
      context.addIssue({ code: "custom", path: ["environments"], message: "need the project they are of" });
    }
    if (input.expiresIn !== undefined && input.expiresAt !== undefined) {
      context.addIssue({ code: "custom", path: ["expiresIn"], message: "must not be given with expiresAt" });
    }
  });

export const serviceTokenListSchema = z.strictObject({
  status: z.enum(SERVICE_TOKEN_STATUSES, "must be active, expired or revoked").optional(),
  q: z.string().trim().min(1).max(100).optional().describe("Text in the name."),
  ...pageSchema,
});

export const revokeServiceTokenSchema = z.strictObject({
  reason: textSchema(500).optional().describe("For the audit trail."),
});

export const serviceTokenAnswerSchema = z.object({
  id: z.string(),
  name: z.string(),
  permissions: z.array(permission),
  projectId: z.string().nullable(),
  project: z.string().nullable().describe("Slug; null reaches all projects."),
  environmentIds: z.array(z.string()).nullable(),
  environments: z.array(z.string()).nullable().describe("Slugs; null reaches all environments."),
  status: z.enum(SERVICE_TOKEN_STATUSES),
  tokenStart: z.string(),
  tokenLastFour: z.string(),
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
export type PresentedServiceToken = z.output<typeof serviceTokenAnswerSchema>;
