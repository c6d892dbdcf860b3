import { z } from "zod";
import { nameSchema } from "@/lib/core/text";

const roleSchema = z.enum(["admin", "developer", "auditor"]);
const issuerSchema = z
  .url({ protocol: /^https?$/, error: "must be an https URL" })
  .max(500)
  .refine((text) => !/[?#@]/.test(text), "must not have a query, a fragment or a user");

export const createProviderSchema = z.strictObject({
  name: nameSchema(60),
  issuer: issuerSchema,
  clientId: z.string().min(1).max(300),
  clientSecret: z.string().min(1).max(1000),
  defaultRole: roleSchema.default("developer"),
  justInTime: z.boolean().default(false),
  groupsClaim: z
    .string()
    .regex(/^[A-Za-z0-9_:./-]{1,200}$/)
    .default("groups"),
  groupRoles: z.record(z.string().min(1).max(200), roleSchema).default({}),
  enabled: z.boolean().default(true),
});
export const updateProviderSchema = z.strictObject({
  name: createProviderSchema.shape.name.optional(),
  clientId: createProviderSchema.shape.clientId.optional(),
  clientSecret: createProviderSchema.shape.clientSecret.optional(),
  defaultRole: roleSchema.optional(),
  justInTime: z.boolean().optional(),
  groupsClaim: createProviderSchema.shape.groupsClaim.unwrap().optional(),
  groupRoles: createProviderSchema.shape.groupRoles.unwrap().optional(),
  enabled: z.boolean().optional(),
});
export const addDomainSchema = z.strictObject({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "must be a domain such as example.com"),
});

const instant = z.iso.datetime();
export const identityProviderSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  defaultRole: roleSchema,
  justInTime: z.boolean(),
  groupsClaim: z.string(),
  groupRoles: z.record(z.string(), roleSchema),
  enabled: z.boolean(),
  callbackUrl: z.string(),
  createdAt: instant,
  updatedAt: instant,
});
export const domainSchema = z.object({
  domain: z.string(),
  verifiedAt: instant.nullable(),
  record: z.object({ name: z.string(), type: z.literal("TXT"), value: z.string() }),
  createdAt: instant,
});
