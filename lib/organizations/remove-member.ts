import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { memberAccess, members, organizations, sessions, teamMembers } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { queueMail } from "@/lib/notifications/queue-mail";
import { requireAnotherOwner } from "./change-member";
import { describeActor } from "./describe-actor";
import { offboardKeys } from "./offboard-keys";
import { findMember, lockOwners } from "./queries";
import { requireManager, requireRank } from "./require-manager";
import { type KeyDecision, removeMemberSchema } from "./schema";

/**
 * Removes a member, or leaves: everyone may remove themselves. What happens to each of their keys is part of the call.
 * @throws forbidden, step_up_required, not_found, conflict (the last owner; keys that nobody decided about).
 */
export async function removeMember(ctx: Context, reference: string, input: unknown): Promise<{ keys: number }> {
  const { actor } = ctx;
  const leaves = actor.type === "user" && (reference === actor.memberId || reference === actor.userId);
  if (!leaves) requireManager(actor);
  const decisions = parseInput(removeMemberSchema, input ?? {});
  requireStepUp(actor, ctx.clock);
  return withOrganization(ctx, (tx) => takeOut(tx, ctx, reference, decisions, leaves));
}

/** The same inside a transaction, for every way in which someone is removed. */
export async function takeOut(
  tx: Transaction,
  ctx: Context,
  reference: string,
  decisions: { keys: { keyId: Id<"key">; decision: KeyDecision }[]; otherKeys?: KeyDecision | undefined },
  leaves = false,
): Promise<{ keys: number }> {
  const { organizationId } = ctx.actor;
  const owners = await lockOwners(tx, organizationId);
  const member = await findMember(tx, organizationId, reference);
  if (!member) throw notFound("member");
  if (!leaves) requireRank(ctx.actor, member.role);
  requireAnotherOwner(owners, member.id, null);
  const heir = await heirOf(tx, ctx, owners, member);
  const count = await offboardKeys(tx, ctx, member, { ownerUserId: heir, ownerTeamId: null }, decisions);
  const now = ctx.clock.now();
  const removed = await tx
    .update(members)
    .set({ state: "removed", removedAt: now, updatedAt: now })
    .where(and(eq(members.organizationId, organizationId), eq(members.id, member.id), eq(members.state, "active")))
    .returning({ id: members.id });
  if (removed.length === 0) throw conflict("The member was removed meanwhile.");
  const rows = (table: typeof teamMembers | typeof memberAccess) =>
    and(eq(table.organizationId, organizationId), eq(table.memberId, member.id));
  await tx.delete(teamMembers).where(rows(teamMembers));
  await tx.delete(memberAccess).where(rows(memberAccess));
  await tx
    .update(sessions)
    .set({ endedAt: now, endReason: "removed_from_organization" })
    .where(and(eq(sessions.userId, member.userId), eq(sessions.confinedTo, organizationId), isNull(sessions.endedAt)));
  await recordAudit(tx, ctx, {
    action: leaves ? "member.left" : "member.removed",
    target: { type: "member", id: member.id, name: member.name },
    before: { role: member.role, email: member.email },
    after: { keysHandedOver: count },
  });
  if (!leaves) {
    const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
    await queueMail(tx, ctx, organizationId, {
      event: `removed/${member.id}/${now.getTime()}`,
      template: "removed-from-organization",
      props: {
        organizationName: organization?.name ?? "",
        timeZone: member.timezone ?? organization?.timezone ?? "UTC",
        removedBy: await describeActor(tx, ctx.actor),
        removedAt: now.toISOString(),
        keysHandedOver: count,
      },
      to: member.email,
      userId: member.userId,
    });
  }
  return { keys: count };
}

/** Who owns a key until the date on which it ends: the one who removes, else the first owner who stays. */
async function heirOf(
  tx: Transaction,
  ctx: Context,
  owners: Id<"member">[],
  leaver: { id: Id<"member">; userId: Id<"user"> },
): Promise<Id<"user">> {
  if (ctx.actor.type === "user" && ctx.actor.userId !== leaver.userId) return ctx.actor.userId;
  const stays = owners.find((id) => id !== leaver.id);
  const owner = stays ? await findMember(tx, ctx.actor.organizationId, stays) : null;
  if (!owner) throw conflict("There is nobody left to look after the keys.");
  return owner.userId;
}
