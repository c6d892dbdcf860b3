import { problemOf } from "./problem";

export type ScopeExpression =
  | string[]
  | { anyOf: (string | ScopeExpression)[] }
  | { allOf: (string | ScopeExpression)[] };

export type VerifyRequest = {
  key: string;
  scopes?: ScopeExpression;
  method?: string;
  path?: string;
  ip?: string;
  userAgent?: string;
  cost?: number;
};

/** The verify server's answer. Everything about the key is null until the key is known. */
export type Verification = {
  valid: boolean;
  code: string;
  requestId: string;
  keyId?: string | null;
  versionId?: string | null;
  ownerId?: string | null;
  projectId?: string | null;
  environment?: string | null;
  name?: string | null;
  scopes?: string[];
  tags?: Record<string, string>;
  expiresAt?: string | null;
  rotationDue?: string | null;
  missingScopes?: string[];
  requestUrl?: string;
  rateLimit?: { limit: number; remaining: number; resetSeconds: number } | null;
};

export type VerifierOptions = {
  /** The verify server's address, such as `https://verify.example.com`. */
  gatewayUrl: string;
  /** A service token with the permission `keys:verify`. */
  token: string;
  /** Milliseconds to wait for one answer; default 2000. */
  timeout?: number;
  fetch?: typeof globalThis.fetch;
};

export type Verifier = (request: VerifyRequest) => Promise<Verification>;

/**
 * Checks keys against the verify server. A refusal is a result; only an outage or a bad service token throws
 * (`LatchkeyProblem`, or the error of `fetch`), so that "unknown" is never taken for "invalid".
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const url = `${options.gatewayUrl.replace(/\/$/, "")}/v1/verify`;
  const send = options.fetch ?? globalThis.fetch;
  return async (request) => {
    const response = await send(url, {
      method: "POST",
      headers: { authorization: `Bearer ${options.token}`, "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(options.timeout ?? 2000),
    });
    if (!response.ok) throw await problemOf(response);
    return response.json();
  };
}
