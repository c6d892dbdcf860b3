import { LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { Vault } from "@/lib/core/vault";
import { TokenExchange } from "@/lib/leases/exchange-token";
import { audienceLabel, issueLease } from "@/lib/leases/issue-lease";
import type { FetchRules } from "@/lib/leases/issuers/fetch-document";
import { IssuerKeys } from "@/lib/leases/issuers/issuer-keys";
import { KeyRing } from "@/lib/leases/key-ring";
import { type LeaseRequest, leaseRequestSchema } from "@/lib/leases/lease-request";
import { RevocationFeed } from "@/lib/leases/revocation-list";
import { TokenError } from "@/lib/leases/token-error";
import { readTokenRequest } from "@/lib/leases/token-request";
import { scopesAt } from "@/lib/verification/decide";
import { scopesEnd } from "@/lib/verification/entry";
import { isAddress } from "@/lib/verification/request";
import { type GatewayRequest, invalidBody, Unavailable, unauthenticated } from "../http";
import { bearerToken, bodyText, type Route, type RouteHandler, type RouteParts, readObject } from "../routes";
import type { Trust } from "../trust";
import type { Outcome } from "../verifier";
import {
  keySetAnswer,
  leaseAnswer,
  leaseRefusal,
  revocationListAnswer,
  tokenAnswer,
  tokenRefusal,
  tokenUnavailable,
} from "./lease-answers";

type Parts = Pick<
  RouteParts,
  "verifier" | "gate" | "limiter" | "spool" | "measurements" | "requestIds" | "forwardedHops" | "wall"
> & {
  vault: Vault;
  trust: Trust;
  /** The origin that leases name as their issuer. */
  gatewayUrl: string;
  /** How token issuers may be reached. */
  outbound: Pick<FetchRules, "privateHosts" | "resolve" | "ca">;
  /** A signing key that was not sealed by this installation: it is left out of the key set. */
  onUnreadableKey: (id: string) => void;
};

const READ = ["GET", "HEAD"];

/** Leases: short-lived signed tokens for a key or a CI job's token, and what is needed to check them offline. */
export function leaseRoutes(parts: Parts): Route[] {
  const clock = { now: () => new Date(parts.wall()) };
  const { gate: database, vault, gatewayUrl, outbound, onUnreadableKey } = parts;
  const ring = new KeyRing({ database, vault, clock, onUnreadable: onUnreadableKey });
  const feed = new RevocationFeed({ database, clock });
  const issuers = new IssuerKeys({ clock, ...outbound });
  const exchange = new TokenExchange({ database, ring, issuers, clock, issuer: gatewayUrl });
  return [
    { path: "/v1/leases", methods: ["POST"], handler: leaseRoute(parts, { ring, clock, issuer: gatewayUrl }) },
    { path: "/v1/token", methods: ["POST"], handler: tokenRoute(exchange, parts.forwardedHops) },
    { path: "/v1/revoked", methods: READ, handler: async () => revocationListAnswer(await feed.current()) },
    { path: "/.well-known/jwks.json", methods: READ, handler: async () => keySetAnswer(await ring.published()) },
    { path: "/.well-known/openid-configuration", methods: READ, handler: () => keySetAnswer(discovery(gatewayUrl)) },
  ];
}

/** Enough for a verifier to find the keys, and for a client to find the token endpoint, from the issuer. */
function discovery(issuer: string): Record<string, unknown> {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint: `${issuer}/v1/token`,
    token_endpoint_auth_methods_supported: ["none"],
    grant_types_supported: ["urn:ietf:params:oauth:grant-type:token-exchange"],
    response_types_supported: [],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["EdDSA"],
    latchkey_revocation_list: `${issuer}/v1/revoked`,
  };
}

function leaseRoute(parts: Parts, signing: Parameters<typeof issueLease>[0]): RouteHandler {
  const { verifier, trust, spool, measurements, requestIds } = parts;
  return async (request, requestId) => {
    const started = performance.now();
    const authenticated = await verifier.authenticate(bearerToken(request), started);
    if (authenticated === null) return unauthenticated(requestId);
    const body = await readObject(request, requestId);
    if (!body.ok) return body.answer;
    const read = readLeaseRequest(body.value);
    if (!read.ok) return invalidBody(read.error, requestId);
    // A policy may let known keys be served through an outage; a lease could not be taken back after one.
    if (!trust.isFresh(performance.now())) throw new Unavailable("Changes may have been missed.");
    const { key, scopes, ip, userAgent } = read.value;
    const wanted = scopes ?? null;
    const outcome = await verifier.verify(
      authenticated,
      {
        key,
        scopes: wanted === null ? null : { allOf: wanted },
        method: null,
        path: null,
        ip: ip ?? null,
        userAgent: userAgent ?? null,
        cost: 1,
      },
      requestId,
      performance.now(),
    );
    if (outcome.entry !== null) requestIds.remember(requestId, outcome.entry);
    measurements.verdict(outcome.verdict, performance.now() - started);
    await giveBackPlace(parts, outcome);
    const lease = await leaseOf(outcome, read.value, signing);
    if (lease) return spool.settled(leaseAnswer(lease, requestId));
    // Valid, but with less than a second to live.
    const refused = outcome.verdict === "VALID" ? { ...outcome, verdict: "EXPIRED" as const } : outcome;
    return spool.settled(leaseRefusal(refused, wanted, requestId));
  };
}

function readLeaseRequest(
  body: Record<string, unknown>,
): { ok: true; value: LeaseRequest } | { ok: false; error: { path: string; message: string } } {
  try {
    const value = parseInput(leaseRequestSchema, body);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    return { ok: false, error: error.fields[0] ?? { path: "", message: error.message } };
  }
}

/** A lease is not a call under way: it holds no place in the key's concurrency. */
async function giveBackPlace({ limiter }: Parts, { verdict, entry, requestId }: Outcome): Promise<void> {
  if (verdict !== "VALID" || entry === null || entry.limits?.concurrency == null) return;
  await limiter.release(requestId, { organizationId: entry.rules.organizationId, keyId: entry.keyId });
}

/** The lease of a valid key: never longer than the key, its version or 15 minutes, bound to an address if the key is. */
async function leaseOf(outcome: Outcome, wanted: LeaseRequest, signing: Parameters<typeof issueLease>[0]) {
  const { verdict, entry } = outcome;
  if (verdict !== "VALID" || entry === null) return null;
  const { rules, restrictions } = entry;
  const isBound = restrictions !== null && (restrictions.addresses !== null || restrictions.countries !== null);
  const scopes = wanted.scopes ?? scopesAt(entry, outcome.at);
  return issueLease(signing, {
    subject: { type: "key", keyId: entry.keyId, versionId: entry.versionId },
    organizationId: rules.organizationId,
    projectId: rules.projectId,
    environmentId: rules.environmentId,
    environment: rules.environment,
    scopes,
    audience: audienceLabel(wanted.audience ?? null, rules.environmentId) ?? null,
    ip: isBound ? (wanted.ip ?? null) : null,
    life: wanted.ttl,
    notAfter: Math.min(entry.expiresAt, entry.endsAt, scopesEnd(entry, scopes, outcome.at)),
  });
}

function tokenRoute(exchange: TokenExchange, hops: number): RouteHandler {
  return async (request) => {
    try {
      const type = request.header("content-type") ?? "";
      if (!/^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
        throw new TokenError("invalid_request", "The body must be application/x-www-form-urlencoded.");
      }
      const lease = await exchange.exchange(readTokenRequest(await bodyText(request)), clientAddress(request, hops));
      return tokenAnswer(lease);
    } catch (error) {
      if (error instanceof TokenError) return tokenRefusal(error);
      if (error instanceof Unavailable) return tokenUnavailable();
      throw error;
    }
  };
}

/** The connection's other end, or, behind believed proxies, what the outermost of them saw. */
function clientAddress(request: GatewayRequest, hops: number): string | null {
  const forwarded = hops > 0 ? request.header("x-forwarded-for") : null;
  const address = forwarded === null ? request.remoteAddress() : (forwarded.split(",").at(-hops)?.trim() ?? null);
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  return isAddress(plain) ? plain : null;
}
