import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { findEnvironment } from "@/lib/projects/find-project";
import { measureKeys, selectPolicy } from "./queries";
import { type PolicyPreview, previewPolicySchema } from "./schema";
import { checkPolicy, mergeDocument } from "./update-policy";

/**
 * Which live keys would be out of bounds under a policy that is not (yet) in force; with nothing named, under the one
 * that is. Changes nothing. @throws forbidden, not_found, invalid_input.
 */
export async function previewPolicy(
  ctx: Context,
  names: { project: string; environment: string },
  input: unknown,
): Promise<PolicyPreview> {
  requirePermission(ctx.actor, "keys:read");
  return withOrganization(ctx, async (tx) => {
    const { environment } = await findEnvironment(tx, ctx, names);
    const { policy, reset } = parseInput(previewPolicySchema, input ?? {});
    const row = await selectPolicy(tx, environment.organizationId, environment.id);
    if (!row) throw notFound("policy");
    const wanted = await checkPolicy(tx, ctx, mergeDocument(row.document, policy, reset), environment.sensitivity);
    return measureKeys(tx, environment.organizationId, environment.id, wanted, ctx.clock.now());
  });
}
