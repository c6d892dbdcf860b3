import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { keys, keyVersions } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { formatDuration } from "@/lib/core/durations";
import { conflict, invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret } from "@/lib/core/key-format";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { confirmPropagation, type Propagation } from "./confirm-propagation";
import { type FoundKey, findKeyFor, presentedKey } from "./find-key";
import { stateRefusal } from "./policy";
import { iso, policyOf } from "./present";
import { endVersions, latestNumber, lockKey } from "./queries";
import { type PresentedKey, rotateKeySchema, waitSchema } from "./schema";

/** When the old version ends: at an instant, or earlier, with the first use of the new one. */
type Overlap = { endsAt: Date; endsOnFirstUse: boolean; words: string };

/**
 * Gives a key a new secret, answered here and never again; the old one goes on for the overlap. Of parallel rotations one
 * wins. @throws not_found, forbidden, step_up_required, invalid_input (overlap beyond the policy), conflict.
 */
export async function rotateKey(
  ctx: Context,
  reference: string,
  body: unknown,
  query: unknown = {},
): Promise<RotatedKey & { propagation: Propagation }> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(rotateKeySchema, body ?? {});
  const { wait } = parseInput(waitSchema, query);
  const rotated = await withOrganization(ctx, (tx) => rotateWithin(tx, ctx, reference, input));
  return { ...rotated, propagation: await confirmPropagation(ctx.db, wait) };
}

export type RotatedKey = {
  key: PresentedKey;
  secret: string;
  previousVersion: { id: string; number: number; endsAt: string | null; endsOnFirstUse: boolean };
};

/** The same inside the caller's transaction, without waiting for receipts. @throws as `rotateKey`. */
export async function rotateWithin(
  tx: Transaction,
  ctx: Context,
  reference: string,
  input: z.output<typeof rotateKeySchema>,
): Promise<RotatedKey> {
  const found = await findKeyFor(tx, ctx, reference, "rotate");
  const { environment } = found;
  const policy = policyOf(environment);
  if (policy.requireStepUp) requireStepUp(ctx.actor, ctx.clock);
  const overlap = overlapOf(input.overlap ?? policy.defaultOverlap, policy.longestOverlap, ctx.clock.now());
  const { secret, previous } = await addVersion(tx, ctx, found, overlap);
  const key = await presentedKey(tx, ctx, found);
  await recordAudit(tx, ctx, {
    action: "key.rotated",
    target: { type: "key", id: key.id, name: key.name },
    before: { versionId: previous.id, versionNumber: previous.number },
    after: {
      versionId: key.versionId,
      versionNumber: key.versionNumber,
      overlap: overlap.words,
      previousEndsAt: iso(overlap.endsAt),
    },
    reason: input.reason,
  });
  const { endsAt, endsOnFirstUse } = overlap;
  return { key, secret, previousVersion: { ...previous, endsAt: iso(endsAt), endsOnFirstUse } };
}

function overlapOf(wanted: number | "first_use", longest: number, now: Date): Overlap {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  // A new secret that nobody ever uses must not keep the old one alive beyond the policy.
  if (wanted === "first_use") {
    const words = `until the new one's first use, at most ${formatDuration(longest)}`;
    return { endsAt: after(longest), endsOnFirstUse: true, words };
  }
  if (wanted > longest) throw invalidInput("overlap", `must be at most ${formatDuration(longest)} here`);
  return { endsAt: after(wanted), endsOnFirstUse: false, words: formatDuration(wanted) };
}

async function addVersion(tx: Transaction, ctx: Context, found: FoundKey, overlap: Overlap) {
  const { organizationId } = ctx.actor;
  const { environment, row } = found;
  const now = ctx.clock.now();
  const current = await lockKey(tx, organizationId, row.key.id);
  const refusal = current ? stateRefusal("rotate", { ...current, owned: true }, now) : "The key is gone.";
  if (refusal || !current) throw conflict(refusal ?? "The key is gone.");
  // Whoever asked saw this version; if another rotation was quicker, its secret is the new one.
  if (current.currentVersionId === null || current.currentVersionId !== row.key.currentVersionId) {
    throw conflict("The key was rotated by someone else at the same moment.");
  }
  const [previous] = await tx
    .update(keyVersions)
    .set({ endsAt: overlap.endsAt, endsOnFirstUse: overlap.endsOnFirstUse, endReason: "rotated" })
    .where(and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.id, current.currentVersionId)))
    .returning({ id: keyVersions.id, number: keyVersions.number });
  if (!previous) throw conflict("The key has no version to rotate.");
  // Older ones still in their overlap end no later: who rotates at once after a leak means every old secret.
  await endVersions(tx, organizationId, current.id, overlap.endsAt, "rotated");
  const secret = generateKeySecret(environment.keyPrefix, environment.tag);
  const visible = describeSecret(secret);
  const versionId = newId("keyVersion", now.getTime());
  await tx.insert(keyVersions).values({
    organizationId,
    id: versionId,
    keyId: current.id,
    environmentId: environment.id,
    number: (await latestNumber(tx, organizationId, current.id)) + 1,
    secretHash: ctx.vault.hashKeySecret(environment.id, secret),
    hashKind: "pepper",
    pepperVersion: ctx.vault.currentVersion,
    secretStart: visible.start,
    secretLastFour: visible.lastFour,
    createdBy: actorId(ctx.actor),
    createdAt: now,
    endsOnFirstUse: false,
  });
  await tx
    .update(keys)
    .set({
      currentVersionId: versionId,
      secretStart: visible.start,
      secretLastFour: visible.lastFour,
      rotatedAt: now,
      updatedAt: now,
    })
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, current.id), eq(keys.state, "active")));
  return { secret, previous };
}
