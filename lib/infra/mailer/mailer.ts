import type { MailMessage } from "@/lib/infra/mailer/message";

/** One way of sending mail. */
export type Mailer = {
  readonly kind: "resend" | "smtp" | "mailbox";
  /** One attempt. Throws MailerError and nothing else; `providerId` is the provider's name for the message. */
  readonly send: (message: MailMessage) => Promise<{ providerId: string }>;
  /** Ends idle connections; a message under way is finished first. */
  readonly close: () => void;
};
