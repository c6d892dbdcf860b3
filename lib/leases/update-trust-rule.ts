import { and, eq } from "drizzle-orm";
import { DatabaseError } from "pg";
import { trustRules } from "@/db/schema/leases";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission, requireStepUp } from "@/lib/core/permissions";
import { checkTrustRule } from "./check-trust-rule";
import { openTrustRule } from "./open-trust-rule";
import { presentTrustRule } from "./present";
import { findEnvironment, findTrustRule } from "./queries";
import { type TrustRule, updateTrustRuleSchema } from "./schema";

/**
 * Changes what is named. Any change but of the name alone voids the leases the rule gave before.
 * @throws forbidden, step_up_required, invalid_input, not_found, conflict (issuer and audience).
 */
export async function updateTrustRule(ctx: Context, id: string, input: unknown): Promise<TrustRule> {
  requirePermission(ctx.actor, "service_tokens:write");
  requirePermission(ctx.actor, "keys:write");
  const changes = parseInput(updateTrustRuleSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  const organizationId = ctx.actor.organizationId;
  return withOrganization(ctx, async (tx) => {
    const row = await openTrustRule(tx, ctx, id);
    const target = await findEnvironment(tx, organizationId, row.projectId, row.environmentId);
    if (!target) throw conflict("The project of this rule is archived.");
    await checkTrustRule(tx, organizationId, target, { ...row, ...changes });
    const now = ctx.clock.now();
    const { name, ...terms } = changes;
    const isOfTerms = Object.keys(terms).length > 0;
    await tx
      .update(trustRules)
      .set({ ...changes, updatedAt: now, ...(isOfTerms ? { voidsBefore: now } : {}) })
      .where(and(eq(trustRules.organizationId, organizationId), eq(trustRules.id, row.id)))
      .catch(asConflict);
    const before = Object.fromEntries(Object.entries(row).filter(([field]) => field in changes));
    await recordAudit(tx, ctx, {
      action: "trust_rule.updated",
      target: { type: "trust_rule", id: row.id, name: name ?? row.name },
      before,
      after: changes,
    });
    const changed = await findTrustRule(tx, organizationId, row.id);
    if (!changed) throw notFound("trust rule");
    return presentTrustRule(changed);
  });
}

function asConflict(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof DatabaseError && cause.code === "23505") {
    throw conflict("Another trust rule of the organization has this issuer and audience.", { field: "audience" });
  }
  throw error;
}
