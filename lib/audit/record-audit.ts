import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvents, auditHeads } from "@/db/schema/audit";
import { serviceTokens } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import type { Context } from "@/db/tenancy";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/ids";
import { actorId } from "@/lib/core/permissions";
import { type ChainedEvent, chainHash, chainKey, chainLink, GENESIS } from "./chain";

export type AuditInput = {
  /** `noun.verb` in the past tense of the domain: `key.created`, `member.role_changed`. */
  action: string;
  target: { type: string; id: string | null; name: string | null };
  /** Only what changed; never a secret or a hash. */
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string | null;
  /** The actor's name where the caller knows better; otherwise it is looked up, so that it survives the actor. */
  actorName?: string | null;
};

/**
 * Writes the audit row of a change inside the change's own transaction: if it cannot be written, the change does not
 * happen. The head row is locked, so rows of one organization are numbered and chained without gaps.
 */
export async function recordAudit(tx: Transaction, ctx: Context, input: AuditInput): Promise<void> {
  const organizationId = ctx.actor.organizationId;
  await tx.insert(auditHeads).values({ organizationId, seq: 0, hash: GENESIS, link: GENESIS }).onConflictDoNothing();
  const [head] = await tx.select().from(auditHeads).where(sql`organization_id = ${organizationId}`).for("update");
  if (!head) throw new Error("The audit head of the organization is missing.");
  const at = ctx.clock.now();
  const id = newId("auditEvent", at.getTime());
  const before = plain(input.before);
  const after = plain(input.after);
  const content = {
    seq: head.seq + 1,
    actorType: ctx.actor.type,
    actorId: actorId(ctx.actor),
    actorName: storable(input.actorName ?? (await nameOf(tx, ctx.actor))),
    action: input.action,
    targetType: input.target.type,
    targetId: storable(input.target.id),
    targetName: storable(input.target.name),
    reason: storable(input.reason ?? null),
    ip: ctx.request.ip,
    userAgent: storable(ctx.request.userAgent),
    requestId: ctx.request.requestId,
    assurance: assuranceOf(ctx),
  };
  const event: ChainedEvent = { organizationId, id, at: at.toISOString(), ...content, before, after };
  const hash = chainHash(chainKey(ctx.vault, organizationId), head.hash, event);
  const link = chainLink(head.link, event);
  await tx.insert(auditEvents).values({ organizationId, id, at, ...content, before, after, hash, link });
  await tx.update(auditHeads).set({ seq: content.seq, hash, link }).where(sql`organization_id = ${organizationId}`);
}

async function nameOf(tx: Transaction, actor: Actor): Promise<string | null> {
  if (actor.type === "system") return null;
  const [row] =
    actor.type === "user"
      ? await tx.select({ name: users.name }).from(users).where(eq(users.id, actor.userId))
      : await tx
          .select({ name: serviceTokens.name })
          .from(serviceTokens)
          .where(eq(serviceTokens.id, actor.serviceTokenId));
  return row?.name ?? null;
}

function assuranceOf(ctx: Context): string {
  if (ctx.actor.type === "user") return ctx.actor.mfaAt ? "mfa" : "password";
  return ctx.actor.type === "service_token" ? "service_token" : "system";
}

/** Text as Postgres gives it back: without NUL and lone surrogates, or the row's hash would not fit what is stored. */
function storable(text: string | null): string | null {
  return text === null ? null : Buffer.from(text).toString().replaceAll("\0", "\ufffd");
}

/** What jsonb gives back: dates become text, undefined members go. */
function plain(record: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  if (!record) return null;
  return JSON.parse(JSON.stringify(record, (_, value) => (typeof value === "string" ? storable(value) : value)));
}
