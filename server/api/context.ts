import type { Context as HonoContext } from "hono";
import type { AnonymousContext } from "@/db/tenancy";
import type { RequestInfo } from "@/lib/core/actor";
import type { ApiDependencies } from "./dependencies";

export type ApiEnvironment = { Variables: { deps: ApiDependencies; request: RequestInfo } };

/** The header in which our own web server hands on the socket's address; it removes any that came from outside. */
export const SOCKET_ADDRESS_HEADER = "x-latchkey-socket-address";

/**
 * The caller's address: the socket's, or, where `trustedProxies` says how many proxies stand in front, the address that
 * the outermost trusted one saw. Whatever a client writes further left is ignored.
 */
export function addressOf(headers: Headers, trustedProxies: number): string | null {
  const socket = headers.get(SOCKET_ADDRESS_HEADER);
  if (trustedProxies === 0) return socket;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-trustedProxies) || socket;
}

export function anonymousContext(c: HonoContext<ApiEnvironment>): AnonymousContext {
  const { db, clock, vault } = c.var.deps;
  return { actor: null, db, clock, vault, request: c.var.request };
}
