import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import { MailerError } from "@/lib/infra/mailer/mailer-error";
import { checkMessage } from "@/lib/infra/mailer/message";

type SmtpTimeouts = { connect: number; greeting: number; socket: number; deadline: number };

/** Milliseconds. The deadline bounds the whole attempt, also against a server that keeps trickling bytes. */
const TIMEOUTS: SmtpTimeouts = { connect: 10_000, greeting: 10_000, socket: 30_000, deadline: 90_000 };

type SmtpMailerOptions = { url: string; timeouts?: Partial<SmtpTimeouts> };

type SmtpServer = {
  host: string;
  port: number;
  secure: boolean;
  requireTLS: boolean;
  auth?: { user: string; pass: string };
  tls: { rejectUnauthorized: boolean };
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Reads `smtp://` (STARTTLS where offered) and `smtps://` URLs. With credentials, TLS is required off this machine unless
 * `?requireTLS=false`; `?rejectUnauthorized=false` accepts any certificate. Throws TypeError without naming the URL.
 */
export function parseSmtpUrl(url: string): SmtpServer {
  if (!URL.canParse(url)) throw new TypeError("SMTP_URL is not a URL such as smtp://user:password@host:587.");
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  if ((protocol !== "smtp:" && protocol !== "smtps:") || hostname === "") {
    throw new TypeError("SMTP_URL is not a URL such as smtp://user:password@host:587.");
  }
  for (const [name, value] of searchParams) {
    const known = name === "requireTLS" || name === "rejectUnauthorized";
    if (!known || (value !== "true" && value !== "false")) {
      throw new TypeError(
        "SMTP_URL takes only requireTLS and rejectUnauthorized, each true or false, after its question mark.",
      );
    }
  }
  const secure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const authenticated = username !== "";
  const requireTLS = searchParams.get("requireTLS") ?? String(authenticated && !LOOPBACK.test(host));
  return {
    host,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && requireTLS === "true",
    ...(authenticated ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    tls: { rejectUnauthorized: searchParams.get("rejectUnauthorized") !== "false" },
  };
}

const UNREACHABLE_CODES = new Set(["EDNS", "ESOCKET", "EPROTOCOL", "EPROXY"]);
const CONFIGURATION_CODES = new Set(["EAUTH", "ENOAUTH", "EOAUTH2", "ETLS", "ECONFIG"]);
const MESSAGE_CODES = new Set(["EENVELOPE", "EMESSAGE"]);

// What nodemailer adds to its errors; a field of another type counts as absent.
const failureFields = z.object({
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
});

function classify(cause: unknown): MailerError {
  const failure = failureFields.safeParse(cause).data ?? {};
  const code = failure.code ?? "";
  const status = failure.responseCode ?? null;
  const options = { status, detail: failure.response ?? "", cause };
  // 530 and 535 to 538 speak of the login, whatever the command (RFC 4954).
  if (CONFIGURATION_CODES.has(code) || status === 530 || (status !== null && status >= 535 && status <= 538)) {
    return new MailerError("configuration", "The mail server does not accept this configuration", options);
  }
  if (MESSAGE_CODES.has(code) && status !== null && status >= 500 && status !== 503) {
    return new MailerError("refused", "The mail server refused the message", options);
  }
  if (MESSAGE_CODES.has(code) && status === null) {
    return new MailerError("invalid_message", "The message cannot be sent by SMTP", options);
  }
  if (status !== null) return new MailerError("unavailable", "The mail server could not take the message now", options);
  if (code === "ETIMEDOUT" || code === "EABORT") {
    return new MailerError("timeout", "The mail server did not answer in time", options);
  }
  if (UNREACHABLE_CODES.has(code) && failure.originalCode !== "ECONNRESET") {
    return new MailerError("unreachable", "The mail server could not be reached", options);
  }
  return new MailerError("connection_lost", "The connection to the mail server was lost", options);
}

/** Sends by SMTP over a small pool. The Message-ID is derived from the event's id, so a repeat is recognisable. */
export function createSmtpMailer({ url, timeouts }: SmtpMailerOptions): Mailer {
  const { connect, greeting, socket, deadline } = { ...TIMEOUTS, ...timeouts };
  const transport = createTransport({
    ...parseSmtpUrl(url),
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    // One attempt is one attempt: the outbox decides on repeats, never the pool.
    maxRequeues: 0,
    idleTimeout: 20_000,
    connectionTimeout: connect,
    greetingTimeout: greeting,
    dnsTimeout: connect,
    socketTimeout: socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    kind: "smtp",
    send: async (message) => {
      const checked = checkMessage(message);
      const domain = checked.from.address.slice(checked.from.address.lastIndexOf("@") + 1);
      const messageId = `<${checked.digest}@${domain}>`;
      try {
        await transport.sendMail({
          messageId,
          xMailer: false,
          from: checked.from,
          to: checked.to,
          envelope: { from: checked.from.address, to: [checked.to.address] },
          subject: checked.subject,
          html: checked.html,
          text: checked.text,
          headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": checked.digest, ...checked.headers },
          attachments: (checked.attachments ?? []).map((attachment) => ({
            cid: attachment.cid,
            filename: attachment.filename,
            contentType: attachment.contentType,
            contentDisposition: "inline" as const,
            content: Buffer.from(attachment.base64, "base64"),
          })),
          signal: AbortSignal.timeout(deadline),
        });
      } catch (cause) {
        throw classify(cause);
      }
      return { providerId: messageId };
    },
    close: () => transport.close(),
  };
}
