import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { emailOutbox } from "@/db/schema/mail";
import { throttles } from "@/db/schema/people";
import type { Id } from "@/lib/core/ids";
import type { MAIL_STATES } from "./schema";

type Organization = Id<"organization">;
type Mail = Id<"mail">;

const LISTED = {
  id: emailOutbox.id,
  template: emailOutbox.template,
  category: emailOutbox.category,
  recipient: emailOutbox.recipient,
  state: emailOutbox.state,
  attempts: emailOutbox.attempts,
  lastError: emailOutbox.lastError,
  createdAt: emailOutbox.createdAt,
  sentAt: emailOutbox.sentAt,
};

/** Newest first, before the given id. */
export function selectMails(
  tx: Transaction,
  organizationId: Organization,
  filters: { state?: (typeof MAIL_STATES)[number] | undefined; recipient?: string | undefined },
  page: { before: Mail | null; limit: number },
) {
  return tx
    .select(LISTED)
    .from(emailOutbox)
    .where(
      and(
        eq(emailOutbox.organizationId, organizationId),
        filters.state === undefined ? undefined : eq(emailOutbox.state, filters.state),
        filters.recipient === undefined ? undefined : eq(emailOutbox.recipient, filters.recipient),
        page.before === null ? undefined : lt(emailOutbox.id, page.before),
      ),
    )
    .orderBy(desc(emailOutbox.id))
    .limit(page.limit);
}

export type MailRow = Awaited<ReturnType<typeof selectMails>>[number];

export async function selectMail(tx: Transaction, organizationId: Organization, id: Mail): Promise<MailRow | null> {
  const [row] = await tx
    .select(LISTED)
    .from(emailOutbox)
    .where(and(eq(emailOutbox.organizationId, organizationId), eq(emailOutbox.id, id)));
  return row ?? null;
}

/** Begins an attempt on a mail that still waits; null when it was sent, given up or cancelled. */
export async function beginAttempt(tx: Transaction, id: Mail) {
  const [row] = await tx
    .update(emailOutbox)
    .set({ attempts: sql`${emailOutbox.attempts} + 1` })
    .where(and(eq(emailOutbox.id, id), eq(emailOutbox.state, "queued")))
    .returning();
  return row ?? null;
}

/** Settles a mail that still waits. Of several attempts at once, the first to settle it wins. */
export async function settleMail(
  tx: Transaction,
  id: Mail,
  change: Partial<typeof emailOutbox.$inferInsert>,
): Promise<boolean> {
  const settled = await tx
    .update(emailOutbox)
    .set(change)
    .where(and(eq(emailOutbox.id, id), eq(emailOutbox.state, "queued")))
    .returning({ id: emailOutbox.id });
  return settled.length > 0;
}

/** Puts a mail that was given up back into the queue; false when it was not given up, or its content is gone. */
export async function requeueMail(tx: Transaction, organizationId: Organization, id: Mail): Promise<boolean> {
  const requeued = await tx
    .update(emailOutbox)
    .set({ state: "queued", attempts: 0, lastError: null })
    .where(
      and(
        eq(emailOutbox.organizationId, organizationId),
        eq(emailOutbox.id, id),
        inArray(emailOutbox.state, ["dead", "cancelled"]),
        isNotNull(emailOutbox.content),
      ),
    )
    .returning({ id: emailOutbox.id });
  return requeued.length > 0;
}

/** Counts one mail to an address in its hour; returns how many there were, with this one. */
export async function countMailTo(tx: Transaction, bucket: string, hour: Date): Promise<number> {
  const [row] = await tx
    .insert(throttles)
    .values({ bucket, windowStart: hour, hits: 1, expiresAt: new Date(hour.getTime() + 7_200_000) })
    .onConflictDoUpdate({
      target: [throttles.bucket, throttles.windowStart],
      set: { hits: sql`${throttles.hits} + 1` },
    })
    .returning({ hits: throttles.hits });
  return row?.hits ?? 1;
}

/** What the mailbox page shows, newest first: of the organization that was entered, or of people where none was. */
export function selectRendered(tx: Transaction, organizationId: Organization | null, limit: number) {
  return tx
    .select({ ...LISTED, organizationId: emailOutbox.organizationId, rendered: emailOutbox.rendered })
    .from(emailOutbox)
    .where(
      and(
        organizationId === null ? isNull(emailOutbox.organizationId) : eq(emailOutbox.organizationId, organizationId),
        isNotNull(emailOutbox.rendered),
      ),
    )
    .orderBy(desc(emailOutbox.id))
    .limit(limit);
}
