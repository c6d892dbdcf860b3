import type { Transaction } from "@/db/client";
import { emailOutbox } from "@/db/schema/mail";
import type { Clock } from "@/lib/core/clock";
import { type Id, newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import type { EmailName, EmailPropsByName } from "@/lib/emails/catalogue";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { MAIL_CATEGORIES } from "./mail-categories";

/** What a mail is filled with, by its name. */
export type MailProps<N extends EmailName = EmailName> = EmailPropsByName[N];
export type MailName = EmailName;

export type QueuedMail<N extends EmailName> = {
  /** Names the event, not the mail: the same event never makes a second message. */
  event: string;
  template: N;
  props: EmailPropsByName[N];
  to: string;
  userId: Id<"user"> | null;
};

/**
 * Queues one mail in the caller's transaction: inside `withOrganization` it is the organization's, outside it is the
 * person's own (`organizationId` null). Rendering and sending are the worker's. Returns null when the event was mailed before.
 */
export async function queueMail<N extends EmailName>(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  organizationId: Id<"organization"> | null,
  mail: QueuedMail<N>,
): Promise<Id<"mail"> | null> {
  const now = ctx.clock.now();
  const id = newId("mail", now.getTime());
  const written = await tx
    .insert(emailOutbox)
    .values({
      id,
      organizationId,
      userId: mail.userId,
      event: mail.event,
      template: mail.template,
      category: MAIL_CATEGORIES[mail.template],
      recipient: mail.to,
      content: ctx.vault.seal(JSON.stringify(mail.props), `email_outbox/${id}`),
      state: "queued",
      attempts: 0,
      createdAt: now,
    })
    .onConflictDoNothing({ target: emailOutbox.event })
    .returning({ id: emailOutbox.id });
  if (written.length === 0) return null;
  await enqueueJob(tx, "send_mail", { mailId: id, organizationId });
  return id;
}
