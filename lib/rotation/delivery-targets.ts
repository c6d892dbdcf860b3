import { and, asc, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { deliveryTargets, keyLifecycle } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId, newId } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { courierOf, credentialsContext } from "./delivery/courier";
import { DeliveryError, type Outbound } from "./delivery/delivery";
import { findTarget } from "./queries";
import {
  createTargetSchema,
  DELIVERY_CREDENTIALS,
  DELIVERY_KINDS,
  DELIVERY_SETTINGS,
  type DeliveryKind,
  type deliveryTargetSchema,
  pageOnlySchema,
  type targetTestSchema,
  updateTargetSchema,
} from "./schema";

type Row = typeof deliveryTargets.$inferSelect;
type Presented = z.output<typeof deliveryTargetSchema>;

/** Targets of an organization; each is somebody's credentials. */
export const TARGETS_AT_MOST = 200;

async function keysOf(tx: Transaction, row: Row): Promise<number> {
  const [found] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(keyLifecycle)
    .where(and(eq(keyLifecycle.organizationId, row.organizationId), eq(keyLifecycle.deliveryTargetId, row.id)));
  return found?.n ?? 0;
}

/** The only list of a target's fields that leave: never its credentials. */
async function present(tx: Transaction, row: Row): Promise<Presented> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: row.settings,
    keys: await keysOf(tx, row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    lastFailureAt: row.lastFailureAt?.toISOString() ?? null,
    lastError: row.lastError,
  };
}

async function requireTarget(tx: Transaction, ctx: Context, reference: string): Promise<Row> {
  const row = isId("deliveryTarget", reference) ? await findTarget(tx, ctx.actor.organizationId, reference) : null;
  if (!row) throw notFound("delivery target");
  return row;
}

/** The targets by name. @throws forbidden, invalid_input. */
export async function listTargets(ctx: Context, query: unknown): Promise<Page<Presented>> {
  requirePermission(ctx.actor, "webhooks:read");
  const { limit, cursor } = parseInput(pageOnlySchema, query);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string()]))[0];
  return withOrganization(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(deliveryTargets)
      .where(
        and(
          eq(deliveryTargets.organizationId, ctx.actor.organizationId),
          after === null ? undefined : gt(deliveryTargets.name, after),
        ),
      )
      .orderBy(asc(deliveryTargets.name))
      .limit(limit + 1);
    const page = pageOf(rows, limit, (row) => encodeCursor([row.name]));
    const items: Presented[] = [];
    for (const row of page.items) items.push(await present(tx, row));
    return { items, nextCursor: page.nextCursor };
  });
}

/** One target. @throws forbidden, not_found. */
export async function readTarget(ctx: Context, reference: string): Promise<Presented> {
  requirePermission(ctx.actor, "webhooks:read");
  return withOrganization(ctx, async (tx) => present(tx, await requireTarget(tx, ctx, reference)));
}

/** Sets up a target. Its credentials are sealed and never answered. @throws forbidden, step_up_required, invalid_input, conflict. */
export async function createTarget(ctx: Context, body: unknown): Promise<Presented> {
  requirePermission(ctx.actor, "webhooks:write");
  requireStepUp(ctx.actor, ctx.clock);
  const { name, kind, settings, credentials } = parseInput(createTargetSchema, body);
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const id = newId("deliveryTarget", now.getTime());
  return withOrganization(ctx, async (tx) => {
    const [count] = await tx
      .select({ n: sql<number>`count(*)::int` })
      .from(deliveryTargets)
      .where(eq(deliveryTargets.organizationId, organizationId));
    if ((count?.n ?? 0) >= TARGETS_AT_MOST) throw conflict(`There may be ${TARGETS_AT_MOST} delivery targets.`);
    const [row] = await tx
      .insert(deliveryTargets)
      .values({
        organizationId,
        id,
        name,
        kind,
        settings,
        credentials: ctx.vault.seal(JSON.stringify(credentials), credentialsContext(id)),
        createdBy: actorId(ctx.actor),
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw conflict(`There is a delivery target named ${name} already.`);
    await recordAudit(tx, ctx, {
      action: "delivery_target.created",
      target: { type: "delivery_target", id, name },
      after: { kind, settings },
    });
    return present(tx, row);
  });
}

function isKind(kind: string): kind is DeliveryKind {
  return DELIVERY_KINDS.some((known) => known === kind);
}

/** Changes what is named. New settings without new credentials are refused: credentials go where they were given for. */
export async function updateTarget(ctx: Context, reference: string, body: unknown): Promise<Presented> {
  requirePermission(ctx.actor, "webhooks:write");
  requireStepUp(ctx.actor, ctx.clock);
  const input = parseInput(updateTargetSchema, body);
  return withOrganization(ctx, async (tx) => {
    const row = await requireTarget(tx, ctx, reference);
    if (!isKind(row.kind)) throw conflict(`This release cannot change a target of the kind ${row.kind}.`);
    const settings = input.settings && parseInput(DELIVERY_SETTINGS[row.kind], input.settings);
    const credentials = input.credentials && parseInput(DELIVERY_CREDENTIALS[row.kind], input.credentials);
    if (settings && !credentials && hostOf(settings) !== hostOf(row.settings)) {
      throw invalidInput("credentials", "are needed anew for another address");
    }
    const changed = {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(settings ? { settings } : {}),
      ...(credentials ? { credentials: ctx.vault.seal(JSON.stringify(credentials), credentialsContext(row.id)) } : {}),
    };
    if (Object.keys(changed).length === 0) return present(tx, row);
    if (input.name !== undefined && input.name !== row.name) await refuseTakenName(tx, row, input.name);
    const [updated] = await tx
      .update(deliveryTargets)
      .set({ ...changed, updatedAt: ctx.clock.now() })
      .where(and(eq(deliveryTargets.organizationId, row.organizationId), eq(deliveryTargets.id, row.id)))
      .returning();
    if (!updated) throw notFound("delivery target");
    await recordAudit(tx, ctx, {
      action: "delivery_target.changed",
      target: { type: "delivery_target", id: row.id, name: updated.name },
      before: { name: row.name, settings: row.settings },
      after: { name: updated.name, settings: updated.settings, credentials: credentials ? "changed" : "kept" },
    });
    return present(tx, updated);
  });
}

function hostOf(settings: Record<string, unknown>): string {
  const address = settings.address ?? settings.url;
  return typeof address === "string" && URL.canParse(address) ? new URL(address).origin : "";
}

async function refuseTakenName(tx: Transaction, row: Row, name: string): Promise<void> {
  const taken = await tx
    .select({ id: deliveryTargets.id })
    .from(deliveryTargets)
    .where(and(eq(deliveryTargets.organizationId, row.organizationId), eq(deliveryTargets.name, name)));
  if (taken.length > 0) throw conflict(`There is a delivery target named ${name} already.`);
}

/** Removes a target that no key uses. @throws forbidden, step_up_required, not_found, conflict. */
export async function removeTarget(ctx: Context, reference: string): Promise<void> {
  requirePermission(ctx.actor, "webhooks:write");
  requireStepUp(ctx.actor, ctx.clock);
  await withOrganization(ctx, async (tx) => {
    const row = await requireTarget(tx, ctx, reference);
    // A key that is given this target at the same moment waits, or was counted: `checkTarget` holds the row too.
    await tx.execute(
      sql`select 1 from delivery_targets where organization_id = ${row.organizationId} and id = ${row.id} for update`,
    );
    const used = await keysOf(tx, row);
    if (used > 0)
      throw conflict(`${used} keys have their secrets put there. Give them another target first.`, { keys: used });
    await tx
      .delete(deliveryTargets)
      .where(and(eq(deliveryTargets.organizationId, row.organizationId), eq(deliveryTargets.id, row.id)));
    await recordAudit(tx, ctx, {
      action: "delivery_target.removed",
      target: { type: "delivery_target", id: row.id, name: row.name },
      before: { kind: row.kind, settings: row.settings },
    });
  });
}

/** Tries a target without any secret. The answer says what was found; a target that is not there is no error of ours. */
export async function testTarget(
  ctx: Context,
  reference: string,
  outbound: Outbound,
): Promise<z.output<typeof targetTestSchema>> {
  requirePermission(ctx.actor, "webhooks:write");
  const row = await withOrganization(ctx, (tx) => requireTarget(tx, ctx, reference));
  const now = ctx.clock.now();
  const result = await courierOf(row, ctx.vault, outbound, now)
    .test()
    .then((message) => ({ ok: true, message }))
    .catch((error: unknown) => {
      if (error instanceof DeliveryError) return { ok: false, message: error.message };
      throw error;
    });
  await withOrganization(ctx, async (tx) => {
    const change = result.ok
      ? { lastSuccessAt: now, lastError: null }
      : { lastFailureAt: now, lastError: result.message };
    await tx
      .update(deliveryTargets)
      .set(change)
      .where(and(eq(deliveryTargets.organizationId, row.organizationId), eq(deliveryTargets.id, row.id)));
    await recordAudit(tx, ctx, {
      action: "delivery_target.tested",
      target: { type: "delivery_target", id: row.id, name: row.name },
      after: result,
    });
  });
  return result;
}

/** Holds a target that a key may be given until the transaction ends. @throws invalid_input. */
export async function checkTarget(
  tx: Transaction,
  organizationId: Id<"organization">,
  id: Id<"deliveryTarget">,
): Promise<void> {
  const { rows } = await tx.execute(
    sql`select 1 from delivery_targets where organization_id = ${organizationId} and id = ${id} for key share`,
  );
  if (rows.length === 0) {
    throw invalidInput("deliveryTarget", "is not a delivery target of the organization");
  }
}
