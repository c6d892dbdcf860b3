import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { isWithinReach } from "./policy";
import { presentServiceToken } from "./present";
import { revokeServiceTokenRow, selectServiceToken } from "./queries";
import { type PresentedServiceToken, revokeServiceTokenSchema } from "./schema";

/**
 * Ends a service token for good, with its next call. Needs no step-up: an emergency must be quick.
 * @throws forbidden, not_found, invalid_input, conflict (revoked already).
 */
export async function revokeServiceToken(ctx: Context, id: string, input: unknown): Promise<PresentedServiceToken> {
  requirePermission(ctx.actor, "service_tokens:write");
  const { reason } = parseInput(revokeServiceTokenSchema, input ?? {});
  const now = ctx.clock.now();
  return withOrganization(ctx, async (tx) => {
    const row = await selectServiceToken(tx, ctx.actor.organizationId, id);
    if (!row || !isWithinReach(ctx.actor, row)) throw notFound("service token");
    if (!(await revokeServiceTokenRow(tx, ctx.actor.organizationId, row.id, now))) {
      throw conflict("The service token is revoked already.");
    }
    await recordAudit(tx, ctx, {
      action: "service_token.revoked",
      target: { type: "service_token", id: row.id, name: row.name },
      reason: reason ?? null,
    });
    return presentServiceToken({ ...row, revokedAt: now }, now);
  });
}
