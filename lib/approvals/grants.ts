import { and, asc, desc, eq, gt, isNull, lte } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { grants } from "@/db/schema/approvals";
import { keys } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import { type Id, isId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { findKey, findKeyFor } from "@/lib/keys/find-key";
import { lockKey } from "@/lib/keys/queries";
import { presentGrant } from "./present";
import { endSchema, listPageSchema } from "./schema";

type Organization = Id<"organization">;

/** Writes what the gateway reads of a key's grants: scopes with their ends, and until when the allow-list does not refuse. */
export async function settleGrants(
  tx: Transaction,
  organizationId: Organization,
  keyId: Id<"key">,
  now: Date,
): Promise<void> {
  // Locked first: a grant that is being added at this moment is seen, or sees this.
  await lockKey(tx, organizationId, keyId);
  const open = await tx
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.organizationId, organizationId),
        eq(grants.keyId, keyId),
        isNull(grants.endedAt),
        gt(grants.endsAt, now),
      ),
    )
    .orderBy(asc(grants.endsAt));
  // Ordered by their ends, so that of two grants of a scope the later one stays.
  const until = new Map<string, Date>();
  let networkWaivedUntil: Date | null = null;
  for (const grant of open) {
    for (const scope of grant.scopes) until.set(scope, grant.endsAt);
    if (grant.kind === "network") networkWaivedUntil = grant.endsAt;
  }
  const granted = [...until].map(([scope, end]) => ({ scope, until: end.toISOString() }));
  await tx
    .update(keys)
    .set({ granted, networkWaivedUntil, updatedAt: now })
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, keyId)));
}

/** The grants of a key, newest first. @throws not_found. */
export async function listGrants(ctx: Context, reference: string, query: unknown = {}) {
  const { limit } = parseInput(listPageSchema, query);
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const rows = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.organizationId, ctx.actor.organizationId), eq(grants.keyId, row.key.id)))
      .orderBy(desc(grants.startsAt), desc(grants.id))
      .limit(limit);
    const now = ctx.clock.now();
    return { items: rows.map((grant) => presentGrant(grant, now)), nextCursor: null };
  });
}

/** Ends a grant before its time; less is never asked for. @throws not_found, forbidden, conflict (ended already). */
export async function endGrant(ctx: Context, reference: string, grantId: string, body: unknown) {
  const { comment } = parseInput(endSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKeyFor(tx, ctx, reference, "edit");
    if (!isId("grant", grantId)) throw notFound("grant");
    const { organizationId } = ctx.actor;
    const now = ctx.clock.now();
    const mine = and(eq(grants.organizationId, organizationId), eq(grants.keyId, row.key.id), eq(grants.id, grantId));
    const [grant] = await tx.select().from(grants).where(mine);
    if (!grant) throw notFound("grant");
    const [ended] = await tx
      .update(grants)
      .set({ endedAt: now, endReason: "ended early" })
      .where(and(mine, isNull(grants.endedAt), gt(grants.endsAt, now)))
      .returning();
    if (!ended) throw conflict("The grant has ended already.");
    await settleGrants(tx, organizationId, row.key.id, now);
    await recordAudit(tx, ctx, {
      action: ended.kind === "scopes" ? "grant.ended" : "network_waiver.ended",
      target: { type: "key", id: row.key.id, name: row.key.name },
      before: {
        grantId,
        endsAt: ended.endsAt.toISOString(),
        ...(ended.scopes.length > 0 ? { scopes: ended.scopes } : {}),
      },
      after: { endedAt: now.toISOString() },
      reason: comment ?? "ended early",
    });
    return presentGrant(ended, now);
  });
}

/**
 * Takes the grants away whose time is over. The gateways refuse from the very end by the grant's own instant; this tidies up
 * and writes the audit rows. Run twice, the second finds nothing. Returns how many ended.
 */
export async function endDueGrants(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const due = await tx
      .update(grants)
      .set({ endedAt: now, endReason: "ended" })
      .where(and(eq(grants.organizationId, organizationId), isNull(grants.endedAt), lte(grants.endsAt, now)))
      .returning();
    const names = new Map<string, string>();
    for (const keyId of [...new Set(due.map((grant) => grant.keyId))].sort()) {
      const key = await lockKey(tx, organizationId, keyId);
      names.set(keyId, key?.name ?? "");
      await settleGrants(tx, organizationId, keyId, now);
    }
    for (const grant of due) {
      await recordAudit(tx, ctx, {
        action: grant.kind === "scopes" ? "grant.ended" : "network_waiver.ended",
        target: { type: "key", id: grant.keyId, name: names.get(grant.keyId) ?? "" },
        before: { grantId: grant.id, ...(grant.scopes.length > 0 ? { scopes: grant.scopes } : {}) },
        after: { endedAt: grant.endsAt.toISOString() },
        reason: "its time was over",
      });
    }
    return due.length;
  });
}
