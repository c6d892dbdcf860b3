/**
 * Why a message was not taken. `configuration` is the operator's to fix (a wrong password, an unverified sender), so it
 * is retried: the message itself is sound. `connection_lost` and `timeout` may hide a message that was taken after all.
 */
export type MailerErrorCode =
  | "invalid_message"
  | "refused"
  | "duplicate"
  | "configuration"
  | "rate_limited"
  | "unavailable"
  | "unreachable"
  | "connection_lost"
  | "timeout";

const NOT_RETRYABLE: ReadonlySet<MailerErrorCode> = new Set(["invalid_message", "refused", "duplicate"]);
const DETAIL_LENGTH = 300;

type MailerErrorOptions = {
  status?: number | null;
  retryAfterSeconds?: number | null;
  detail?: string;
  cause?: unknown;
};

/** The one error of every mailer. `message` may be shown to an organization's admins: it holds no credential and no content. */
export class MailerError extends Error {
  readonly code: MailerErrorCode;
  /** Another attempt with the same message can succeed. */
  readonly retryable: boolean;
  /** The SMTP reply code or HTTP status, where there was one. */
  readonly status: number | null;
  /** How long the provider asked to wait, in seconds. */
  readonly retryAfterSeconds: number | null;

  constructor(code: MailerErrorCode, message: string, options: MailerErrorOptions = {}) {
    const detail = (options.detail ?? "")
      .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .trim()
      .slice(0, DETAIL_LENGTH);
    super(detail ? `${message} (${detail})` : message, { cause: options.cause });
    this.name = "MailerError";
    this.code = code;
    this.retryable = !NOT_RETRYABLE.has(code);
    this.status = options.status ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
