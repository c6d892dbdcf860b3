import { Badge } from "@/components/ui/badge";
import { InlineCode } from "@/components/ui/inline-code";
import { resolved } from "./example";
import type { JsonSchema } from "./reference";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** No schema of ours is deeper; a document that refers to itself ends here. */
const DEEPEST = 6;

function refName(schema: JsonSchema): string | undefined {
  return schema.$ref?.split("/").at(-1);
}

/** The type in words: "string or null", "list of Key", "one of 3". */
function typeWords(schema: JsonSchema): string {
  const name = refName(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeWords).join(" or ");
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type ?? "any"]).map((type) =>
    type === "array" ? `list of ${schema.items ? typeWords(schema.items) : "anything"}` : type,
  );
  return `${types.join(" or ")}${schema.format === undefined ? "" : ` (${schema.format})`}`;
}

function bounds(schema: JsonSchema): string[] {
  const words: string[] = [];
  if (schema.minimum !== undefined) words.push(`from ${schema.minimum}`);
  if (schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER) words.push(`to ${schema.maximum}`);
  if (schema.minLength !== undefined && schema.minLength > 1) words.push(`at least ${schema.minLength} characters`);
  if (schema.maxLength !== undefined) words.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) words.push(`at most ${schema.maxItems} entries`);
  return words;
}

/** What is inside a schema that has an inside: an object's fields, a list's entries, the choices. */
function insideOf(schema: JsonSchema, schemas: Schemas): { fields: [string, JsonSchema][]; required: string[] } {
  const own = resolved(schema, schemas);
  if (own.properties) return { fields: Object.entries(own.properties), required: own.required ?? [] };
  if (own.items) return insideOf(own.items, schemas);
  if (typeof own.additionalProperties === "object") return insideOf(own.additionalProperties, schemas);
  const choices = [...(own.anyOf ?? []), ...(own.oneOf ?? []), ...(own.allOf ?? [])];
  if (choices.length === 0) return { fields: [], required: [] };
  const inside = choices.map((choice) => insideOf(choice, schemas));
  const fields = new Map(inside.flatMap((one) => one.fields));
  const every = own.allOf !== undefined;
  const required = [...fields.keys()].filter((name) =>
    every ? inside.some((one) => one.required.includes(name)) : inside.every((one) => one.required.includes(name)),
  );
  return { fields: [...fields], required };
}

export type FieldRowProps = {
  name: string;
  schema: JsonSchema;
  required: boolean;
  description?: string | undefined;
  schemas: Schemas;
  depth?: number;
  /** What is sent says which fields are required; of an answer that would only be noise. */
  sent?: boolean;
};

/** One field or parameter: name, type, what it means, what it may be; what is inside opens. */
export function FieldRow({ name, schema, required, description, schemas, depth = 0, sent = true }: FieldRowProps) {
  const own = resolved(schema, schemas);
  const words = description ?? schema.description ?? own.description;
  const values = own.enum ?? own.items?.enum;
  const limits = bounds(own);
  const inside = depth < DEEPEST ? insideOf(schema, schemas) : { fields: [], required: [] };
  return (
    <li className="flex flex-col gap-1 py-2.5 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <code translate="no" className="font-medium font-mono text-sm">
          {name}
        </code>
        <span className="text-muted text-xs [overflow-wrap:anywhere]">{typeWords(schema)}</span>
        {required && sent && <Badge tone="warning">required</Badge>}
        {own.default !== undefined && (
          <span className="text-subtle text-xs">
            default <InlineCode>{JSON.stringify(own.default)}</InlineCode>
          </span>
        )}
      </div>
      {words !== undefined && <p className="text-muted">{words}</p>}
      {limits.length > 0 && <p className="text-subtle text-xs">{limits.join(", ")}</p>}
      {values !== undefined && (
        <p className="flex flex-wrap gap-1">
          {values.map((value) => (
            <InlineCode key={String(value)}>{String(value)}</InlineCode>
          ))}
        </p>
      )}
      {inside.fields.length > 0 && (
        <details className="group mt-1 rounded-md border border-line">
          <summary className="px-3 py-1.5 text-accent-text text-xs">
            {inside.fields.length} {inside.fields.length === 1 ? "field" : "fields"} of {name}
          </summary>
          <div className="border-line border-t px-3">
            <SchemaFields {...inside} schemas={schemas} depth={depth + 1} sent={sent} />
          </div>
        </details>
      )}
    </li>
  );
}

type SchemaFieldsProps = {
  fields: [string, JsonSchema][];
  required: readonly string[];
  schemas: Schemas;
  depth: number;
  sent: boolean;
};

function SchemaFields({ fields, required, schemas, depth, sent }: SchemaFieldsProps) {
  return (
    <ul className="divide-y divide-line">
      {fields.map(([name, schema]) => (
        <FieldRow
          key={name}
          name={name}
          schema={schema}
          required={required.includes(name)}
          schemas={schemas}
          depth={depth}
          sent={sent}
        />
      ))}
    </ul>
  );
}

/** A schema as a list of its fields; in words where it has none. */
export function SchemaView({ schema, schemas, sent }: { schema: JsonSchema; schemas: Schemas; sent: boolean }) {
  const inside = insideOf(schema, schemas);
  if (inside.fields.length === 0) return <p className="py-2 text-muted text-sm">{typeWords(schema)}</p>;
  return <SchemaFields {...inside} schemas={schemas} depth={0} sent={sent} />;
}
