import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { wrappedLinks } from "@/db/schema/approvals";
import { keys } from "@/db/schema/keys";
import { type AnonymousContext, type Context, enterOrganization, withOrganization, withTokenHash } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { LatchkeyError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { pageUrl } from "@/lib/identity/links";
import { findKey } from "@/lib/keys/find-key";
import { queueMail } from "@/lib/notifications/queue-mail";
import { presentLink } from "./present";
import { approverRows, organizationName } from "./queries";
import { listPageSchema, openLinkSchema } from "./schema";
import { decryptFor } from "./wrap-secret";

type Link = typeof wrappedLinks.$inferSelect;
export type OpenedLink = { secret: string; keyName: string; organization: string };

/**
 * Opens a link, once: SQL lets one of any number of callers through, and the secret is gone from the database with it. A
 * later opening is recorded and told to the key's owner, and to owners and admins: the first opener may have been the
 * wrong one. Nobody has to be signed in; the key in the link is the right to it.
 * @throws not_found (no such link, or another key), gone (opened, expired or cancelled).
 */
export async function openLink(ctx: AnonymousContext, linkId: string, body: unknown): Promise<OpenedLink> {
  const { key: token } = parseInput(openLinkSchema, body ?? {});
  const opened = await findByToken(ctx, linkId, token, async (tx, link) => {
    const acting = contextOf(ctx, link);
    const now = ctx.clock.now();
    const [first] = await tx
      .update(wrappedLinks)
      .set({ openedAt: now, openedIp: ctx.request.ip, openedAgent: ctx.request.userAgent, ciphertext: null })
      .where(
        and(
          eq(wrappedLinks.organizationId, link.organizationId),
          eq(wrappedLinks.id, link.id),
          isNull(wrappedLinks.openedAt),
          isNull(wrappedLinks.cancelledAt),
          gt(wrappedLinks.expiresAt, now),
        ),
      )
      .returning({ id: wrappedLinks.id });
    const [key] = await tx.select({ name: keys.name }).from(keys).where(eq(keys.id, link.keyId));
    const name = key?.name ?? "";
    const target = { type: "key", id: link.keyId, name };
    if (first && link.ciphertext) {
      await recordAudit(tx, acting, { action: "key.hand_over_opened", target, after: { linkId: link.id } });
      const inner = Buffer.from(ctx.vault.open(link.ciphertext, `wrapped_links/${link.id}`), "base64");
      const secret = decryptFor(Buffer.from(token, "base64url"), link.id, inner);
      const { name: organization } = await organizationName(tx, link.organizationId);
      return { secret, keyName: name, organization };
    }
    if (link.openedAt !== null || !first) await recordLaterOpening(tx, acting, link, target);
    return null;
  });
  if (opened) return opened;
  throw new LatchkeyError(
    "gone",
    "This link was opened before, has expired or was cancelled. Ask its sender for a new one.",
  );
}

async function findByToken<T>(
  ctx: AnonymousContext,
  linkId: string,
  token: string,
  work: (tx: Transaction, link: Link) => Promise<T>,
): Promise<T> {
  for (const version of ctx.vault.versions) {
    const hash = ctx.vault.hashToken("wrapped-link", token, version);
    const found = await withTokenHash(ctx.db, hash, async (tx) => {
      const [seen] = await tx.select().from(wrappedLinks).where(eq(wrappedLinks.tokenHash, hash));
      if (!seen || seen.id !== linkId) return null;
      await enterOrganization(tx, seen.organizationId);
      const [link] = await tx
        .select()
        .from(wrappedLinks)
        .where(and(eq(wrappedLinks.organizationId, seen.organizationId), eq(wrappedLinks.id, seen.id)))
        .for("no key update");
      return link ? { result: await work(tx, link) } : null;
    });
    if (found) return found.result;
  }
  throw notFound("link");
}

function contextOf(ctx: AnonymousContext, link: Link): Context {
  return { ...ctx, actor: { type: "system", organizationId: link.organizationId, process: "hand-over" } };
}

async function recordLaterOpening(
  tx: Transaction,
  ctx: Context,
  link: Link,
  target: { type: string; id: string; name: string },
): Promise<void> {
  const { organizationId } = ctx.actor;
  const isOpened = link.openedAt !== null;
  const [counted] = await tx
    .update(wrappedLinks)
    .set({ laterOpenings: sql`${wrappedLinks.laterOpenings} + 1` })
    .where(and(eq(wrappedLinks.organizationId, organizationId), eq(wrappedLinks.id, link.id)))
    .returning({ openings: wrappedLinks.laterOpenings });
  await recordAudit(tx, ctx, {
    action: isOpened ? "key.hand_over_opened_again" : "key.hand_over_opened_late",
    target,
    after: { linkId: link.id, openings: (counted?.openings ?? 0) + (isOpened ? 1 : 0) },
  });
  if (!isOpened) return;
  const [key] = await tx
    .select({ ownerUserId: keys.ownerUserId, ownerTeamId: keys.ownerTeamId })
    .from(keys)
    .where(eq(keys.id, link.keyId));
  const people = await approverRows(tx, organizationId, {
    rules: [
      {
        reason: "",
        count: 0,
        roles: ["owner", "admin"],
        teams: key?.ownerTeamId ? [key.ownerTeamId] : [],
        members: [],
      },
    ],
    fallback: null,
    userIds: [link.createdBy, ...(key?.ownerUserId ? [key.ownerUserId] : [])],
  });
  const organization = await organizationName(tx, organizationId);
  for (const person of people) {
    await queueMail(tx, ctx, organizationId, {
      // One mail a person: what follows the second opening adds nothing to act on.
      event: `${link.id}/opened-again/${person.userId}`,
      template: "hand-over-opened-again",
      props: {
        organizationName: organization.name,
        timeZone: person.timezone ?? organization.timezone,
        keyName: target.name,
        keyUrl: pageUrl(`/${organization.slug}/keys/${target.id}`),
        first: originOf(link.openedAt ?? ctx.clock.now(), link.openedIp, link.openedAgent),
        again: originOf(ctx.clock.now(), ctx.request.ip, ctx.request.userAgent),
      },
      to: person.email,
      userId: person.userId,
    });
  }
}

function originOf(at: Date, ip: string | null, agent: string | null) {
  return { at: at.toISOString(), ...(ip ? { address: ip } : {}), ...(agent ? { agent } : {}) };
}

/** The links to a key's secrets, newest first. @throws not_found. */
export async function listLinks(ctx: Context, reference: string, query: unknown = {}) {
  const { limit } = parseInput(listPageSchema, query);
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const rows = await tx
      .select()
      .from(wrappedLinks)
      .where(and(eq(wrappedLinks.organizationId, ctx.actor.organizationId), eq(wrappedLinks.keyId, row.key.id)))
      .orderBy(desc(wrappedLinks.createdAt), desc(wrappedLinks.id))
      .limit(limit);
    return { items: rows.map((link) => presentLink(link, ctx.clock.now())), nextCursor: null };
  });
}
