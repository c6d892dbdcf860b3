import { z } from "zod";
import { api } from "@/app/_server/api";
import { slugify } from "@/lib/core/slug";
import { openApiDocument } from "@/server/api/app";

/** JSON Schema as the document has it: what the reference reads of it. */
export type JsonSchema = {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  pattern?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  maxItems?: number | undefined;
  required?: string[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  items?: JsonSchema | undefined;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
  allOf?: JsonSchema[] | undefined;
};

const schemaSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    maxItems: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    additionalProperties: z.union([z.boolean(), schemaSchema]).optional(),
    items: schemaSchema.optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
    allOf: z.array(schemaSchema).optional(),
  }),
);

const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema.optional() })).optional();
const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: schemaSchema.optional(),
});
const operationSchema = z.object({
  tags: z.array(z.string()).default([]),
  summary: z.string().default(""),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().default(""), content: contentSchema })),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export type Parameter = z.output<typeof parameterSchema>;
export type Operation = {
  /** Its place in the page: `post-keys-key-rotate`. */
  anchor: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  /** Who may call: people by their session, machines by a service token, or everyone. */
  callers: readonly ("session" | "serviceToken")[];
  parameters: readonly Parameter[];
  body: JsonSchema | null;
  answers: readonly { status: string; description: string; contentType: string | null; schema: JsonSchema | null }[];
};
export type Group = { slug: string; name: string; operations: readonly Operation[] };
export type Reference = { groups: readonly Group[]; schemas: Readonly<Record<string, JsonSchema>> };

function anchorOf(method: string, path: string): string {
  return slugify(`${method} ${path.replace("/organizations/{organization}", "")}`, method);
}

function read(): Reference {
  const document = documentSchema.parse(JSON.parse(JSON.stringify(openApiDocument(api()))));
  const groups = new Map<string, Operation[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags[0] ?? "Other";
      const schemes = new Set((operation.security ?? []).flatMap((one) => Object.keys(one)));
      const entry: Operation = {
        anchor: anchorOf(method, path),
        method: method.toUpperCase(),
        path,
        summary: operation.summary,
        description: operation.description ?? null,
        callers: (["session", "serviceToken"] as const).filter((scheme) => schemes.has(scheme)),
        parameters: operation.parameters,
        body: operation.requestBody?.content?.["application/json"]?.schema ?? null,
        answers: Object.entries(operation.responses).map(([status, answer]) => {
          const [contentType, content] = Object.entries(answer.content ?? {})[0] ?? [null, undefined];
          return { status, description: answer.description, contentType, schema: content?.schema ?? null };
        }),
      };
      groups.set(tag, [...(groups.get(tag) ?? []), entry]);
    }
  }
  return {
    groups: [...groups].map(([name, operations]) => ({ slug: slugify(name, "other"), name, operations })),
    schemas: document.components.schemas,
  };
}

let known: Reference | undefined;

/** The reference of this process's own API, read once from its OpenAPI document. */
export function reference(): Reference {
  known ??= read();
  return known;
}
