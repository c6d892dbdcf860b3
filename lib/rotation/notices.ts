import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keyNotices } from "@/db/schema/lifecycle";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { type MailName, type MailProps, queueMail } from "@/lib/notifications/queue-mail";
import type { Directory, Reader } from "./directory";

/** Something that is told of a key once: of what kind, about which date or version, at which step. */
export type Notice = { keyId: Id<"key">; kind: string; about: string; step: number };

const PAGE = 1000;

/** One look at an organization at a time: a second worker waits here, and then finds everything told. */
export async function lockLifecycle(tx: Transaction, organizationId: Id<"organization">): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`lifecycle/${organizationId}`}, 0))`);
}

/** Writes that these were told (or are done without telling, where there is no mail). A notice that is there already fails. */
export async function writeNotices(
  tx: Transaction,
  ctx: Context,
  notices: readonly Notice[],
  told: { userId: Id<"user">; mailId: Id<"mail"> } | null,
): Promise<void> {
  const { organizationId } = ctx.actor;
  const createdAt = ctx.clock.now();
  for (let index = 0; index < notices.length; index += PAGE) {
    const rows = notices.slice(index, index + PAGE).map(({ keyId, kind, about, step }) => ({
      organizationId,
      keyId,
      kind,
      about,
      step,
      userId: told?.userId ?? "",
      mailId: told?.mailId ?? null,
      createdAt,
    }));
    await tx.insert(keyNotices).values(rows);
  }
}

/**
 * Queues one mail to one person about these notices, and writes them with it: both happen or neither.
 * The event names person, notices and moment, since a date that was changed away and back is told of again.
 */
export async function tell<N extends MailName>(
  tx: Transaction,
  ctx: Context,
  directory: Directory,
  message: { reader: Reader; notices: readonly Notice[]; template: N; props: MailProps<N> },
): Promise<void> {
  const { reader, notices, template, props } = message;
  const what = notices.map(({ keyId, kind, about, step }) => `${keyId}/${kind}/${about}/${step}`).sort();
  const hash = createHash("sha256").update(what.join("\n")).digest("hex").slice(0, 32);
  const mailId = await queueMail(tx, ctx, ctx.actor.organizationId, {
    event: `${template}/${reader.id}/${ctx.clock.now().getTime()}/${hash}`,
    template,
    props,
    to: reader.email,
    userId: reader.id,
  });
  if (mailId === null)
    throw new Error(`The same mail to ${reader.id} of ${directory.organization.slug} was queued before.`);
  await writeNotices(tx, ctx, notices, { userId: reader.id, mailId });
}

/** Parts what is to be told by who is told: one mail for each. */
export function byReader<T>(
  told: readonly { item: T; readers: readonly { reader: Reader; isOwner: boolean }[] }[],
): { reader: Reader; items: { item: T; isOwner: boolean }[] }[] {
  const parts = new Map<string, { reader: Reader; items: { item: T; isOwner: boolean }[] }>();
  for (const { item, readers } of told) {
    for (const { reader, isOwner } of readers) {
      const part = parts.get(reader.id) ?? { reader, items: [] };
      part.items.push({ item, isOwner });
      parts.set(reader.id, part);
    }
  }
  return [...parts.values()];
}
