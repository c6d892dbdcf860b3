import type { Mailer } from "@/lib/infra/mailer/mailer";
import { checkMessage } from "@/lib/infra/mailer/message";
import { createResendMailer } from "@/lib/infra/mailer/resend-mailer";
import { createSmtpMailer } from "@/lib/infra/mailer/smtp-mailer";

type MailerConfig = {
  resendApiKey?: string | undefined;
  resendBaseUrl?: string | undefined;
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  smtpUrl?: string | undefined;
  /** Development: mail stays in the outbox, where the mailbox page shows it. */
  mailbox: boolean;
};

/** Delivers to the outbox itself: the row is the mailbox, so there is nothing to send. */
function createMailboxMailer(): Mailer {
  return {
    kind: "mailbox",
    send: async (message) => ({ providerId: `mailbox:${checkMessage(message).digest}` }),
    close: () => undefined,
  };
}

/** Resend where it is configured, else SMTP, else the mailbox where it is allowed; null when mail cannot be sent at all. Throws TypeError on a bad SMTP URL. */
export function createMailer(config: MailerConfig): Mailer | null {
  if (config.resendApiKey) return createResendMailer({ apiKey: config.resendApiKey, baseUrl: config.resendBaseUrl });
  if (config.smtpUrl) return createSmtpMailer({ url: config.smtpUrl });
  return config.mailbox ? createMailboxMailer() : null;
}
