import { isAddress, parseScopes, type VerifyRequest } from "@/lib/verification/request";
import type { GatewayRequest } from "./http";

/**
 * What stands before a call's path where a proxy can only put something before it (Envoy). A query, not a path: a runtime that
 * resolves `..` in a request's path would else answer for another one, or for another route of ours altogether.
 */
const BEFORE_PATH = "/v1/authorize?latchkey-uri=";
const LONGEST = 8192;

/** What a proxy tells of the call it asks about; or why it cannot be decided. */
export type AuthorizeRequest =
  | { kind: "call"; request: VerifyRequest }
  | { kind: "no-key" }
  /** Two headers tell different calls: one of them is not the proxy's. */
  | { kind: "ambiguous" }
  | { kind: "malformed"; header: string };

function bearer(value: string | null): string | null {
  return value !== null && /^bearer /i.test(value) ? value.slice(7).trim() : null;
}

/** The caller's key: of the header that the proxy names, else `Authorization: Bearer`, else `X-API-Key`. */
function readKey(request: GatewayRequest): string | null {
  const configured = request.header("x-latchkey-key-header");
  if (configured !== null && /^[A-Za-z0-9-]{1,64}$/.test(configured)) {
    const value = request.header(configured.toLowerCase());
    return value === null ? null : (bearer(value) ?? value.trim());
  }
  return bearer(request.header("authorization")) ?? request.header("x-api-key")?.trim() ?? null;
}

/**
 * The address the proxy saw: what the nearest believed hop appended to X-Forwarded-For, else X-Real-IP. What a client
 * wrote into the list itself is further left and is not looked at.
 */
function readAddress(request: GatewayRequest, hops: number): string | null {
  const forwarded = request.header("x-forwarded-for");
  if (forwarded !== null) {
    const list = forwarded.split(",");
    const address = list[Math.max(0, list.length - hops)]?.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1") ?? "";
    return isAddress(address) ? address : null;
  }
  const real = request.header("x-real-ip")?.trim() ?? "";
  return isAddress(real) ? real : null;
}

// Both runtimes join the values of a header that came twice; neither a method nor a request's target holds a space.
const JOINED = /,\s/;

/** One value of two headers; undefined when they differ, or when one of them came twice. */
function agreed(first: string | null, second: string | null): string | null | undefined {
  if (first !== null && second !== null && first !== second) return undefined;
  const value = first ?? second;
  return value !== null && JOINED.test(value) ? undefined : value;
}

/** Reads what nginx, Traefik, Caddy or Envoy send. `hops` is how many entries of X-Forwarded-For are the proxies' own. */
export function readAuthorizeRequest(request: GatewayRequest, hops: number): AuthorizeRequest {
  let method = agreed(request.header("x-original-method"), request.header("x-forwarded-method"));
  let path = agreed(request.header("x-original-uri"), request.header("x-forwarded-uri"));
  if (request.url.startsWith(BEFORE_PATH)) {
    // Other proxies pass the call's own query on: there it is the client's, and a header of theirs tells the call too.
    if (path !== null || method !== null) return { kind: "ambiguous" };
    method = request.method;
    path = request.url.slice(BEFORE_PATH.length);
  }
  if (method === undefined || path === undefined) return { kind: "ambiguous" };
  const key = readKey(request);
  if (key === null || key === "") return { kind: "no-key" };
  if (key.length > 4096) return { kind: "malformed", header: "authorization" };
  // No request has a fragment: what is after it may be a part of the path for the server behind.
  if (path !== null && (!path.startsWith("/") || path.includes("#") || path.length > LONGEST))
    return { kind: "malformed", header: "x-original-uri" };
  if (method !== null && !/^[A-Za-z][A-Za-z-]{0,19}$/.test(method))
    return { kind: "malformed", header: "x-original-method" };
  const wanted = request.header("x-latchkey-scopes");
  const scopes = parseScopes(wanted === null ? [] : wanted.split(/[\s,]+/).filter((scope) => scope !== ""));
  if (!scopes.ok) return { kind: "malformed", header: "x-latchkey-scopes" };
  return {
    kind: "call",
    request: {
      key,
      scopes: scopes.value,
      method: method?.toUpperCase() ?? null,
      path,
      ip: readAddress(request, Math.max(1, hops)),
      userAgent: request.header("user-agent"),
      cost: 1,
    },
  };
}
