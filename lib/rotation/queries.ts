import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { deliveryTargets, keyLifecycle, rotations } from "@/db/schema/lifecycle";
import type { Id } from "@/lib/core/ids";

type Organization = Id<"organization">;

/** A delivery target by id, or null. */
export async function findTarget(tx: Transaction, organizationId: Organization, id: Id<"deliveryTarget">) {
  const [row] = await tx
    .select()
    .from(deliveryTargets)
    .where(and(eq(deliveryTargets.organizationId, organizationId), eq(deliveryTargets.id, id)));
  return row ?? null;
}

/** What a key has of its own, or null where it has nothing. */
export async function lifecycleOf(tx: Transaction, organizationId: Organization, keyId: Id<"key">) {
  const [row] = await tx
    .select()
    .from(keyLifecycle)
    .where(and(eq(keyLifecycle.organizationId, organizationId), eq(keyLifecycle.keyId, keyId)));
  return row ?? null;
}

export type RotationRow = Awaited<ReturnType<typeof rotationRows>>[number];

/** Rotations with the names of their key and target, newest first. */
export function rotationRows(tx: Transaction, organizationId: Organization, condition: SQL | undefined, limit: number) {
  return tx
    .select({
      rotation: rotations,
      keyName: keys.name,
      environmentId: keys.environmentId,
      targetName: deliveryTargets.name,
    })
    .from(rotations)
    .innerJoin(keys, and(eq(keys.organizationId, rotations.organizationId), eq(keys.id, rotations.keyId)))
    .leftJoin(
      deliveryTargets,
      and(eq(deliveryTargets.organizationId, rotations.organizationId), eq(deliveryTargets.id, rotations.targetId)),
    )
    .where(and(eq(rotations.organizationId, organizationId), condition))
    .orderBy(desc(rotations.createdAt), desc(rotations.id))
    .limit(limit);
}

/** Writes a rotation unless its key has an open one; answers its id, or null. */
export async function openRotation(
  tx: Transaction,
  values: typeof rotations.$inferInsert,
): Promise<Id<"rotation"> | null> {
  const [row] = await tx
    .insert(rotations)
    .values(values)
    .onConflictDoNothing({
      target: [rotations.organizationId, rotations.keyId],
      where: inArray(rotations.state, ["due", "delivering"]),
    })
    .returning({ id: rotations.id });
  return row?.id ?? null;
}

/**
 * Closes what is no longer due: its owner rotated by hand, or the key does not work any more. A delivery under way is left to
 * its own end.
 */
export async function settleOpenRotations(tx: Transaction, organizationId: Organization, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update rotations r set state = case when k.state = 'active' and (k.expires_at is null or k.expires_at > ${at})
        then 'done' else 'cancelled' end,
      version_id = case when k.state = 'active' then k.current_version_id else r.version_id end, done_at = ${at}
    from keys k where r.organization_id = ${organizationId} and r.state = 'due' and k.organization_id = r.organization_id
      and k.id = r.key_id and (k.state = 'revoked' or (k.expires_at is not null and k.expires_at <= ${at})
        or (r.target_id is null and k.current_version_id <> r.previous_version_id))`);
}
