import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { confirmPropagation, type Propagation } from "./confirm-propagation";
import { findKeyFor, presentedKey } from "./find-key";
import { tellOwnerOfRevocation } from "./notify-people";
import { keyStatus } from "./policy";
import { changeKey, endVersions } from "./queries";
import { type PresentedKey, revokeKeySchema, waitSchema } from "./schema";

/**
 * Revokes a key for good, with a reason after RFC 5280, and waits for the gateways' receipts as long as `query.wait` says.
 * Never asks for a factor: an emergency must be quick. @throws not_found, forbidden, conflict (revoked already).
 */
export async function revokeKey(
  ctx: Context,
  reference: string,
  body: unknown,
  query: unknown = {},
): Promise<{ key: PresentedKey; propagation: Propagation }> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(revokeKeySchema, body ?? {});
  const { wait } = parseInput(waitSchema, query);
  const key = await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "revoke");
    const { organizationId } = ctx.actor;
    const { id, name } = found.row.key;
    const now = ctx.clock.now();
    const changed = await changeKey(tx, organizationId, id, {
      state: "revoked",
      revokedAt: now,
      revocationReason: input.reason,
      revocationComment: input.comment,
      updatedAt: now,
    });
    if (!changed) throw conflict("The key is revoked already; that is final.");
    await endVersions(tx, organizationId, id, now, "revoked");
    const why = input.reason.replaceAll("_", " ");
    await tellOwnerOfRevocation(
      tx,
      ctx,
      found.row.key,
      found.environment,
      input.comment ? `${why}: ${input.comment}` : why,
    );
    await recordAudit(tx, ctx, {
      action: "key.revoked",
      target: { type: "key", id, name },
      before: { status: keyStatus(found.row.key, now) },
      after: { status: "revoked", revocationReason: input.reason, revocationComment: input.comment },
      reason: input.comment ?? input.reason,
    });
    return presentedKey(tx, ctx, found);
  });
  return { key, propagation: await confirmPropagation(ctx.db, wait) };
}
