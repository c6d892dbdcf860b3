import { type ErrorCode, LatchkeyError } from "@/lib/core/errors";

const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  mfa_required: 403,
  step_up_required: 403,
  forbidden: 403,
  cross_origin: 403,
  not_found: 404,
  conflict: 409,
  idempotency_in_flight: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

/** Errors of Postgres and its connections that mean "not now" (class 08 connection, 53 resources, 57 shutdown). */
function isOutage(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    /^(08|53|57P)/.test(code) ||
    ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOENT"].includes(code) ||
    /timeout exceeded when trying to connect|Connection terminated|terminating connection/i.test(error.message)
  );
}

function rootOf(error: unknown): unknown {
  let current = error;
  // drizzle wraps what Postgres said; the reason is at the bottom.
  while (current instanceof Error && !(current instanceof LatchkeyError) && current.cause instanceof Error)
    current = current.cause;
  return current;
}

/** Any thrown thing as one of the family; what is not known becomes an opaque `internal`. */
export function asLatchkeyError(error: unknown): LatchkeyError {
  const root = rootOf(error);
  if (root instanceof LatchkeyError) return root;
  if (root instanceof Error && isOutage(root)) {
    return new LatchkeyError("unavailable", "The database does not answer. Nothing was changed. Try again shortly.", {
      cause: error,
    });
  }
  return new LatchkeyError("internal", "Something went wrong on our side.", { cause: error });
}

/** The RFC 9457 document of an error. The only place where an error becomes HTTP. */
export function problemResponse(error: LatchkeyError, requestId: string): Response {
  const status = STATUS[error.code];
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (status === 503) headers.set("retry-after", "2");
  const retryAfter = error.details.retryAfter;
  if (status === 429 && typeof retryAfter === "number")
    headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfter))));
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const body = {
    ...error.details,
    type: `about:blank#${error.code}`,
    title: error.message,
    status,
    code: error.code,
    requestId,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}
