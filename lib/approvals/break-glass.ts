import { and, eq, gt, isNotNull, isNull, lte, or, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { breakGlassUses } from "@/db/schema/approvals";
import { users } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { formatDuration } from "@/lib/core/durations";
import { conflict, forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { pageUrl } from "@/lib/identity/links";
import { resolveEnvironment } from "@/lib/keys/resolve-target";
import { queueMail } from "@/lib/notifications/queue-mail";
import { requireManager } from "./manage-rules";
import { breakGlassRefusal } from "./policy";
import { approverRows, organizationName, readSettingsRow } from "./queries";
import { oneUse, type PresentedUse, readUse } from "./read-break-glass";
import { endSchema, openBreakGlassSchema, reviewBreakGlassSchema } from "./schema";
import { requirePerson } from "./submit-request";

/**
 * Lets a named admin act without approval in one environment for a bounded time: what they ask for is approved at once. Every
 * owner is told in the same transaction, and the use stays open until someone else has reviewed it.
 * @throws forbidden (not named), step_up_required, invalid_input, not_found, conflict (open already).
 */
export async function openBreakGlass(ctx: Context, body: unknown): Promise<PresentedUse> {
  const actor = requirePerson(ctx);
  const input = parseInput(openBreakGlassSchema, body);
  requireStepUp(actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = actor;
    const settings = await readSettingsRow(tx, organizationId);
    const refusal = breakGlassRefusal(actor, settings.breakGlassMembers);
    if (refusal) throw forbidden(refusal);
    const environment = await resolveEnvironment(tx, ctx, input);
    const seconds = input.duration ?? settings.breakGlassSeconds;
    if (seconds < 60 || seconds > settings.breakGlassSeconds) {
      throw invalidInput("duration", `must be one minute to ${formatDuration(settings.breakGlassSeconds)}`);
    }
    const now = ctx.clock.now();
    await endDue(tx, ctx, eq(breakGlassUses.userId, actor.userId));
    const id = newId("breakGlass", now.getTime());
    const endsAt = new Date(now.getTime() + seconds * 1000);
    const opened = await tx
      .insert(breakGlassUses)
      .values({
        organizationId,
        id,
        userId: actor.userId,
        projectId: environment.projectId,
        environmentId: environment.id,
        reason: input.reason,
        startedAt: now,
        endsAt,
      })
      .onConflictDoNothing()
      .returning({ id: breakGlassUses.id });
    if (opened.length === 0)
      throw conflict(`You have broken the glass in ${environment.name} already; it is still open.`);
    await tellOwners(tx, ctx, id, {
      environment: `${environment.projectName}, ${environment.name}`,
      reason: input.reason,
      endsAt,
    });
    await recordAudit(tx, ctx, {
      action: "break_glass.opened",
      target: { type: "break_glass", id, name: environment.name },
      after: { project: environment.project, environment: environment.slug, endsAt: endsAt.toISOString() },
      reason: input.reason,
    });
    return readUse(tx, ctx, id);
  });
}

async function tellOwners(
  tx: Transaction,
  ctx: Context,
  id: string,
  use: { environment: string; reason: string; endsAt: Date },
): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user") return;
  const owners = await approverRows(tx, actor.organizationId, {
    rules: [{ reason: "", count: 0, roles: ["owner"], teams: [], members: [] }],
    fallback: null,
  });
  const [person] = await tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, actor.userId));
  if (!person) throw notFound("member");
  const organization = await organizationName(tx, actor.organizationId);
  for (const owner of owners) {
    await queueMail(tx, ctx, actor.organizationId, {
      event: `${id}/opened/${owner.userId}`,
      template: "break-glass-used",
      props: {
        organizationName: organization.name,
        timeZone: owner.timezone ?? organization.timezone,
        usedBy: person,
        usedFrom: {
          at: ctx.clock.now().toISOString(),
          ...(ctx.request.ip ? { address: ctx.request.ip } : {}),
          ...(ctx.request.userAgent ? { agent: ctx.request.userAgent } : {}),
        },
        reason: use.reason,
        environment: use.environment,
        endsAt: use.endsAt.toISOString(),
        incidentUrl: pageUrl(`/${organization.slug}/requests/break-glass?use=${id}`),
      },
      to: owner.email,
      userId: owner.userId,
    });
  }
}

/** Ends a use before its time: by who opened it, or by an owner or admin. @throws not_found, forbidden, conflict. */
export async function endBreakGlass(ctx: Context, reference: string, body: unknown): Promise<PresentedUse> {
  const actor = requirePerson(ctx);
  const { comment } = parseInput(endSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const use = await readUse(tx, ctx, reference);
    if (use.userId !== actor.userId) requireManager(ctx);
    const now = ctx.clock.now();
    const [ended] = await tx
      .update(breakGlassUses)
      .set({ endedAt: now })
      .where(and(oneUse(ctx, use.id), isNull(breakGlassUses.endedAt), gt(breakGlassUses.endsAt, now)))
      .returning({ id: breakGlassUses.id });
    if (!ended) throw conflict("It has ended already.");
    await recordAudit(tx, ctx, {
      action: "break_glass.ended",
      target: { type: "break_glass", id: use.id, name: use.environment },
      reason: comment ?? "ended early",
    });
    return readUse(tx, ctx, use.id);
  });
}

/** Closes a use that has ended with a review, by someone else than who opened it. @throws not_found, forbidden, conflict. */
export async function reviewBreakGlass(ctx: Context, reference: string, body: unknown): Promise<PresentedUse> {
  const actor = requirePerson(ctx);
  requireManager(ctx);
  const { review } = parseInput(reviewBreakGlassSchema, body);
  requireStepUp(actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    const use = await readUse(tx, ctx, reference);
    if (use.userId === actor.userId) throw forbidden("Someone else has to review what you did in an emergency.");
    const now = ctx.clock.now();
    const isOver = or(isNotNull(breakGlassUses.endedAt), lte(breakGlassUses.endsAt, now));
    const [closed] = await tx
      .update(breakGlassUses)
      .set({ reviewedAt: now, reviewedBy: actor.userId, review })
      .where(and(oneUse(ctx, use.id), isNull(breakGlassUses.reviewedAt), isOver))
      .returning({ id: breakGlassUses.id });
    if (!closed) throw conflict(use.active ? "It is still open; end it first." : "It was reviewed already.");
    await recordAudit(tx, ctx, {
      action: "break_glass.reviewed",
      target: { type: "break_glass", id: use.id, name: use.environment },
      after: { requests: use.requests.map(({ id }) => id) },
      reason: review,
    });
    return readUse(tx, ctx, use.id);
  });
}

/** Ends the uses whose time is over, with their audit rows. Run twice, the second finds nothing. */
export async function endDueBreakGlass(ctx: Context): Promise<void> {
  await withOrganization(ctx, (tx) => endDue(tx, ctx, undefined));
}

async function endDue(tx: Transaction, ctx: Context, condition: SQL | undefined): Promise<void> {
  const now = ctx.clock.now();
  const over = await tx
    .update(breakGlassUses)
    .set({ endedAt: now })
    .where(
      and(
        eq(breakGlassUses.organizationId, ctx.actor.organizationId),
        isNull(breakGlassUses.endedAt),
        lte(breakGlassUses.endsAt, now),
        condition,
      ),
    )
    .returning({ id: breakGlassUses.id, endsAt: breakGlassUses.endsAt });
  for (const use of over) {
    await recordAudit(tx, ctx, {
      action: "break_glass.ended",
      target: { type: "break_glass", id: use.id, name: null },
      after: { endedAt: use.endsAt.toISOString() },
      reason: "its time was over",
    });
  }
}
