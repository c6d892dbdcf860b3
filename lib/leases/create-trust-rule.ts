import { trustRules } from "@/db/schema/leases";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { slugify } from "@/lib/core/slug";
import { AUDIENCE_NAMESPACE, checkTrustRule } from "./check-trust-rule";
import { mayChangeTrustRulesOf, mayReadTrustRulesOf } from "./policy";
import { presentTrustRule } from "./present";
import { findEnvironment, findOrganizationSlug, findTrustRule } from "./queries";
import { createTrustRuleSchema, type TrustRule } from "./schema";

/**
 * Makes a trust rule: from then on CI jobs whose tokens match it can exchange them for leases.
 * @throws forbidden, step_up_required, invalid_input, not_found (project or environment), conflict (issuer and audience).
 */
export async function createTrustRule(ctx: Context, input: unknown): Promise<TrustRule> {
  requirePermission(ctx.actor, "service_tokens:write");
  requirePermission(ctx.actor, "keys:write");
  const { project, environment, ...fields } = parseInput(createTrustRuleSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  const organizationId = ctx.actor.organizationId;
  return withOrganization(ctx, async (tx) => {
    const target = await findEnvironment(tx, organizationId, project, environment);
    if (!target || !mayReadTrustRulesOf(ctx.actor, target)) throw notFound("environment");
    if (!mayChangeTrustRulesOf(ctx.actor, target)) {
      throw forbidden(`You do not manage ${target.slug}. Ask an owner or admin of the organization.`);
    }
    const audience =
      fields.audience ??
      `${AUDIENCE_NAMESPACE}${await findOrganizationSlug(tx, organizationId)}:${slugify(fields.name, "rule")}`;
    await checkTrustRule(tx, organizationId, target, { ...fields, audience });
    const now = ctx.clock.now();
    const id = newId("trustRule", now.getTime());
    const made = await tx
      .insert(trustRules)
      .values({
        ...fields,
        audience,
        organizationId,
        id,
        projectId: target.projectId,
        environmentId: target.id,
        createdBy: actorId(ctx.actor),
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: trustRules.id });
    if (made.length === 0) {
      throw conflict("Another trust rule of the organization has this issuer and audience.", { field: "audience" });
    }
    await recordAudit(tx, ctx, {
      action: "trust_rule.created",
      target: { type: "trust_rule", id, name: fields.name },
      after: { ...fields, audience, project: target.project, environment: target.slug },
    });
    const row = await findTrustRule(tx, organizationId, id);
    if (!row) throw notFound("trust rule");
    return presentTrustRule(row);
  });
}
