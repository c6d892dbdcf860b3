import { z } from "zod";
import { ACCESS_LEVELS, ENVIRONMENT_COLORS, SENSITIVITIES } from "@/lib/core/enums";
import { pageSchema } from "@/lib/core/pagination";
import { SCOPE_PATTERN } from "@/lib/core/scopes";
import { slugSchema } from "@/lib/core/slug";
import { nameSchema, textSchema } from "@/lib/core/text";

/** The halves of a key before its secret; the same pattern as `KEY_PREFIX_PATTERN`, which browsers cannot load. */
export const KEY_WORD_PATTERN = /^[a-z][a-z0-9]{1,15}$/;
const keyWord = z.string().regex(KEY_WORD_PATTERN, "must be 2 to 16 lower-case letters and digits, a letter first");

const keyPrefix = keyWord.refine((prefix) => prefix !== "lks", "is the prefix of service tokens");
const flag = z.enum(["true", "false"], "must be true or false").transform((text) => text === "true");

export const createProjectSchema = z.strictObject({
  name: nameSchema(100),
  slug: slugSchema.optional().describe("Default: from the name."),
  description: textSchema(1000).default(""),
  keyPrefix: keyPrefix.optional().describe("What every key of the project begins with. Default: from the slug."),
});

export const updateProjectSchema = z.strictObject({
  name: nameSchema(100).optional(),
  slug: slugSchema.optional().describe("Refused once the project has keys."),
  description: textSchema(1000).optional(),
  keyPrefix: keyPrefix.optional().describe("Refused once the project has keys."),
});

export const projectListSchema = z.strictObject({
  archived: z.enum(["true", "false", "all"], "must be true, false or all").default("false"),
  q: z.string().trim().min(1).max(100).optional().describe("Text in name or slug."),
  ...pageSchema,
});

export const createEnvironmentSchema = z.strictObject({
  name: nameSchema(50),
  slug: slugSchema.optional().describe("Default: from the name."),
  tag: keyWord.optional().describe("Second part of every key of the environment. Default: from the slug."),
  color: z.enum(ENVIRONMENT_COLORS).default("slate"),
  sensitivity: z.enum(SENSITIVITIES).default("moderate"),
  position: z.int().min(0).max(1000).optional().describe("Order among its siblings; default last."),
});

export const updateEnvironmentSchema = z.strictObject({
  name: nameSchema(50).optional(),
  color: z.enum(ENVIRONMENT_COLORS).optional(),
  sensitivity: z.enum(SENSITIVITIES).optional(),
  position: z.int().min(0).max(1000).optional(),
});

const endpointPattern = z
  .string()
  .max(300)
  .regex(
    /^(?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|\*) )?\/[^\s?#\\]*$/,
    "must be a pattern such as GET /invoices/**, /invoices/{id}",
  );

const scopeFields = {
  description: textSchema(500),
  category: z.union([z.literal(""), nameSchema(60)]),
  sensitive: z.boolean(),
  endpoints: z
    .array(endpointPattern)
    .max(100)
    .describe("Calls this scope is for: `GET /invoices/**`, `/invoices/{id}`."),
};

export const scopeSchema = z.strictObject({
  name: z.string().regex(SCOPE_PATTERN, "must be resource:action, such as invoices:read"),
  description: scopeFields.description.default(""),
  category: scopeFields.category.default(""),
  sensitive: scopeFields.sensitive.default(false),
  endpoints: scopeFields.endpoints.default([]),
});
export type ScopeDraft = z.output<typeof scopeSchema>;

export const updateScopeSchema = z.strictObject({
  description: scopeFields.description.optional(),
  category: scopeFields.category.optional(),
  sensitive: scopeFields.sensitive.optional(),
  endpoints: scopeFields.endpoints.optional(),
});

export const SCOPES_AT_MOST = 1000;

export const replaceScopesSchema = z.strictObject({
  scopes: z
    .array(scopeSchema)
    .max(SCOPES_AT_MOST)
    .superRefine((scopes, context) => {
      const seen = new Set<string>();
      for (const [index, { name }] of scopes.entries()) {
        if (seen.has(name)) context.addIssue({ code: "custom", path: [index, "name"], message: "is there twice" });
        seen.add(name);
      }
    }),
});

export const removeScopeOptionsSchema = z.strictObject({
  force: flag.optional().describe("Take the scope from the live keys that have it."),
});
export const replaceScopesOptionsSchema = z.strictObject({
  force: flag.optional().describe("Take removed scopes from the live keys that have them."),
  dryRun: flag.optional().describe("Answer what would change, and change nothing."),
});

export const scopeListSchema = z.strictObject({
  q: z.string().trim().min(1).max(100).optional().describe("Text in name, description or category."),
  category: z.string().max(60).optional(),
  sensitive: flag.optional(),
  ...pageSchema,
});

export const importScopesSchema = z.strictObject({
  document: z.record(z.string(), z.unknown()).describe("An OpenAPI 3 (or Swagger 2) document."),
  basePath: z
    .string()
    .max(200)
    .regex(/^(?:\/[^\s?#\\*]*)?$/, "must be a path such as /v1")
    .optional()
    .describe("What stands before the document's paths; default: the path of its first server."),
});
export const importScopesOptionsSchema = z.strictObject({
  dryRun: flag.default(true).describe("Answers the proposals and changes nothing; true unless it is `false`."),
});

/** What the API answers. */
export const environmentAnswerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  tag: z.string(),
  color: z.enum(ENVIRONMENT_COLORS),
  sensitivity: z.enum(SENSITIVITIES),
  position: z.int(),
  projectId: z.string(),
  project: z.string(),
  keyStart: z.string().describe("What a key of this environment begins with."),
  access: z.enum(ACCESS_LEVELS).describe("What the caller may do here."),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type PresentedEnvironment = z.output<typeof environmentAnswerSchema>;

export const projectAnswerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  keyPrefix: z.string(),
  environments: z.array(environmentAnswerSchema).describe("In order; those the caller may not read are left out."),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
});
export type PresentedProject = z.output<typeof projectAnswerSchema>;

export const scopeAnswerSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  sensitive: z.boolean(),
  endpoints: z.array(z.string()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type PresentedScope = z.output<typeof scopeAnswerSchema>;

export const scopeChangesAnswerSchema = z.object({
  dryRun: z.boolean(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  /** Live keys that have a removed scope. */
  keys: z.array(z.object({ id: z.string(), name: z.string(), environment: z.string(), scopes: z.array(z.string()) })),
});

export const scopeImportAnswerSchema = z.object({
  dryRun: z.boolean(),
  operations: z.int(),
  proposals: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      category: z.string(),
      sensitive: z.boolean(),
      endpoints: z.array(z.string()),
      change: z.enum(["add", "extend", "none"]),
    }),
  ),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type ScopeImport = z.output<typeof scopeImportAnswerSchema>;
