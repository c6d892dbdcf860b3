import type { Database, Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import { sha256, type Vault } from "@/lib/core/vault";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import { MailerError } from "@/lib/infra/mailer/mailer-error";
import { renderedContext } from "./mailbox-seal";
import { beginAttempt, countMailTo, settleMail } from "./queries";

type Message = { subject: string; html: string; text: string };

export type MailSender = {
  db: Database;
  clock: Clock;
  vault: Vault;
  mailer: Mailer | null;
  mailFrom: string;
  /** The templates, which only the worker loads; undefined for a name that is not known (any more). */
  findTemplate(name: string): { renderUnknown(props: unknown): Promise<Message> } | undefined;
};
export type MailOutcome = "sent" | "dead" | "cancelled" | "nothing to do";

const HOUR = 3_600_000;
/** One address gets no more than this in an hour; what concerns its security may be more. */
const MAILS_PER_HOUR = { security: 60, transactional: 30, alert: 30, digest: 30 };

/**
 * One attempt to send one mail. The event id is the provider's idempotency key, so that an attempt whose answer was
 * lost does not become a second message. @throws MailerError when the mail waits for another attempt.
 */
export async function sendMail(
  sender: MailSender,
  input: { mailId: Id<"mail">; organizationId: Id<"organization"> | null; maxAttempts: number },
): Promise<MailOutcome> {
  const { mailId } = input;
  const now = sender.clock.now();
  const begun = await inPlace(sender, input.organizationId, async (tx) => {
    const mail = await beginAttempt(tx, mailId);
    if (mail?.attempts !== 1) return mail;
    const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR);
    const sent = await countMailTo(tx, `mail/${sha256(mail.recipient).toString("hex")}`, hour);
    const most = MAILS_PER_HOUR[mail.category];
    if (sent <= most) return mail;
    await settleMail(tx, mailId, {
      state: "cancelled",
      lastError: `More than ${most} mails to this address in an hour.`,
    });
    return "cancelled" as const;
  });
  if (begun === "cancelled") return "cancelled";
  if (!begun) return "nothing to do";
  const settle = (change: Parameters<typeof settleMail>[2]) =>
    inPlace(sender, input.organizationId, (tx) => settleMail(tx, mailId, change));
  try {
    const message = await renderMail(sender, begun);
    const providerId = await deliver(sender, begun, message);
    const rendered =
      sender.mailer?.kind === "mailbox"
        ? sender.vault.seal(JSON.stringify({ ...message, attachments: [] }), renderedContext(mailId))
        : null;
    const sentAt = sender.clock.now();
    await settle({ state: "sent", sentAt, providerId, rendered, content: null, lastError: null });
    return "sent";
  } catch (error) {
    if (!(error instanceof MailerError)) throw error;
    if (error.retryable && begun.attempts < input.maxAttempts) {
      await settle({ lastError: error.message });
      throw error;
    }
    await settle({ state: "dead", lastError: error.message });
    return "dead";
  }
}

async function renderMail(
  { vault, findTemplate }: MailSender,
  mail: { id: Id<"mail">; template: string; content: Buffer | null },
): Promise<Message> {
  const template = findTemplate(mail.template);
  if (!template || !mail.content) {
    throw new MailerError("invalid_message", `There is no template ${mail.template}, or the content is gone.`);
  }
  const props: unknown = JSON.parse(vault.open(mail.content, `email_outbox/${mail.id}`));
  try {
    return await template.renderUnknown(props);
  } catch (cause) {
    // What zod or a template says may quote the content; the outbox is read by admins.
    throw new MailerError("invalid_message", `The template ${mail.template} does not fit what was queued.`, { cause });
  }
}

/** The provider's id, or null where the provider says that it took this event before. */
async function deliver(
  sender: MailSender,
  mail: { event: string; recipient: string },
  message: Message,
): Promise<string | null> {
  if (!sender.mailer) {
    throw new MailerError("configuration", "No mail provider is configured: set RESEND_API_KEY or SMTP_URL.");
  }
  try {
    const { event: id, recipient: to } = mail;
    return (await sender.mailer.send({ id, from: sender.mailFrom, to, ...message })).providerId;
  } catch (error) {
    if (error instanceof MailerError && error.code === "duplicate") return null;
    throw error;
  }
}

/** In the organization whose mail it is, or outside of all for a person's own. */
function inPlace<T>(
  sender: MailSender,
  organizationId: Id<"organization"> | null,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (organizationId === null) return sender.db.drizzle.transaction(work);
  const ctx: Pick<Context, "db"> & { actor: { organizationId: Id<"organization"> } } = {
    db: sender.db,
    actor: { organizationId },
  };
  return withOrganization(ctx, work);
}
