import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { findManagedProject } from "./find-project";
import { removeScopeOptionsSchema } from "./schema";
import { deleteScopeRow, selectScope } from "./scope-queries";
import { releaseScopes } from "./scope-removal";

/**
 * Removes a scope. Refused with the list of live keys that have it, unless `force` takes it from them.
 * @throws forbidden, not_found, conflict, step_up_required (with force).
 */
export async function removeScope(
  ctx: Context,
  names: { project: string; scope: string },
  options: unknown = {},
): Promise<void> {
  await withOrganization(ctx, async (tx) => {
    const found = await findManagedProject(tx, ctx, names.project, { lock: true });
    const { force } = parseInput(removeScopeOptionsSchema, options);
    const { project } = found;
    const scope = await selectScope(tx, project.organizationId, project.id, names.scope);
    if (!scope) throw notFound("scope");
    const losing = await releaseScopes(tx, ctx, found, [scope.name], force ?? false);
    await deleteScopeRow(tx, project.organizationId, scope.id);
    const { name, description, category, sensitive, endpoints } = scope;
    await recordAudit(tx, ctx, {
      action: "scope.removed",
      target: { type: "scope", id: scope.id, name },
      before: { name, description, category, sensitive, endpoints, project: project.slug },
      after: losing.length > 0 ? { takenFromKeys: losing.map((key) => key.id) } : null,
    });
  });
}
