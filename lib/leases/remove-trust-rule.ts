import { and, eq } from "drizzle-orm";
import { trustRules } from "@/db/schema/leases";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { requirePermission, requireStepUp } from "@/lib/core/permissions";
import { openTrustRule } from "./open-trust-rule";

/** Removes a rule; the leases it gave are void. @throws forbidden, step_up_required, not_found. */
export async function removeTrustRule(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx.actor, "service_tokens:write");
  requirePermission(ctx.actor, "keys:write");
  requireStepUp(ctx.actor, ctx.clock);
  await withOrganization(ctx, async (tx) => {
    const row = await openTrustRule(tx, ctx, id);
    const now = ctx.clock.now();
    await tx
      .update(trustRules)
      .set({ removedAt: now, voidsBefore: now, updatedAt: now, enabled: false })
      .where(and(eq(trustRules.organizationId, ctx.actor.organizationId), eq(trustRules.id, row.id)));
    await recordAudit(tx, ctx, {
      action: "trust_rule.removed",
      target: { type: "trust_rule", id: row.id, name: row.name },
      before: { issuer: row.issuer, audience: row.audience, subject: row.subject, scopes: row.scopes },
    });
  });
}
