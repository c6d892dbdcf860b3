import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { confirmPropagation, type Propagation } from "./confirm-propagation";
import { findKeyFor, presentedKey } from "./find-key";
import { keyStatus, stateRefusal } from "./policy";
import { changeKey, lockKey } from "./queries";
import { disableKeySchema, type PresentedKey, waitSchema } from "./schema";

/** Stops a key until it is enabled again. @throws not_found, forbidden, conflict (not active). */
export async function disableKey(
  ctx: Context,
  reference: string,
  body: unknown,
  query: unknown = {},
): Promise<{ key: PresentedKey; propagation: Propagation }> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(disableKeySchema, body ?? {});
  const { wait } = parseInput(waitSchema, query);
  const key = await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "disable");
    const { id, name } = found.row.key;
    const now = ctx.clock.now();
    const change = { state: "disabled" as const, disabledAt: now, updatedAt: now };
    if (!(await changeKey(tx, ctx.actor.organizationId, id, change, "active"))) {
      const current = await lockKey(tx, ctx.actor.organizationId, id);
      throw conflict(
        (current && stateRefusal("disable", { ...current, owned: true }, now)) ?? "The key is not active.",
      );
    }
    await recordAudit(tx, ctx, {
      action: "key.disabled",
      target: { type: "key", id, name },
      before: { status: keyStatus({ ...found.row.key, state: "active" }, now) },
      after: { status: "disabled" },
      reason: input.comment,
    });
    return presentedKey(tx, ctx, found);
  });
  return { key, propagation: await confirmPropagation(ctx.db, wait) };
}
