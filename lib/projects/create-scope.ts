import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { findManagedProject } from "./find-project";
import { presentScope } from "./present";
import { type PresentedScope, SCOPES_AT_MOST, scopeSchema } from "./schema";
import { insertScope, selectScopes } from "./scope-queries";
import { refuseTaken } from "./taken";

/** Adds a scope to the catalogue. @throws forbidden, not_found, invalid_input, conflict. */
export async function createScope(ctx: Context, project: string, input: unknown): Promise<PresentedScope> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedProject(tx, ctx, project, { lock: true });
    const draft = parseInput(scopeSchema, input);
    const { organizationId, id: projectId } = found.project;
    if ((await selectScopes(tx, organizationId, projectId)).length >= SCOPES_AT_MOST) {
      throw conflict(`A catalogue has at most ${SCOPES_AT_MOST} scopes.`);
    }
    const now = ctx.clock.now();
    const id = newId("scope", now.getTime());
    const row = await refuseTaken(
      insertScope(tx, { ...draft, organizationId, projectId, id, createdAt: now, updatedAt: now }),
    );
    await recordAudit(tx, ctx, {
      action: "scope.created",
      target: { type: "scope", id, name: draft.name },
      after: { ...draft, project: found.project.slug },
    });
    return presentScope(row);
  });
}
