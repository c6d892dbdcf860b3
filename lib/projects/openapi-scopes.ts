import { SCOPE_PATTERN } from "@/lib/core/scopes";
import { slugify } from "@/lib/core/slug";

export type ScopeProposal = {
  name: string;
  description: string;
  category: string;
  sensitive: boolean;
  endpoints: string[];
};
export type OpenApiReading = {
  operations: number;
  proposals: ScopeProposal[];
  skipped: { name: string; reason: string }[];
};

type Json = Record<string, unknown>;

const METHODS = ["get", "head", "post", "put", "patch", "delete", "options"];
const OPERATIONS_AT_MOST = 5000;
const ENDPOINTS_AT_MOST = 100;
const PATH_LENGTH = 280;

function asObject(value: unknown): Json {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The scopes that security schemes declare, with what they say of them (OpenAPI 3 flows, Swagger 2 scopes). */
function declaredScopes(document: Json): Map<string, string> {
  const declared = new Map<string, string>();
  const schemes = {
    ...asObject(asObject(document.components).securitySchemes),
    ...asObject(document.securityDefinitions),
  };
  for (const scheme of Object.values(schemes).map(asObject)) {
    const flows = [scheme, ...Object.values(asObject(scheme.flows)).map(asObject)];
    for (const flow of flows) {
      for (const [name, text] of Object.entries(asObject(flow.scopes))) declared.set(name, asText(text));
    }
  }
  return declared;
}

/** The scopes a security requirement names; alternatives are taken together. */
function requiredScopes(security: unknown): string[] {
  return asList(security).flatMap((alternative) =>
    Object.values(asObject(alternative)).flatMap((names) => asList(names).map(asText)),
  );
}

/** `/v1` of the first server, or Swagger 2's basePath. */
function basePathOf(document: Json): string {
  const url = asText(asObject(asList(document.servers)[0]).url) || asText(document.basePath);
  if (url === "" || url.includes("{") || !URL.canParse(url, "http://localhost")) return "";
  return new URL(url, "http://localhost").pathname.replace(/\/+$/, "");
}

/** `/items/{item-id}.json` as a pattern of ours; null when it is none. */
function patternOf(path: string): string | null {
  if (!path.startsWith("/") || path.length > PATH_LENGTH || /[\s?#\\]/.test(path)) return null;
  return path
    .split("/")
    .map((segment) => (/^\{[^{}]*\}$/.test(segment) ? segment : segment.replace(/\{[^{}]*\}/g, "*")))
    .join("/");
}

/** Where a document names no scope: the first word of the path that is not a version, and reading or writing. */
function guessedScope(path: string, method: string): string | null {
  const words = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  const resource = words.find((word) => !/^(?:api|v\d+(?:\.\d+)*)$/i.test(word));
  const slug = resource === undefined ? "" : slugify(resource, "").replace(/^[0-9-]+/, "");
  return slug === "" ? null : `${slug}:${method === "get" || method === "head" ? "read" : "write"}`;
}

/** What an OpenAPI 3 or Swagger 2 document says about scopes and the calls they are for. Never throws. */
export function readOpenApiScopes(document: Json, basePath: string = basePathOf(document)): OpenApiReading {
  const declared = declaredScopes(document);
  const found = new Map<string, ScopeProposal>();
  const skipped = new Map<string, string>();
  const propose = (name: string, category: string): ScopeProposal | null => {
    const normal = name.trim().toLowerCase();
    if (!SCOPE_PATTERN.test(normal)) {
      skipped.set(name.slice(0, 200), "is not of the form resource:action");
      return null;
    }
    const [resource = "", action = ""] = normal.split(":");
    const proposal = found.get(normal) ?? {
      name: normal,
      description: (declared.get(name) ?? "").slice(0, 500),
      category: category || resource.slice(0, 60),
      sensitive: /^(?:admin|delete|manage|impersonate)/.test(action),
      endpoints: [],
    };
    found.set(normal, proposal);
    return proposal;
  };

  for (const name of declared.keys()) propose(name, "");
  let operations = 0;
  for (const [path, item] of Object.entries(asObject(document.paths))) {
    const pattern = patternOf(`${basePath}${path}`);
    for (const [method, operation] of Object.entries(asObject(item))) {
      if (!METHODS.includes(method) || operations >= OPERATIONS_AT_MOST) continue;
      operations += 1;
      const endpoint = `${method.toUpperCase()} ${path}`;
      if (pattern === null) {
        skipped.set(endpoint.slice(0, 200), "has a path that no pattern can express");
        continue;
      }
      const own = asObject(operation);
      const required = requiredScopes("security" in own ? own.security : document.security);
      const guessed = required.length === 0 ? guessedScope(path, method) : null;
      const category = asText(asList(own.tags)[0]).slice(0, 60);
      for (const name of guessed ? [guessed] : required) {
        const proposal = propose(name, category);
        const full = `${method.toUpperCase()} ${pattern}`;
        if (proposal && proposal.endpoints.length < ENDPOINTS_AT_MOST && !proposal.endpoints.includes(full)) {
          proposal.endpoints.push(full);
        }
      }
    }
  }
  return {
    operations,
    proposals: [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    skipped: [...skipped].map(([name, reason]) => ({ name, reason })),
  };
}
