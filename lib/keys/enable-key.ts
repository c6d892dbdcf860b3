import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { confirmPropagation, type Propagation } from "./confirm-propagation";
import { findKeyFor, presentedKey } from "./find-key";
import { stateRefusal } from "./policy";
import { changeKey, lockKey } from "./queries";
import { disableKeySchema, type PresentedKey, waitSchema } from "./schema";

/** Lets a disabled key work again. @throws not_found, forbidden, conflict (not disabled). */
export async function enableKey(
  ctx: Context,
  reference: string,
  body: unknown,
  query: unknown = {},
): Promise<{ key: PresentedKey; propagation: Propagation }> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(disableKeySchema, body ?? {});
  const { wait } = parseInput(waitSchema, query);
  const key = await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "enable");
    const { id, name } = found.row.key;
    const now = ctx.clock.now();
    const change = { state: "active" as const, disabledAt: null, updatedAt: now };
    if (!(await changeKey(tx, ctx.actor.organizationId, id, change, "disabled"))) {
      const current = await lockKey(tx, ctx.actor.organizationId, id);
      throw conflict(
        (current && stateRefusal("enable", { ...current, owned: true }, now)) ?? "The key is not disabled.",
      );
    }
    const enabled = await presentedKey(tx, ctx, found);
    await recordAudit(tx, ctx, {
      action: "key.enabled",
      target: { type: "key", id, name },
      before: { status: "disabled" },
      after: { status: enabled.status },
      reason: input.comment,
    });
    return enabled;
  });
  return { key, propagation: await confirmPropagation(ctx.db, wait) };
}
