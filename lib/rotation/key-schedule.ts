import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { keyLifecycle, rotations } from "@/db/schema/lifecycle";
import { members, organizations, users } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { type FoundKey, findKey, findKeyFor } from "@/lib/keys/find-key";
import { actionRefusal } from "@/lib/keys/policy";
import { policyOf } from "@/lib/keys/present";
import { activeMember } from "@/lib/keys/queries";
import { checkTarget } from "./delivery-targets";
import { nextRotation } from "./next-rotation";
import { deliveryRefusal, pauseRefusal } from "./policy";
import { presentRotation } from "./present";
import { findTarget, lifecycleOf, rotationRows } from "./queries";
import { type keyRotationSchema, scheduleSchema } from "./schema";

type Answer = z.output<typeof keyRotationSchema>;
type Own = NonNullable<Awaited<ReturnType<typeof lifecycleOf>>>;
const RECENT = 10;

/** How a key's secret is rotated: its schedule, when it is due next, what was done. @throws not_found. */
export async function readKeyRotation(ctx: Context, reference: string): Promise<Answer> {
  return withOrganization(ctx, async (tx) => answer(tx, ctx, await findKey(tx, ctx, reference)));
}

async function answer(tx: Transaction, ctx: Context, found: FoundKey): Promise<Answer> {
  const { organizationId } = ctx.actor;
  const { row, environment, guarded } = found;
  const own = await lifecycleOf(tx, organizationId, row.key.id);
  const policy = policyOf(environment);
  const [organization] = await tx
    .select({ timezone: organizations.timezone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  const schedule = { intervalDays: own?.intervalDays ?? null, hour: own?.hour ?? 9, timezone: own?.timezone ?? null };
  const next =
    row.versionCreatedAt === null || row.key.state !== "active" || own?.pausedAt
      ? null
      : nextRotation(row.versionCreatedAt, schedule, policy.rotationInterval, organization?.timezone ?? "UTC");
  const all = await rotationRows(tx, organizationId, eq(rotations.keyId, row.key.id), RECENT + 1);
  const isOpen = (state: string) => state === "due" || state === "delivering";
  const open = all.find(({ rotation }) => isOpen(rotation.state));
  const target = own?.deliveryTargetId ? await findTarget(tx, organizationId, own.deliveryTargetId) : null;
  const now = ctx.clock.now();
  return {
    schedule: {
      ...schedule,
      overlap: own?.overlapSeconds ?? null,
      pausedAt: own?.pausedAt?.toISOString() ?? null,
      deliveryTarget: target ? { id: target.id, name: target.name } : null,
      deliveryPlace: own?.deliveryPlace ?? "",
      fallbackOwner: own?.fallbackUserId ? await nameOf(tx, own.fallbackUserId) : null,
    },
    policyInterval: policy.rotationInterval,
    nextAt: next?.dueAt.toISOString() ?? null,
    open: open ? presentRotation(open) : null,
    recent: all
      .filter(({ rotation }) => !isOpen(rotation.state))
      .slice(0, RECENT)
      .map(presentRotation),
    refusal: actionRefusal("edit", ctx.actor, environment, guarded, now),
    deliveryRefusal:
      actionRefusal("edit", ctx.actor, environment, guarded, now) ?? deliveryRefusal(ctx.actor, environment),
  };
}

async function nameOf(tx: Transaction, userId: Id<"user">): Promise<{ id: string; name: string } | null> {
  const [user] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .innerJoin(members, eq(members.userId, users.id))
    .where(eq(users.id, userId));
  return user ?? null;
}

/**
 * Changes what the body names of a key's schedule. A key may be rotated more often than its policy says, never less; where its
 * secrets are put is for those who manage the environment. @throws not_found, forbidden, step_up_required, invalid_input, conflict.
 */
export async function changeKeySchedule(ctx: Context, reference: string, body: unknown): Promise<Answer> {
  const input = parseInput(scheduleSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    const { organizationId } = ctx.actor;
    const { key } = found.row;
    if (key.state === "revoked") throw conflict("The key is revoked; that is final.");
    const policy = policyOf(found.environment);
    if (policy.requireStepUp) requireStepUp(ctx.actor, ctx.clock);
    if (input.deliveryTarget !== undefined || input.deliveryPlace !== undefined) {
      const refusal = deliveryRefusal(ctx.actor, found.environment);
      if (refusal) throw forbidden(refusal);
    }
    await check(tx, ctx, input, policy);
    const before = await lifecycleOf(tx, organizationId, key.id);
    if (input.paused && !before?.pausedAt) {
      const refusal = pauseRefusal(ctx.actor, found.environment, policy.rotationInterval);
      if (refusal) throw forbidden(refusal);
    }
    const change = columnsOf(input, before, ctx.clock.now());
    if (Object.keys(change).length === 0) return answer(tx, ctx, found);
    await tx
      .insert(keyLifecycle)
      .values({ organizationId, keyId: key.id, ...change })
      .onConflictDoUpdate({ target: [keyLifecycle.organizationId, keyLifecycle.keyId], set: change });
    await recordAudit(tx, ctx, {
      action: "key.schedule_changed",
      target: { type: "key", id: key.id, name: key.name },
      before: Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => Object.keys(change).includes(name))),
      after: change,
    });
    return answer(tx, ctx, found);
  });
}

async function check(
  tx: Transaction,
  ctx: Context,
  input: z.output<typeof scheduleSchema>,
  policy: { rotationInterval: number | null; longestOverlap: number },
): Promise<void> {
  const { organizationId } = ctx.actor;
  if (input.intervalDays && policy.rotationInterval !== null && input.intervalDays * 86_400 > policy.rotationInterval) {
    const days = Math.floor(policy.rotationInterval / 86_400);
    throw invalidInput("intervalDays", `must be at most ${days} days: the policy's interval`);
  }
  if (input.overlap && input.overlap > policy.longestOverlap) {
    throw invalidInput("overlap", "must be at most the policy's longest overlap");
  }
  if (input.deliveryTarget) await checkTarget(tx, organizationId, input.deliveryTarget);
  if (input.fallbackOwner && !(await activeMember(tx, organizationId, input.fallbackOwner))) {
    throw invalidInput("fallbackOwner", "is not a member of the organization");
  }
}

function columnsOf(
  input: z.output<typeof scheduleSchema>,
  before: Own | null,
  now: Date,
): Partial<typeof keyLifecycle.$inferInsert> {
  const { intervalDays, hour, timezone, overlap, paused, deliveryTarget, deliveryPlace, fallbackOwner } = input;
  return {
    ...(intervalDays === undefined ? {} : { intervalDays }),
    ...(hour === undefined ? {} : { hour }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(overlap === undefined ? {} : { overlapSeconds: overlap }),
    ...(paused === undefined ? {} : { pausedAt: paused ? (before?.pausedAt ?? now) : null }),
    ...(deliveryTarget === undefined ? {} : { deliveryTargetId: deliveryTarget }),
    ...(deliveryPlace === undefined ? {} : { deliveryPlace }),
    ...(fallbackOwner === undefined ? {} : { fallbackUserId: fallbackOwner }),
  };
}
