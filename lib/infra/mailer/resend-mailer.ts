import { type ErrorResponse, Resend } from "resend";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import { MailerError, type MailerErrorCode } from "@/lib/infra/mailer/mailer-error";
import { checkMessage, type Mailbox } from "@/lib/infra/mailer/message";

const DEADLINE_MILLISECONDS = 30_000;
// Resend takes idempotency keys of up to 256 characters.
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,256}$/;

type ResendMailerOptions = { apiKey: string; baseUrl?: string | undefined; deadlineMilliseconds?: number };

function formatMailbox({ name, address }: Mailbox): string {
  return name === "" ? address : `"${name}" <${address}>`;
}

// https://resend.com/docs/api-reference/errors
function classify(status: number, name: string): MailerErrorCode {
  if (name === "concurrent_idempotent_requests") return "unavailable";
  if (name === "invalid_idempotent_request") return "duplicate";
  if (name === "invalid_from_address") return "configuration";
  if (status === 401 || status === 403 || status === 404 || status === 405) return "configuration";
  if (status === 429) return "rate_limited";
  if (status >= 500 || status === 408 || status === 425) return "unavailable";
  return "refused";
}

function retryAfter(headers: Record<string, string> | null): number | null {
  const seconds = Number(headers?.["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

const SENTENCE: Record<MailerErrorCode, string> = {
  invalid_message: "Resend refused the message",
  refused: "Resend refused the message",
  duplicate: "Resend has already taken another message under this id",
  configuration: "Resend does not accept this configuration",
  rate_limited: "Resend asks to wait",
  unavailable: "Resend could not take the message now",
  unreachable: "Resend could not be reached",
  connection_lost: "The connection to Resend was lost",
  timeout: "Resend did not answer in time",
};

/** Sends through Resend's API, with the event's id as the idempotency key (which Resend keeps for 24 hours). */
export function createResendMailer({ apiKey, baseUrl, deadlineMilliseconds }: ResendMailerOptions): Mailer {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl: baseUrl.replace(/\/+$/, "") } : {});

  function failure(
    error: ErrorResponse | null,
    headers: Record<string, string> | null,
    timedOut: boolean,
  ): MailerError {
    // What a proxy in between answers need not be Resend's error shape, so the status may be missing.
    const status = typeof error?.statusCode === "number" ? error.statusCode : null;
    const unanswered = timedOut ? "timeout" : headers ? "unavailable" : "unreachable";
    const code = status === null ? unanswered : classify(status, error?.name ?? "");
    const said = typeof error?.message === "string" && status !== null ? `${status} ${error.message}` : "";
    return new MailerError(code, SENTENCE[code], {
      status,
      retryAfterSeconds: retryAfter(headers),
      detail: said.replaceAll(apiKey, "[removed]"),
    });
  }

  return {
    kind: "resend",
    send: async (message) => {
      const checked = checkMessage(message);
      const signal = AbortSignal.timeout(deadlineMilliseconds ?? DEADLINE_MILLISECONDS);
      const { data, error, headers } = await resend.emails.send(
        {
          from: formatMailbox(checked.from),
          to: checked.to.address,
          subject: checked.subject,
          html: checked.html,
          text: checked.text,
          headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": checked.digest, ...checked.headers },
          attachments: (checked.attachments ?? []).map((attachment) => ({
            filename: attachment.filename,
            contentType: attachment.contentType,
            contentId: attachment.cid,
            content: attachment.base64,
          })),
        },
        { idempotencyKey: IDEMPOTENCY_KEY.test(checked.id) ? checked.id : checked.digest, signal },
      );
      if (error || typeof data?.id !== "string") throw failure(error, headers, signal.aborted);
      return { providerId: data.id };
    },
    close: () => undefined,
  };
}
