import { scopesAt } from "@/lib/verification/decide";
import { tailAt } from "@/lib/verification/entry";
import type { RateState } from "@/lib/verification/limits";
import { missingScopes, type ScopeExpression } from "@/lib/verification/scope-expression";
import { type GatewayAnswer, JSON_HEADERS } from "./http";
import type { Outcome } from "./verifier";

/** The body of a verification's answer (DESIGN section 7). Put together from the entry's ready JSON text. */
export function verifyAnswer(outcome: Outcome, scopes: ScopeExpression | null, appUrl: string): GatewayAnswer {
  const { verdict, entry, requestId } = outcome;
  if (entry === null) {
    const body = `{"valid":false,"code":"${verdict}","requestId":"${requestId}"}`;
    return { status: 200, headers: JSON_HEADERS, body };
  }
  let body =
    verdict === "VALID" ? '{"valid":true,"code":"VALID","keyId":"' : `{"valid":false,"code":"${verdict}","keyId":"`;
  if (verdict === "INSUFFICIENT_SCOPE") {
    const missing = scopes === null ? [] : missingScopes(scopes, scopesAt(entry, outcome.at));
    const url = requestUrl(appUrl, outcome.organization?.slug ?? "", entry.keyId, missing);
    body = `{"valid":false,"code":"${verdict}","missingScopes":${JSON.stringify(missing)},"requestUrl":${JSON.stringify(url)},"keyId":"`;
  }
  body += `${entry.keyId}","versionId":"${entry.versionId}${entry.head}${tailAt(entry, outcome.at)},"rateLimit":${rateText(outcome.rate)},"requestId":"${requestId}"}`;
  return { status: 200, headers: JSON_HEADERS, body };
}

function rateText(rate: RateState | null): string {
  return rate === null
    ? "null"
    : `{"limit":${rate.limit},"remaining":${rate.remaining},"resetSeconds":${rate.resetSeconds}}`;
}

/** Where a person asks for the scopes that are missing. */
export function requestUrl(appUrl: string, slug: string, keyId: string, scopes: readonly string[]): string {
  const query = `key=${encodeURIComponent(keyId)}&scopes=${encodeURIComponent(scopes.join(","))}`;
  return `${appUrl}/${encodeURIComponent(slug)}/requests/new?${query}`;
}

const REFUSED_STATUS = {
  MALFORMED: 401,
  NOT_FOUND: 401,
  REVOKED: 401,
  DISABLED: 401,
  QUARANTINED: 401,
  EXPIRED: 401,
  FORBIDDEN_IP: 403,
  FORBIDDEN_COUNTRY: 403,
  INSUFFICIENT_SCOPE: 403,
  FORBIDDEN_PATH: 403,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  CONCURRENCY_EXCEEDED: 429,
  VALID: 200,
} as const;

/** The same decision for gateways: a status, headers, and no body. */
export function authorizeAnswer(outcome: Outcome): GatewayAnswer {
  const { verdict, entry, rate, requestId } = outcome;
  const headers: Record<string, string> = {
    "cache-control": "no-store",
    "x-latchkey-code": verdict,
    "x-latchkey-request-id": requestId,
  };
  const status = REFUSED_STATUS[verdict];
  if (entry !== null) {
    headers["x-latchkey-key-id"] = entry.keyId;
    headers["x-latchkey-owner-id"] = entry.ownerId;
    headers["x-latchkey-environment"] = entry.rules.environment;
    headers["x-latchkey-scopes"] = scopesAt(entry, outcome.at).join(" ");
  }
  if (rate !== null) {
    headers.ratelimit = `"key";r=${rate.remaining};t=${rate.resetSeconds}`;
    headers["ratelimit-policy"] = `"key";q=${rate.limit};w=${rate.windowSeconds}`;
  }
  if (status === 429) headers["retry-after"] = String(Math.max(1, Math.ceil(outcome.retryMilliseconds / 1000)));
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="api"';
  return { status, headers, body: "" };
}

/** An empty answer that decides nothing about a key. */
export function emptyAnswer(
  status: number,
  code: string,
  requestId: string,
  headers: Record<string, string> = {},
): GatewayAnswer {
  return {
    status,
    headers: { "cache-control": "no-store", "x-latchkey-code": code, "x-latchkey-request-id": requestId, ...headers },
    body: "",
  };
}
