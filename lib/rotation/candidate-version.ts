import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys, keyVersions } from "@/db/schema/keys";
import type { Context } from "@/db/tenancy";
import { type Id, newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret } from "@/lib/core/key-format";
import { actorId } from "@/lib/core/permissions";
import { type EnvironmentRow, endVersions, latestNumber } from "@/lib/keys/queries";
import { DAY } from "./local-time";

/** A secret that may have arrived somewhere, though nobody said so, works for this long. */
const UNCONFIRMED = 7 * DAY;

export type CandidateVersion = { id: Id<"keyVersion">; number: number; secret: string };

/**
 * A version beside the current one: it works at once, since whoever is given it may use it at once, and it ends by itself
 * unless `promote` makes it the current one. Its secret is in memory only. The key's row is locked by the caller.
 */
export async function addCandidate(
  tx: Transaction,
  ctx: Context,
  keyId: Id<"key">,
  environment: EnvironmentRow,
): Promise<CandidateVersion> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const secret = generateKeySecret(environment.keyPrefix, environment.tag);
  const visible = describeSecret(secret);
  const id = newId("keyVersion", now.getTime());
  const number = (await latestNumber(tx, organizationId, keyId)) + 1;
  await tx.insert(keyVersions).values({
    organizationId,
    id,
    keyId,
    environmentId: environment.id,
    number,
    secretHash: ctx.vault.hashKeySecret(environment.id, secret),
    hashKind: "pepper",
    pepperVersion: ctx.vault.currentVersion,
    secretStart: visible.start,
    secretLastFour: visible.lastFour,
    createdBy: actorId(ctx.actor),
    createdAt: now,
    endsAt: new Date(now.getTime() + UNCONFIRMED),
    endsOnFirstUse: false,
    endReason: "awaits_delivery",
  });
  return { id, number, secret };
}

/** Ends a candidate that arrived nowhere. */
export async function endCandidate(tx: Transaction, ctx: Context, id: Id<"keyVersion">): Promise<void> {
  await tx
    .update(keyVersions)
    .set({ endsAt: ctx.clock.now(), endReason: "not_delivered" })
    .where(
      and(
        eq(keyVersions.organizationId, ctx.actor.organizationId),
        eq(keyVersions.id, id),
        eq(keyVersions.endReason, "awaits_delivery"),
      ),
    );
}

/** Makes a delivered candidate the current version; every other one ends with the overlap, or before if it was to. */
export async function promote(
  tx: Transaction,
  ctx: Context,
  keyId: Id<"key">,
  version: { id: Id<"keyVersion">; secret: string },
  overlapEndsAt: Date,
): Promise<void> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  await endVersions(tx, organizationId, keyId, overlapEndsAt, "rotated");
  await tx
    .update(keyVersions)
    .set({ endsAt: null, endReason: null })
    .where(and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.id, version.id)));
  const visible = describeSecret(version.secret);
  await tx
    .update(keys)
    .set({
      currentVersionId: version.id,
      secretStart: visible.start,
      secretLastFour: visible.lastFour,
      rotatedAt: now,
      updatedAt: now,
    })
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, keyId)));
}
