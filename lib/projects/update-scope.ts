import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { changesOf } from "./changes";
import { findManagedProject } from "./find-project";
import { presentScope } from "./present";
import { type PresentedScope, updateScopeSchema } from "./schema";
import { selectScope, updateScopeRow } from "./scope-queries";

/**
 * Changes what a scope says, never its name: keys and backends know it by that. To stop calling a scope sensitive can
 * spare approvals, so it needs a step-up. @throws forbidden, step_up_required, not_found, invalid_input.
 */
export async function updateScope(
  ctx: Context,
  names: { project: string; scope: string },
  input: unknown,
): Promise<PresentedScope> {
  return withOrganization(ctx, async (tx) => {
    const { project } = await findManagedProject(tx, ctx, names.project, { lock: true });
    const scope = await selectScope(tx, project.organizationId, project.id, names.scope);
    if (!scope) throw notFound("scope");
    const wanted = parseInput(updateScopeSchema, input);
    const changes = changesOf<Record<string, unknown>>(scope, wanted);
    if (!changes) return presentScope(scope);
    if (changes.after.sensitive === false) requireStepUp(ctx.actor, ctx.clock);
    const change = { ...changes.after, updatedAt: ctx.clock.now() };
    const updated = await updateScopeRow(tx, project.organizationId, scope.id, change);
    if (!updated) throw notFound("scope");
    await recordAudit(tx, ctx, {
      action: "scope.updated",
      target: { type: "scope", id: scope.id, name: scope.name },
      ...changes,
    });
    return presentScope(updated);
  });
}
