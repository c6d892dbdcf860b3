import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { wrappedLinks } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { idSchema, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requireStepUp } from "@/lib/core/permissions";
import { pageUrl } from "@/lib/identity/links";
import { findKeyFor, presentedKey } from "@/lib/keys/find-key";
import { policyOf } from "@/lib/keys/present";
import { versionByHash } from "@/lib/keys/queries";
import type { PresentedKey } from "@/lib/keys/schema";
import { handOverSchema } from "./schema";

/** A new link. `url` holds its key in the fragment, is answered this once, and is stored nowhere. */
export type NewLink = { id: string; url: string; expiresAt: string };

const NONCE = 12;
const TAG = 16;

/** Encrypts a secret under a key of its own, bound to the link's id. */
export function encryptFor(key: Buffer, linkId: string, secret: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(linkId));
  const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Decrypts what `encryptFor` made. Throws when the key or the link is another. */
export function decryptFor(key: Buffer, linkId: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(linkId))
    .setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
}

/** Writes a single-use link to a secret that was just made. `expiresIn` in seconds. */
export async function wrapSecret(
  tx: Transaction,
  ctx: Context,
  wanted: { key: PresentedKey; secret: string; expiresIn: number; note: string },
): Promise<NewLink> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const id = newId("link", now.getTime());
  const linkKey = randomBytes(32);
  const token = linkKey.toString("base64url");
  const expiresAt = new Date(now.getTime() + wanted.expiresIn * 1000);
  const inner = encryptFor(linkKey, id, wanted.secret).toString("base64");
  await tx.insert(wrappedLinks).values({
    organizationId,
    id,
    keyId: idSchema("key").parse(wanted.key.id),
    versionId: idSchema("keyVersion").parse(wanted.key.versionId),
    tokenHash: ctx.vault.hashToken("wrapped-link", token),
    ciphertext: ctx.vault.seal(inner, `wrapped_links/${id}`),
    note: wanted.note,
    createdBy: actorId(ctx.actor),
    createdAt: now,
    expiresAt,
    laterOpenings: 0,
  });
  await recordAudit(tx, ctx, {
    action: "key.hand_over_wrapped",
    target: { type: "key", id: wanted.key.id, name: wanted.key.name },
    after: { linkId: id, versionId: wanted.key.versionId, expiresAt: expiresAt.toISOString(), note: wanted.note },
  });
  return { id, url: `${pageUrl(`/hand-over/${id}`)}#${token}`, expiresAt: expiresAt.toISOString() };
}

/**
 * Wraps the secret that the caller was just shown in a single-use link. The secret comes back in the body, is compared with
 * the key's current version, and is not stored in a form that the house could read without the link.
 * @throws not_found, forbidden, invalid_input (not this key's current secret).
 */
export async function handOverKey(ctx: Context, reference: string, body: unknown): Promise<{ link: NewLink }> {
  const { secret, expiresIn, note } = parseInput(handOverSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    if (policyOf(found.environment).requireStepUp) requireStepUp(ctx.actor, ctx.clock);
    const { organizationId } = ctx.actor;
    const environmentId = found.environment.id;
    const candidates = ctx.vault.versions.map((pepper) => ({
      environmentId,
      hash: ctx.vault.hashKeySecret(environmentId, secret, pepper),
      kind: "pepper" as const,
    }));
    const version = await versionByHash(tx, organizationId, candidates);
    if (!version || version.keyId !== found.row.key.id || version.id !== found.row.key.currentVersionId) {
      throw invalidInput("secret", "is not the current secret of this key");
    }
    const key = await presentedKey(tx, ctx, found);
    return { link: await wrapSecret(tx, ctx, { key, secret, expiresIn, note }) };
  });
}

/** Makes a link that nobody has opened unusable. @throws not_found, forbidden, conflict (opened or cancelled). */
export async function cancelLink(ctx: Context, reference: string, linkId: string): Promise<void> {
  await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    const id = idSchema("link").safeParse(linkId);
    if (!id.success) throw notFound("link");
    const mine = and(
      eq(wrappedLinks.organizationId, ctx.actor.organizationId),
      eq(wrappedLinks.keyId, found.row.key.id),
      eq(wrappedLinks.id, id.data),
    );
    const [link] = await tx.select({ id: wrappedLinks.id }).from(wrappedLinks).where(mine);
    if (!link) throw notFound("link");
    const cancelled = await tx
      .update(wrappedLinks)
      .set({ cancelledAt: ctx.clock.now(), ciphertext: null })
      .where(and(mine, isNull(wrappedLinks.openedAt), isNull(wrappedLinks.cancelledAt)))
      .returning({ id: wrappedLinks.id });
    if (cancelled.length === 0) throw conflict("The link was opened or cancelled already.");
    await recordAudit(tx, ctx, {
      action: "key.hand_over_cancelled",
      target: { type: "key", id: found.row.key.id, name: found.row.key.name },
      after: { linkId: id.data },
    });
  });
}
