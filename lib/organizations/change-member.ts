import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { memberAccess, members, organizations } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/enums";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { pageUrl } from "@/lib/identity/links";
import { queueMail } from "@/lib/notifications/queue-mail";
import { describeActor } from "./describe-actor";
import { presentedMember } from "./list-members";
import { accessOverridesOf, environmentsOf, findMember, lockOwners } from "./queries";
import { requireManager, requireRank } from "./require-manager";
import { changeAccessSchema, changeMemberSchema, type memberSchema } from "./schema";

/**
 * Gives a member another role. It counts in every session of theirs from the next call on. @throws forbidden, step_up_required,
 * not_found, conflict (the last owner).
 */
export async function changeMember(
  ctx: Context,
  reference: string,
  input: unknown,
): Promise<z.output<typeof memberSchema>> {
  requireManager(ctx.actor);
  const { role } = parseInput(changeMemberSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    await changeRole(tx, ctx, reference, role);
    return presentedMember(tx, ctx, reference);
  });
}

/** The same inside a transaction, for every way in which a role changes. */
export async function changeRole(tx: Transaction, ctx: Context, reference: string, role: Role): Promise<void> {
  const { organizationId } = ctx.actor;
  const owners = await lockOwners(tx, organizationId);
  const member = await findMember(tx, organizationId, reference);
  if (!member) throw notFound("member");
  requireRank(ctx.actor, member.role);
  requireRank(ctx.actor, role);
  if (member.role === role) return;
  requireAnotherOwner(owners, member.id, role);
  const now = ctx.clock.now();
  const changed = await tx
    .update(members)
    .set({ role, updatedAt: now })
    .where(
      and(
        eq(members.organizationId, organizationId),
        eq(members.id, member.id),
        eq(members.state, "active"),
        eq(members.role, member.role),
      ),
    )
    .returning({ id: members.id });
  if (changed.length === 0) throw conflict("The member was changed meanwhile. Look again.");
  await recordAudit(tx, ctx, {
    action: "member.role_changed",
    target: { type: "member", id: member.id, name: member.name },
    before: { role: member.role },
    after: { role },
  });
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  await queueMail(tx, ctx, organizationId, {
    event: `role/${member.id}/${now.getTime()}/${role}`,
    template: "role-changed",
    props: {
      organizationName: organization?.name ?? "",
      timeZone: member.timezone ?? organization?.timezone ?? "UTC",
      oldRole: member.role,
      newRole: role,
      changedBy: await describeActor(tx, ctx.actor),
      changedAt: now.toISOString(),
      organizationUrl: pageUrl(`/${organization?.slug ?? ""}`),
    },
    to: member.email,
    userId: member.userId,
  });
}

/** @throws conflict when `member` is the only owner and would stop being one. */
export function requireAnotherOwner(owners: Id<"member">[], member: Id<"member">, role: Role | null): void {
  if (role === "owner" || !owners.includes(member) || owners.length > 1) return;
  throw conflict("This is the last owner. Make someone else an owner first.", { reason: "last_owner" });
}

/**
 * Sets what a member may do in environments, apart from what the role gives; null goes back to the role. The role stays the ceiling.
 * @throws forbidden, step_up_required, not_found, invalid_input.
 */
export async function changeAccess(
  ctx: Context,
  reference: string,
  input: unknown,
): Promise<z.output<typeof memberSchema>> {
  requireManager(ctx.actor);
  const { access } = parseInput(changeAccessSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const member = await findMember(tx, organizationId, reference);
    if (!member) throw notFound("member");
    requireRank(ctx.actor, member.role);
    const known = await environmentsOf(tx, organizationId);
    const unknown = access.findIndex((one) => !known.some((environment) => environment.id === one.environmentId));
    if (unknown !== -1) {
      throw invalidInput([
        { path: `access.${unknown}.environmentId`, message: "is not an environment of this organization" },
      ]);
    }
    const before = await accessOverridesOf(tx, organizationId, [member.id]);
    for (const { environmentId, level } of access) {
      const row = { organizationId, memberId: member.id, environmentId };
      if (level === null) {
        await tx
          .delete(memberAccess)
          .where(
            and(
              eq(memberAccess.organizationId, organizationId),
              eq(memberAccess.memberId, member.id),
              eq(memberAccess.environmentId, environmentId),
            ),
          );
      } else {
        await tx
          .insert(memberAccess)
          .values({ ...row, level })
          .onConflictDoUpdate({
            target: [memberAccess.organizationId, memberAccess.memberId, memberAccess.environmentId],
            set: { level },
          });
      }
    }
    await recordAudit(tx, ctx, {
      action: "member.access_changed",
      target: { type: "member", id: member.id, name: member.name },
      before: Object.fromEntries(
        access.map((one) => [
          one.environmentId,
          before.find((row) => row.environmentId === one.environmentId)?.level ?? null,
        ]),
      ),
      after: Object.fromEntries(access.map((one) => [one.environmentId, one.level])),
    });
    return presentedMember(tx, ctx, member.id);
  });
}
