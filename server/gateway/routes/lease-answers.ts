import type { Lease } from "@/lib/leases/issue-lease";
import { LIST_INTERVAL } from "@/lib/leases/revocation-list";
import { TokenError } from "@/lib/leases/token-error";
import { JWT_TYPE } from "@/lib/leases/token-request";
import { scopesAt } from "@/lib/verification/decide";
import { missingScopes } from "@/lib/verification/scope-expression";
import { type GatewayAnswer, JSON_HEADERS, problem } from "../http";
import type { Outcome } from "../verifier";

const TOKEN_HEADERS = Object.freeze({ ...JSON_HEADERS, pragma: "no-cache" });
const BUSY_HEADERS = Object.freeze({ ...TOKEN_HEADERS, "retry-after": "2" });
const KEY_SET_SECONDS = 300;

function published(seconds: number): Readonly<Record<string, string>> {
  return Object.freeze({
    "content-type": "application/json",
    "cache-control": `public, max-age=${seconds}`,
    "access-control-allow-origin": "*",
  });
}

const KEY_SET_HEADERS = published(KEY_SET_SECONDS);
const LIST_HEADERS = published(LIST_INTERVAL);

export function keySetAnswer(body: unknown): GatewayAnswer {
  return { status: 200, headers: KEY_SET_HEADERS, body: JSON.stringify(body) };
}

export function revocationListAnswer(body: unknown): GatewayAnswer {
  return { status: 200, headers: LIST_HEADERS, body: JSON.stringify(body) };
}

/** 201 `{ lease, token, requestId }`: the token is the lease itself, everything else describes it. */
export function leaseAnswer(lease: Lease, requestId: string): GatewayAnswer {
  const { id, subject, audience, scopes, ip, issuedAt, expiresAt } = lease;
  const shown = {
    id,
    keyId: subject,
    audience,
    scopes,
    ip,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  return {
    status: 201,
    headers: JSON_HEADERS,
    body: JSON.stringify({ lease: shown, token: lease.token, requestId }),
  };
}

/** Why a key got no lease: 403 with the verdict, or 429 when it has used up what it may. */
export function leaseRefusal(outcome: Outcome, scopes: readonly string[] | null, requestId: string): GatewayAnswer {
  const { verdict, entry } = outcome;
  if (verdict === "INSUFFICIENT_SCOPE" && entry !== null && scopes !== null) {
    const missing = missingScopes({ allOf: scopes }, scopesAt(entry, outcome.at));
    const title = `The key does not have ${missing.join(", ")}.`;
    const details = { verdict, missingScopes: missing };
    return problem({ status: 403, code: "insufficient_scope", title, requestId, details });
  }
  if (verdict === "RATE_LIMITED" || verdict === "QUOTA_EXCEEDED" || verdict === "CONCURRENCY_EXCEEDED") {
    const headers = { "retry-after": String(Math.max(1, Math.ceil(outcome.retryMilliseconds / 1000))) };
    const title = `The key gets no lease now: ${verdict}.`;
    return problem({ status: 429, code: "rate_limited", title, requestId, headers, details: { verdict } });
  }
  const title = `The key gets no lease: ${verdict}.`;
  return problem({ status: 403, code: "key_refused", title, requestId, details: { verdict } });
}

/** The answer of an exchange (RFC 8693 section 2.2.1). */
export function tokenAnswer(lease: Lease): GatewayAnswer {
  return {
    status: 200,
    headers: TOKEN_HEADERS,
    body: JSON.stringify({
      access_token: lease.token,
      issued_token_type: JWT_TYPE,
      token_type: "Bearer",
      expires_in: Math.round((lease.expiresAt.getTime() - lease.issuedAt.getTime()) / 1000),
      scope: lease.scopes.join(" "),
    }),
  };
}

/** The error of an exchange (RFC 6749 section 5.2); an outage is 503. */
export function tokenRefusal(error: TokenError): GatewayAnswer {
  const isBusy = error.code === "temporarily_unavailable";
  // The grammar of RFC 6749 has neither quotes nor backslashes in a description.
  const description = error.message.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "?");
  return {
    status: isBusy ? 503 : 400,
    headers: isBusy ? BUSY_HEADERS : TOKEN_HEADERS,
    body: JSON.stringify({ error: error.code, error_description: description }),
  };
}

export function tokenUnavailable(): GatewayAnswer {
  return tokenRefusal(new TokenError("temporarily_unavailable", "The database cannot be asked at the moment."));
}
