/** A field of the input that was refused; `path` is dotted (`scopes.0`). */
export type FieldError = { path: string; message: string };

/** Stable codes. Each has one HTTP status, given by the API once (`server/api/problem.ts`). */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "mfa_required"
  | "step_up_required"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "idempotency_mismatch"
  | "idempotency_in_flight"
  | "too_large"
  | "unsupported_media_type"
  | "cross_origin"
  | "rate_limited"
  | "unavailable"
  | "internal";

/**
 * The one error family of the domains. `message` is for people and may leave the house; `cause` never does.
 * `details` are extra public members of the problem document.
 */
export class LatchkeyError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { fields?: FieldError[]; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "LatchkeyError";
    this.code = code;
    this.fields = options.fields ?? [];
    this.details = options.details ?? {};
  }
}

export function invalidInput(fields: FieldError[] | string, message = "The input is not valid."): LatchkeyError {
  return typeof fields === "string"
    ? new LatchkeyError("invalid_input", message, { fields: [{ path: fields, message }] })
    : new LatchkeyError("invalid_input", message, { fields });
}

export function notFound(what: string): LatchkeyError {
  return new LatchkeyError("not_found", `There is no such ${what}.`);
}

export function forbidden(message: string, details: Record<string, unknown> = {}): LatchkeyError {
  return new LatchkeyError("forbidden", message, { details });
}

export function conflict(message: string, details: Record<string, unknown> = {}): LatchkeyError {
  return new LatchkeyError("conflict", message, { details });
}
