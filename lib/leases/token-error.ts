/** Errors of the token endpoint (RFC 6749 section 5.2, RFC 8693 section 2.2.2). */
export type TokenErrorCode =
  | "invalid_request"
  | "invalid_grant"
  | "invalid_scope"
  | "invalid_target"
  | "unsupported_grant_type"
  | "temporarily_unavailable";

/** A refused exchange. `message` is for the caller; it never quotes a token. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly code: TokenErrorCode;

  constructor(code: TokenErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
