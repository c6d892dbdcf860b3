import { inArray } from "drizzle-orm";
import type { z } from "zod";
import { rotations } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { forbidden, notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { accessLevel, actorId, allows, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { canReadKeys, stateRefusal } from "@/lib/keys/policy";
import { environmentRows, keyRows } from "@/lib/keys/queries";
import { readDirectory } from "./directory";
import { lockLifecycle } from "./notices";
import { enqueueDelivery } from "./plan-rotations";
import { presentRotation } from "./present";
import { lifecycleOf, openRotation, rotationRows } from "./queries";
import { forceRotationsSchema, type rotationSchema } from "./schema";
import { tellOfDueRotations } from "./tell-of-rotations";

/**
 * Asks for the rotation of a set of keys now: those with a delivery target are rotated by the house, the others become their
 * owners' tasks. Keys that cannot be rotated, or have a rotation open, are named and left. All or none of the rest.
 * @throws not_found (a key the actor may not read), forbidden (one they do not manage), step_up_required, invalid_input.
 */
export async function forceRotations(
  ctx: Context,
  body: unknown,
): Promise<{ rotations: z.output<typeof rotationSchema>[]; left: { key: string; why: string }[] }> {
  requirePermission(ctx.actor, "keys:write");
  requireStepUp(ctx.actor, ctx.clock);
  const input = parseInput(forceRotationsSchema, body);
  const ids = [...new Set(input.keys)];
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    await lockLifecycle(tx, organizationId);
    const environments = await environmentRows(tx, organizationId);
    const rows = await keyRows(tx, organizationId, ids);
    const now = ctx.clock.now();
    const opened: `rot_${string}`[] = [];
    const left: { key: string; why: string }[] = [];
    for (const id of ids) {
      const row = rows.find(({ key }) => key.id === id);
      const environment = environments.find((one) => one.id === row?.key.environmentId);
      if (!row || !environment || !canReadKeys(ctx.actor, environment)) throw notFound("key");
      if (!allows(accessLevel(ctx.actor, environment), "manage")) {
        throw forbidden(`Only those who manage ${environment.name} may ask for the rotation of its keys.`, { key: id });
      }
      const refusal = stateRefusal("rotate", { ...row.key, owned: true }, now);
      if (refusal) {
        left.push({ key: id, why: refusal });
        continue;
      }
      const own = await lifecycleOf(tx, organizationId, id);
      const rotationId = await openRotation(tx, {
        organizationId,
        id: newId("rotation", now.getTime()),
        keyId: id,
        cause: "forced",
        reason: input.reason,
        requestedBy: actorId(ctx.actor),
        state: "due",
        dueAt: now,
        overlapSeconds: input.overlap ?? own?.overlapSeconds ?? null,
        targetId: own?.deliveryTargetId ?? null,
        previousVersionId: row.key.currentVersionId,
        createdAt: now,
      });
      if (rotationId === null) {
        left.push({ key: id, why: "A rotation of it is open already." });
        continue;
      }
      opened.push(rotationId);
      if (own?.deliveryTargetId) await enqueueDelivery(tx, organizationId, rotationId);
      await recordAudit(tx, ctx, {
        action: "key.rotation_demanded",
        target: { type: "key", id, name: row.key.name },
        after: { rotationId, delivered: own?.deliveryTargetId !== undefined && own.deliveryTargetId !== null },
        reason: input.reason,
      });
    }
    await tellOfDueRotations(tx, ctx, await readDirectory(tx, organizationId), environments);
    const made =
      opened.length === 0 ? [] : await rotationRows(tx, organizationId, inArray(rotations.id, opened), opened.length);
    return { rotations: made.map(presentRotation), left };
  });
}
