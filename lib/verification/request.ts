import { isIP } from "node:net";
import type { FieldError } from "@/lib/core/errors";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import type { ScopeExpression } from "./scope-expression";

/** The body of `POST /v1/verify`, checked by hand: this runs for every call and makes nothing it does not return. */
export type VerifyRequest = {
  key: string;
  scopes: ScopeExpression | null;
  method: string | null;
  path: string | null;
  ip: string | null;
  userAgent: string | null;
  cost: number;
};

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: FieldError };

const MOST_SCOPES = 100;
const DEEPEST = 8;
const METHOD = /^[A-Za-z][A-Za-z-]{0,19}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const PLAIN_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function refuse(path: string, message: string): { ok: false; error: FieldError } {
  return { ok: false, error: { path, message } };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses JSON text into an object. The error names the body. */
export function parseJsonObject(text: string): Parsed<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("", "the body is not JSON");
  }
  return isRecord(value) ? { ok: true, value } : refuse("", "the body must be a JSON object");
}

/** Reads the body of a verification. Unknown fields are refused by name. */
export function parseVerifyRequest(body: Record<string, unknown>): Parsed<VerifyRequest> {
  const request: VerifyRequest = {
    key: "",
    scopes: null,
    method: null,
    path: null,
    ip: null,
    userAgent: null,
    cost: 1,
  };
  let hasKey = false;
  for (const field in body) {
    const value = body[field];
    if (field === "key") {
      if (typeof value !== "string" || value.length > 4096)
        return refuse("key", "must be a text of at most 4096 characters");
      request.key = value;
      hasKey = true;
    } else if (value === null && field !== "cost") {
      // An optional field that is null was not given.
      if (!OPTIONAL.has(field)) return refuse(field, "is not a field of this request");
    } else {
      const error = readOptional(request, field, value);
      if (error) return { ok: false, error };
    }
  }
  return hasKey ? { ok: true, value: request } : refuse("key", "is missing");
}

const OPTIONAL: ReadonlySet<string> = new Set(["scopes", "method", "path", "ip", "userAgent"]);

function readOptional(request: VerifyRequest, field: string, value: unknown): FieldError | null {
  switch (field) {
    case "scopes": {
      const scopes = parseScopes(value);
      if (!scopes.ok) return scopes.error;
      request.scopes = scopes.value;
      return null;
    }
    case "method":
      if (typeof value !== "string" || !(PLAIN_METHODS.has(value) || METHOD.test(value))) {
        return { path: field, message: "must be an HTTP method" };
      }
      request.method = PLAIN_METHODS.has(value) ? value : value.toUpperCase();
      return null;
    case "path":
      if (typeof value !== "string" || value.charCodeAt(0) !== 47 || value.length > 8192) {
        return { path: field, message: "must be a path that begins with / and has at most 8192 characters" };
      }
      request.path = value;
      return null;
    case "ip":
      if (typeof value !== "string" || !isAddress(value))
        return { path: field, message: "must be an IPv4 or IPv6 address" };
      request.ip = value;
      return null;
    case "userAgent":
      if (typeof value !== "string" || value.length > 8192) {
        return { path: field, message: "must be a text of at most 8192 characters" };
      }
      request.userAgent = value;
      return null;
    case "cost":
      if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > 1_000_000) {
        return { path: field, message: "must be a whole number from 0 to 1000000" };
      }
      request.cost = value;
      return null;
    default:
      return { path: field.slice(0, 100), message: "is not a field of this request" };
  }
}

export function isAddress(text: string): boolean {
  return IPV4.test(text) || (text.length <= 45 && isIP(text) !== 0);
}

// Scopes that were found well formed; the same few come with every call.
const knownScopes = new Set<string>();

function isScope(text: string): boolean {
  if (knownScopes.has(text)) return true;
  if (text.length > 129 || !GRANTED_SCOPE_PATTERN.test(text)) return false;
  if (knownScopes.size < 10_000) knownScopes.add(text);
  return true;
}

/** `["a:read", { "anyOf": [...] }]` (all of), `{ "anyOf": [...] }` or `{ "allOf": [...] }`. An empty list asks for nothing. */
export function parseScopes(value: unknown): Parsed<ScopeExpression | null> {
  const count = { left: MOST_SCOPES };
  if (!Array.isArray(value)) return parseScope(value, "scopes", 0, count);
  if (value.length === 0) return { ok: true, value: null };
  if (value.length === 1) return parseScope(value[0], "scopes.0", 0, count);
  return parseScope({ allOf: value }, "scopes", 0, count);
}

function parseScope(value: unknown, path: string, depth: number, count: { left: number }): Parsed<ScopeExpression> {
  if (typeof value === "string") {
    count.left -= 1;
    if (count.left < 0) return refuse("scopes", `must name at most ${MOST_SCOPES} scopes`);
    return isScope(value) ? { ok: true, value } : refuse(path, "must be a scope of the form resource:action");
  }
  if (depth >= DEEPEST) return refuse("scopes", `must not be nested deeper than ${DEEPEST}`);
  if (!isRecord(value)) return refuse(path, 'must be a scope, a list of scopes, or {"anyOf": […]} or {"allOf": […]}');
  const names = Object.keys(value);
  const name = names[0];
  if (names.length !== 1 || (name !== "anyOf" && name !== "allOf")) {
    return refuse(path, "must have exactly one of anyOf and allOf");
  }
  const list = value[name];
  if (!Array.isArray(list) || list.length === 0) return refuse(`${path}.${name}`, "must be a list that is not empty");
  const parts: ScopeExpression[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const part = parseScope(
      list[index],
      path === "scopes" && name === "allOf" && depth === 0 ? `scopes.${index}` : `${path}.${name}.${index}`,
      depth + 1,
      count,
    );
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return { ok: true, value: name === "anyOf" ? { anyOf: parts } : { allOf: parts } };
}
