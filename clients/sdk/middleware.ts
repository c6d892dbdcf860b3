import type { IncomingMessage, ServerResponse } from "node:http";
import type { ScopeExpression, Verification, Verifier } from "./verify";

export type GuardOptions = {
  verify: Verifier;
  /** Scopes a caller needs, or how they follow from the call. */
  scopes?: ScopeExpression | ((call: { method: string; path: string }) => ScopeExpression);
};

type Call = { method: string; path: string; ip?: string; userAgent?: string; authorization?: string; apiKey?: string };
type Decision =
  | { verification: Verification }
  | { status: number; code: string; headers: Record<string, string>; requestUrl?: string };

function keyOf(call: Call): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(call.authorization ?? "")?.[1];
  return bearer ?? call.apiKey ?? null;
}

function statusOf(code: string): number {
  if (code === "RATE_LIMITED" || code === "QUOTA_EXCEEDED" || code === "CONCURRENCY_EXCEEDED") return 429;
  return code.startsWith("FORBIDDEN") || code === "INSUFFICIENT_SCOPE" ? 403 : 401;
}

async function decide(call: Call, options: GuardOptions): Promise<Decision> {
  const key = keyOf(call);
  if (!key) return { status: 401, code: "MISSING", headers: { "www-authenticate": "Bearer" } };
  const scopes = typeof options.scopes === "function" ? options.scopes(call) : options.scopes;
  let verification: Verification;
  try {
    verification = await options.verify({
      key,
      method: call.method,
      path: call.path,
      ...(scopes === undefined ? {} : { scopes }),
      ...(call.ip === undefined ? {} : { ip: call.ip }),
      ...(call.userAgent === undefined ? {} : { userAgent: call.userAgent }),
    });
  } catch {
    // Nobody knows whether the key is good: neither "yes" nor "invalid" would be true.
    return { status: 503, code: "UNAVAILABLE", headers: { "retry-after": "2" } };
  }
  if (verification.valid) return { verification };
  const status = statusOf(verification.code);
  const reset = verification.rateLimit?.resetSeconds;
  return {
    status,
    code: verification.code,
    headers: {
      ...(status === 401 ? { "www-authenticate": 'Bearer error="invalid_token"' } : {}),
      ...(status === 429 && reset !== undefined ? { "retry-after": String(Math.max(1, Math.ceil(reset))) } : {}),
    },
    ...(verification.requestUrl === undefined ? {} : { requestUrl: verification.requestUrl }),
  };
}

function refusalBody(refusal: Exclude<Decision, { verification: Verification }>): string {
  return JSON.stringify({
    type: "about:blank",
    title: "The API key was refused.",
    status: refusal.status,
    code: refusal.code,
    ...(refusal.requestUrl === undefined ? {} : { requestUrl: refusal.requestUrl }),
  });
}

export type GuardedRequest = IncomingMessage & { latchkey?: Verification; originalUrl?: string };

/** Middleware for node:http, Connect and Express: refuses a call, or puts the verification on `request.latchkey`. */
export function guardNode(options: GuardOptions) {
  return async (request: GuardedRequest, response: ServerResponse, next: () => void): Promise<void> => {
    const url = request.originalUrl ?? request.url ?? "/";
    const apiKey = request.headers["x-api-key"];
    const decision = await decide(
      {
        method: request.method ?? "GET",
        path: url.split("?")[0] ?? "/",
        ...(request.socket.remoteAddress === undefined
          ? {}
          : { ip: request.socket.remoteAddress.replace(/^::ffff:/, "") }),
        ...(request.headers["user-agent"] === undefined ? {} : { userAgent: request.headers["user-agent"] }),
        ...(request.headers.authorization === undefined ? {} : { authorization: request.headers.authorization }),
        ...(typeof apiKey === "string" ? { apiKey } : {}),
      },
      options,
    );
    if ("verification" in decision) {
      request.latchkey = decision.verification;
      next();
      return;
    }
    response.writeHead(decision.status, { "content-type": "application/problem+json", ...decision.headers });
    response.end(refusalBody(decision));
  };
}

/** A guard for handlers of the Fetch kind (Hono, Next, Bun, workers): gives a refusal to return, or the verification. */
export function guardFetch(options: GuardOptions) {
  return async (request: Request, ip?: string): Promise<{ refusal: Response } | { verification: Verification }> => {
    const decision = await decide(
      {
        method: request.method,
        path: new URL(request.url).pathname,
        ...(ip === undefined ? {} : { ip }),
        ...optional("userAgent", request.headers.get("user-agent")),
        ...optional("authorization", request.headers.get("authorization")),
        ...optional("apiKey", request.headers.get("x-api-key")),
      },
      options,
    );
    if ("verification" in decision) return decision;
    const headers = { "content-type": "application/problem+json", ...decision.headers };
    return { refusal: new Response(refusalBody(decision), { status: decision.status, headers }) };
  };
}

function optional<N extends string>(name: N, value: string | null): Partial<Record<N, string>> {
  const found: Partial<Record<N, string>> = {};
  if (value !== null) found[name] = value;
  return found;
}
