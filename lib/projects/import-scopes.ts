import { type Context, withOrganization } from "@/db/tenancy";
import { conflict, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { findManagedProject } from "./find-project";
import { readOpenApiScopes, type ScopeProposal } from "./openapi-scopes";
import type { ScopeRow } from "./present";
import { applyScopes, planScopes } from "./replace-scopes";
import {
  importScopesOptionsSchema,
  importScopesSchema,
  SCOPES_AT_MOST,
  type ScopeDraft,
  type ScopeImport,
  scopeSchema,
} from "./schema";
import { selectScopes } from "./scope-queries";

/**
 * Proposes scopes from an OpenAPI document; with `dryRun=false` adds the new ones and the new calls of those that are
 * there. Never removes, and never touches what people wrote. @throws forbidden, not_found, invalid_input, conflict.
 */
export async function importScopes(
  ctx: Context,
  project: string,
  input: unknown,
  options: unknown = {},
): Promise<ScopeImport> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedProject(tx, ctx, project, { lock: true });
    const { document, basePath } = parseInput(importScopesSchema, input);
    const { dryRun } = parseInput(importScopesOptionsSchema, options);
    if (!("openapi" in document) && !("swagger" in document)) {
      throw invalidInput("document", "must be an OpenAPI document: it names neither openapi nor swagger");
    }
    const { operations, proposals, skipped } = readOpenApiScopes(document, basePath);
    const current = await selectScopes(tx, found.project.organizationId, found.project.id);
    const merged = proposals.map((proposal) => merge(proposal, current));
    const wanted = merged.flatMap((entry) => (entry.draft ? [entry.draft] : []));
    const refused = merged.flatMap((entry) => (entry.draft ? [] : [entry.refused]));
    const plan = planScopes(current, wanted, false);
    if (current.length + plan.added.length > SCOPES_AT_MOST) {
      throw conflict(
        `A catalogue has at most ${SCOPES_AT_MOST} scopes; this would make ${current.length + plan.added.length}.`,
      );
    }
    if (!dryRun) await applyScopes(tx, ctx, found, plan, "scopes.imported");
    const added = new Set(plan.added.map((draft) => draft.name));
    const extended = new Set(plan.changed.map(({ row }) => row.name));
    return {
      dryRun,
      operations,
      proposals: wanted.map((draft) => ({
        ...draft,
        change: added.has(draft.name) ? "add" : extended.has(draft.name) ? "extend" : "none",
      })),
      skipped: [...skipped, ...refused],
    };
  });
}

type Merged =
  | { draft: ScopeDraft; refused?: undefined }
  | { draft?: undefined; refused: { name: string; reason: string } };

/** The proposal as a scope: of one that is there only the calls grow. The document's texts are checked like anyone's. */
function merge(proposal: ScopeProposal, current: readonly ScopeRow[]): Merged {
  const row = current.find((candidate) => candidate.name === proposal.name);
  const base = row ?? proposal;
  const { name, description, category, sensitive } = base;
  const endpoints = [...new Set([...(row?.endpoints ?? []), ...proposal.endpoints])].slice(0, 100);
  const checked = scopeSchema.safeParse({ name, description, category, sensitive, endpoints });
  if (checked.success) return { draft: checked.data };
  const issue = checked.error.issues[0];
  return { refused: { name, reason: `${issue?.path.join(".") ?? "it"} ${issue?.message ?? "is not valid"}` } };
}
