import { z } from "zod";
import { durationSchema } from "@/lib/core/durations";
import { HTTP_METHODS } from "@/lib/core/enums";
import { pageSchema } from "@/lib/core/pagination";
import { slugSchema } from "@/lib/core/slug";
import { nameSchema, tagsSchema, textSchema } from "@/lib/core/text";
import {
  concurrencySchema,
  countriesSchema,
  grantedScopesSchema,
  ipAllowlistSchema,
  methodsSchema,
  pathsSchema,
  quotaSchema,
  rateLimitsSchema,
} from "@/lib/keys/restrictions";
import { rateLimitSchema } from "@/lib/policies/schema";

/** What a key starts from: scopes and restrictions. What a template leaves open, a key decides for itself. */
const settings = {
  scopes: grantedScopesSchema.refine((scopes) => scopes.length > 0, "must name at least one scope"),
  methods: methodsSchema.default([]),
  paths: pathsSchema.default([]),
  ipAllowlist: ipAllowlistSchema.default([]),
  countries: countriesSchema.default([]),
  rateLimits: rateLimitsSchema.default([]),
  quota: quotaSchema.nullable().default(null),
  concurrency: concurrencySchema.nullable().default(null),
  tags: tagsSchema.default({}),
};

/** As it is stored; parsed leniently, so that an old version can still be read. */
export const templateSettingsSchema = z.object({ ...settings, lifetime: z.number().nullable().default(null) });
export type TemplateSettings = z.output<typeof templateSettingsSchema>;

const about = {
  name: nameSchema(100),
  description: textSchema(1000),
  category: z.union([z.literal(""), nameSchema(60)]),
};
const lifetime = durationSchema.nullable().describe("A lifetime such as 90d; null leaves it to the policy.");

export const createTemplateSchema = z.strictObject({
  name: about.name,
  slug: slugSchema.optional().describe("Default: from the name."),
  description: about.description.default(""),
  category: about.category.default("").describe("A business function, such as Billing."),
  ...settings,
  lifetime: lifetime.default(null),
});

/** Without defaults: a change touches only what it names. */
export const updateTemplateSchema = z
  .strictObject({
    ...about,
    scopes: settings.scopes,
    methods: methodsSchema,
    paths: pathsSchema,
    ipAllowlist: ipAllowlistSchema,
    countries: countriesSchema,
    rateLimits: rateLimitsSchema,
    quota: quotaSchema.nullable(),
    concurrency: concurrencySchema.nullable(),
    tags: tagsSchema,
    lifetime,
  })
  .partial();

export const listTemplatesSchema = z.strictObject({
  ...pageSchema,
  archived: z.enum(["true", "false"], "must be true or false").default("false"),
});

export const templateSchema = z.object({
  id: z.string(),
  slug: z.string(),
  projectId: z.string(),
  project: z.string(),
  version: z.number(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  scopes: z.array(z.string()),
  methods: z.array(z.enum(HTTP_METHODS)),
  paths: z.array(z.string()),
  ipAllowlist: z.array(z.string()),
  countries: z.array(z.string()),
  rateLimits: z.array(rateLimitSchema),
  quota: z.number().nullable(),
  concurrency: z.number().nullable(),
  tags: z.record(z.string(), z.string()),
  lifetime: z.number().nullable().describe("Seconds."),
  keys: z.number().describe("Live keys that were made from it."),
  keysBehind: z.number().describe("Of those, keys of an older version."),
  createdAt: z.string(),
  updatedAt: z.string(),
  archivedAt: z.string().nullable(),
});
export type PresentedTemplate = z.output<typeof templateSchema>;

export const templateVersionSchema = z.object({
  version: z.number(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  settings: templateSettingsSchema,
  createdBy: z.string(),
  createdAt: z.string(),
});
