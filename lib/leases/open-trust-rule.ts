import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import { forbidden, notFound } from "@/lib/core/errors";
import { mayChangeTrustRulesOf, mayReadTrustRulesOf } from "./policy";
import { findTrustRule, lockTrustRule, type TrustRuleRow } from "./queries";

/** The rule, locked, for someone who may change it. @throws not_found, forbidden. */
export async function openTrustRule(tx: Transaction, ctx: Context, id: string): Promise<TrustRuleRow> {
  const organizationId = ctx.actor.organizationId;
  const isThere = await lockTrustRule(tx, organizationId, id);
  const row = isThere ? await findTrustRule(tx, organizationId, id) : null;
  const environment = row && { id: row.environmentId, projectId: row.projectId, sensitivity: row.sensitivity };
  if (!row || !environment || !mayReadTrustRulesOf(ctx.actor, environment)) throw notFound("trust rule");
  if (!mayChangeTrustRulesOf(ctx.actor, environment)) {
    throw forbidden(`You do not manage ${row.environment}. Ask an owner or admin of the organization.`);
  }
  return row;
}
