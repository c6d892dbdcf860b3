import { randomUUID } from "node:crypto";
import { and, eq, isNotNull, lt, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { deliveryTargets, rotations } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { formatDuration } from "@/lib/core/durations";
import { type Id, newId } from "@/lib/core/ids";
import { actorId } from "@/lib/core/permissions";
import { stateRefusal } from "@/lib/keys/policy";
import { policyOf } from "@/lib/keys/present";
import { type EnvironmentRow, environmentRows, lockKey } from "@/lib/keys/queries";
import { addCandidate, type CandidateVersion, endCandidate, promote } from "./candidate-version";
import { courierOf } from "./delivery/courier";
import { DeliveryError, type Outbound } from "./delivery/delivery";
import { enqueueDelivery } from "./plan-rotations";
import { findTarget, lifecycleOf, openRotation } from "./queries";
import { tellOfFailedDelivery } from "./tell-of-failure";

/** An attempt whose process fell silent may be taken over after this. Far beyond what one call may take. */
const TAKEN_OVER = 10 * 60_000;

export type DeliveryOutcome = "delivered" | "nothing to do" | "cancelled" | "superseded" | "failed";

type Rotation = typeof rotations.$inferSelect;
type Key = NonNullable<Awaited<ReturnType<typeof lockKey>>>;
type Target = NonNullable<Awaited<ReturnType<typeof findTarget>>>;
type Attempt = {
  rotation: Rotation;
  claim: string;
  key: Key;
  environment: EnvironmentRow;
  target: Target;
  place: string;
  version: CandidateVersion;
};

/**
 * One attempt to rotate a key by putting its new secret into a delivery target. A new version is made beside the current one,
 * its secret is delivered, and only then does it become the current one and the old one's overlap begins: a delivery that
 * fails ends nothing but the version that it was about. Each attempt has a secret of its own, so none is kept.
 * @throws DeliveryError when another attempt is to follow.
 */
export async function deliverRotation(
  ctx: Context,
  job: { rotationId: Id<"rotation">; isLast: boolean },
  outbound: Outbound,
): Promise<DeliveryOutcome> {
  const begun = await begin(ctx, job.rotationId);
  if (typeof begun === "string") return begun;
  const { key, environment, target, version, place, rotation } = begun;
  let deliveredTo: string;
  try {
    const courier = courierOf(target, ctx.vault, outbound, ctx.clock.now());
    deliveredTo = await courier.deliver({
      rotationId: rotation.id,
      organization: ctx.actor.organizationId,
      key: { id: key.id, name: key.name, project: environment.project, environment: environment.slug },
      version: { id: version.id, number: version.number },
      secret: version.secret,
      place,
    });
  } catch (error) {
    const failure =
      error instanceof DeliveryError
        ? error
        : new DeliveryError("The delivery failed for a reason of our own.", { refused: false, cause: error });
    await settleFailure(ctx, begun, failure, job.isLast);
    if (job.isLast) return "failed";
    throw failure;
  }
  return settleSuccess(ctx, begun, deliveredTo);
}

/** Claims the rotation and makes the version that this attempt is about. */
async function begin(ctx: Context, rotationId: Id<"rotation">): Promise<Attempt | DeliveryOutcome> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const claim = randomUUID();
    const [rotation] = await tx
      .update(rotations)
      .set({ state: "delivering", claim, claimedAt: now, attempts: sql`${rotations.attempts} + 1` })
      .where(
        and(
          eq(rotations.organizationId, organizationId),
          eq(rotations.id, rotationId),
          isNotNull(rotations.targetId),
          or(
            eq(rotations.state, "due"),
            and(eq(rotations.state, "delivering"), lt(rotations.claimedAt, new Date(now.getTime() - TAKEN_OVER))),
          ),
        ),
      )
      .returning();
    if (!rotation) return "nothing to do";
    const key = await lockKey(tx, organizationId, rotation.keyId);
    const target = rotation.targetId ? await findTarget(tx, organizationId, rotation.targetId) : null;
    const environment = (await environmentRows(tx, organizationId)).find(({ id }) => id === key?.environmentId);
    if (!key || !target || !environment || stateRefusal("rotate", { ...key, owned: true }, now) !== null) {
      await close(tx, rotation, claim, { state: "cancelled", doneAt: now });
      return "cancelled";
    }
    const version = await addCandidate(tx, ctx, key.id, environment);
    const change = { previousVersionId: key.currentVersionId, versionId: version.id };
    await tx.update(rotations).set(change).where(mine(rotation, claim));
    const own = await lifecycleOf(tx, organizationId, key.id);
    const place = own?.deliveryPlace ?? "";
    return { rotation: { ...rotation, ...change }, claim, key, environment, target, place, version };
  });
}

function mine(rotation: Rotation, claim: string) {
  return and(
    eq(rotations.organizationId, rotation.organizationId),
    eq(rotations.id, rotation.id),
    eq(rotations.state, "delivering"),
    eq(rotations.claim, claim),
  );
}

/** Ends an attempt; false when the rotation was taken over meanwhile. */
async function close(
  tx: Transaction,
  rotation: Rotation,
  claim: string,
  change: Partial<typeof rotations.$inferInsert>,
): Promise<boolean> {
  const closed = await tx
    .update(rotations)
    .set({ ...change, claim: null })
    .where(mine(rotation, claim))
    .returning({ id: rotations.id });
  return closed.length > 0;
}

async function settleSuccess(ctx: Context, attempt: Attempt, deliveredTo: string): Promise<DeliveryOutcome> {
  const { organizationId } = ctx.actor;
  const { rotation, claim, version, target, environment } = attempt;
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const key = await lockKey(tx, organizationId, rotation.keyId);
    const where = `${target.name}: ${deliveredTo}`;
    if (!key || key.state === "revoked") {
      await close(tx, rotation, claim, { state: "cancelled", deliveredTo: where, doneAt: now });
      return "cancelled";
    }
    if (!(await close(tx, rotation, claim, { state: "done", deliveredTo: where, doneAt: now, lastError: null }))) {
      await repair(tx, ctx, attempt, now);
      return "superseded";
    }
    const policy = policyOf(environment);
    const overlap = Math.min(rotation.overlapSeconds ?? policy.defaultOverlap, policy.longestOverlap);
    const endsAt = new Date(now.getTime() + overlap * 1000);
    await promote(tx, ctx, key.id, version, endsAt);
    await tx
      .update(deliveryTargets)
      .set({ lastSuccessAt: now, lastError: null })
      .where(and(eq(deliveryTargets.organizationId, organizationId), eq(deliveryTargets.id, target.id)));
    await recordAudit(tx, ctx, {
      action: "key.rotated",
      target: { type: "key", id: key.id, name: key.name },
      before: { versionId: key.currentVersionId },
      after: {
        versionId: version.id,
        versionNumber: version.number,
        overlap: formatDuration(overlap),
        previousEndsAt: endsAt.toISOString(),
        rotationId: rotation.id,
        cause: rotation.cause,
        deliveredTo: where,
      },
      reason: rotation.reason === "" ? null : rotation.reason,
    });
    return "delivered";
  });
}

/**
 * This attempt was given up for dead, another one took over, and now the target may hold this one's secret instead: it goes on
 * working for its days, and one more rotation brings the target back to the current version.
 */
async function repair(tx: Transaction, ctx: Context, attempt: Attempt, now: Date): Promise<void> {
  const { organizationId } = ctx.actor;
  const id = await openRotation(tx, {
    organizationId,
    id: newId("rotation", now.getTime()),
    keyId: attempt.key.id,
    cause: "repair",
    reason: "Two deliveries ended at the same time; the target is brought back to the current secret.",
    requestedBy: actorId(ctx.actor),
    state: "due",
    dueAt: now,
    overlapSeconds: attempt.rotation.overlapSeconds,
    targetId: attempt.target.id,
    previousVersionId: attempt.key.currentVersionId,
    createdAt: now,
  });
  if (id !== null) await enqueueDelivery(tx, organizationId, id);
}

async function settleFailure(ctx: Context, attempt: Attempt, failure: DeliveryError, isLast: boolean): Promise<void> {
  const { organizationId } = ctx.actor;
  const { rotation, claim, key, version, target } = attempt;
  await withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    // What the target may hold after all goes on working for its days; what it refused ends here.
    if (failure.refused) await endCandidate(tx, ctx, version.id);
    const change = isLast
      ? { state: "failed" as const, lastError: failure.message, doneAt: now }
      : { state: "due" as const, lastError: failure.message };
    if (!(await close(tx, rotation, claim, change))) return;
    await tx
      .update(deliveryTargets)
      .set({ lastFailureAt: now, lastError: failure.message })
      .where(and(eq(deliveryTargets.organizationId, organizationId), eq(deliveryTargets.id, target.id)));
    await recordAudit(tx, ctx, {
      action: "key.delivery_failed",
      target: { type: "key", id: key.id, name: key.name },
      after: { rotationId: rotation.id, target: target.name, attempt: rotation.attempts, givenUp: isLast },
      reason: failure.message,
    });
    if (isLast)
      await tellOfFailedDelivery(tx, ctx, attempt.environment, { key, target, rotation, error: failure.message });
  });
}
