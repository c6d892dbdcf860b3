import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { changesOf } from "./changes";
import { type FoundProject, findManagedProject } from "./find-project";
import type { ScopeRow } from "./present";
import {
  replaceScopesOptionsSchema,
  replaceScopesSchema,
  type ScopeDraft,
  type scopeChangesAnswerSchema,
} from "./schema";
import { deleteScopeRow, insertScope, selectScopes, updateScopeRow } from "./scope-queries";
import { keysLosing, type LosingKey, releaseScopes } from "./scope-removal";

type ScopeChange = { row: ScopeRow; before: Record<string, unknown>; after: Record<string, unknown> };
type ScopePlan = { added: ScopeDraft[]; changed: ScopeChange[]; removed: ScopeRow[] };

/**
 * Makes the catalogue what the list says: adds, edits, removes. All or nothing; `dryRun` answers what would change.
 * @throws forbidden, not_found, invalid_input, conflict (removed scopes in use), step_up_required.
 */
export async function replaceScopes(
  ctx: Context,
  project: string,
  input: unknown,
  options: unknown = {},
): Promise<z.output<typeof scopeChangesAnswerSchema>> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedProject(tx, ctx, project, { lock: true });
    const { scopes } = parseInput(replaceScopesSchema, input);
    const { force, dryRun } = parseInput(replaceScopesOptionsSchema, options);
    const plan = planScopes(await selectScopes(tx, found.project.organizationId, found.project.id), scopes, true);
    const removed = plan.removed.map((row) => row.name);
    const keys: LosingKey[] = dryRun
      ? await keysLosing(tx, ctx, found, removed)
      : await releaseScopes(tx, ctx, found, removed, force ?? false);
    if (!dryRun) await applyScopes(tx, ctx, found, plan, "scopes.replaced");
    return {
      dryRun: dryRun ?? false,
      added: plan.added.map((draft) => draft.name),
      changed: plan.changed.map(({ row }) => row.name),
      removed,
      keys,
    };
  });
}

/** What has to happen for the catalogue to hold these scopes; `whole` also removes what is not among them. */
export function planScopes(current: readonly ScopeRow[], wanted: readonly ScopeDraft[], whole: boolean): ScopePlan {
  const byName = new Map(current.map((row) => [row.name, row]));
  const plan: ScopePlan = { added: [], changed: [], removed: [] };
  const names = new Set<string>();
  for (const draft of wanted) {
    names.add(draft.name);
    const row = byName.get(draft.name);
    const changes = row ? changesOf<Record<string, unknown>>(row, draft) : null;
    if (!row) plan.added.push(draft);
    else if (changes) plan.changed.push({ row, ...changes });
  }
  if (whole) plan.removed = current.filter((row) => !names.has(row.name));
  return plan;
}

/** Carries a plan out, with one audit row for all of it. */
export async function applyScopes(
  tx: Transaction,
  ctx: Context,
  { project }: FoundProject,
  plan: ScopePlan,
  action: string,
): Promise<void> {
  const { added, changed, removed } = plan;
  if (added.length + changed.length + removed.length === 0) return;
  if (changed.some(({ after }) => after.sensitive === false)) requireStepUp(ctx.actor, ctx.clock);
  const { organizationId, id: projectId } = project;
  const now = ctx.clock.now();
  for (const row of removed) await deleteScopeRow(tx, organizationId, row.id);
  for (const { row, after } of changed) {
    await updateScopeRow(tx, organizationId, row.id, { ...after, updatedAt: now });
  }
  for (const draft of added) {
    const id = newId("scope", now.getTime());
    await insertScope(tx, { ...draft, organizationId, projectId, id, createdAt: now, updatedAt: now });
  }
  await recordAudit(tx, ctx, {
    action,
    target: { type: "project", id: projectId, name: project.name },
    before: {
      removed: removed.map(({ name, sensitive, endpoints }) => ({ name, sensitive, endpoints })),
      changed: changed.map(({ row, before }) => ({ name: row.name, ...before })),
    },
    after: { added, changed: changed.map(({ row, after }) => ({ name: row.name, ...after })) },
  });
}
