import type { MailRow } from "./queries";
import type { PresentedMail } from "./schema";

export function presentMail(row: MailRow): PresentedMail {
  return {
    id: row.id,
    template: row.template,
    category: row.category,
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}
