import type { JsonSchema, Operation } from "./reference";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** What a `$ref` points to; anything else is itself. */
export function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

const WORDS: Readonly<Record<string, unknown>> = {
  name: "billing sync",
  email: "dev@example.com",
  project: "api",
  environment: "production",
  slug: "billing",
  scopes: ["items:read"],
  reason: "no longer used",
  expiresIn: "90d",
  timezone: "Europe/Berlin",
  endpoints: ["GET /items/**"],
};

/** A body that shows the form: what is required, and no more. Null past a depth that no body of ours reaches. */
export function exampleOf(schema: JsonSchema, schemas: Schemas, name = "", depth = 0): unknown {
  const own = resolved(schema, schemas);
  if (depth > 6) return null;
  if (own.const !== undefined) return own.const;
  if (own.enum?.[0] !== undefined) return own.enum[0];
  const first = own.anyOf?.[0] ?? own.oneOf?.[0] ?? own.allOf?.[0];
  if (first) return exampleOf(first, schemas, name, depth + 1);
  const type = Array.isArray(own.type) ? own.type[0] : own.type;
  if (type === "object") {
    const required = own.required ?? [];
    return Object.fromEntries(
      Object.entries(own.properties ?? {})
        .filter(([property]) => required.includes(property))
        .map(([property, value]) => [property, exampleOf(value, schemas, property, depth + 1)]),
    );
  }
  if (Object.hasOwn(WORDS, name)) return WORDS[name];
  if (type === "array") return own.items ? [exampleOf(own.items, schemas, name, depth + 1)] : [];
  if (type === "integer" || type === "number") return own.minimum ?? 1;
  if (type === "boolean") return true;
  if (own.format === "date-time") return "2027-01-31T00:00:00Z";
  return `<${name === "" ? "text" : name}>`;
}

/** A call to paste into a shell: variables for what differs, everything else as it is sent. */
export function curlOf(operation: Operation, schemas: Schemas, baseUrl: string): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => `$${name.toUpperCase()}`);
  const lines = [`curl -s${operation.method === "GET" ? "" : ` -X ${operation.method}`} "${baseUrl}/api/v1${path}"`];
  if (operation.callers.includes("serviceToken")) lines.push(`-H "authorization: Bearer $LATCHKEY_TOKEN"`);
  else if (operation.callers.includes("session")) {
    lines.push(`-H "cookie: $LATCHKEY_COOKIE"`);
    if (operation.method !== "GET") lines.push(`-H "origin: ${baseUrl}"`);
  } else if (operation.method !== "GET") lines.push(`-H "origin: ${baseUrl}"`);
  if (operation.body) {
    const body = JSON.stringify(exampleOf(operation.body, schemas));
    lines.push(`-H "content-type: application/json"`, `-d '${body.replaceAll("'", "'\\''")}'`);
  }
  return lines.join(" \\\n  ");
}
