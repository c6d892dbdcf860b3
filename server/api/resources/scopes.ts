import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { createScope } from "@/lib/projects/create-scope";
import { importScopes } from "@/lib/projects/import-scopes";
import { listScopes } from "@/lib/projects/list-scopes";
import { removeScope } from "@/lib/projects/remove-scope";
import { replaceScopes } from "@/lib/projects/replace-scopes";
import {
  importScopesOptionsSchema,
  importScopesSchema,
  removeScopeOptionsSchema,
  replaceScopesOptionsSchema,
  replaceScopesSchema,
  scopeAnswerSchema,
  scopeChangesAnswerSchema,
  scopeImportAnswerSchema,
  scopeListSchema,
  scopeSchema,
  updateScopeSchema,
} from "@/lib/projects/schema";
import { updateScope } from "@/lib/projects/update-scope";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/projects/{project}/scopes";
const tag = "Scopes";
const scope = named("Scope", scopeAnswerSchema);
const DOCUMENT_BYTES = 8 * 1_048_576;

function namesOf(params: Record<string, string>): { project: string; scope: string } {
  return { project: params.project ?? "", scope: params.scope ?? "" };
}

/** A project's scope catalogue. `{scope}` is an id or a name such as `invoices:read`. */
export function registerScopes(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List a project's scopes",
    query: scopeListSchema,
    answers: {
      200: {
        description: "A page, by name.",
        schema: z.object({ items: z.array(scope), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, params, query }) => ({
      status: 200,
      body: await listScopes(ctx, params.project ?? "", query),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Add a scope",
    body: scopeSchema,
    answers: { 201: { description: "The scope.", schema: scope } },
    handle: async ({ ctx, params, body }) => ({
      status: 201,
      body: await createScope(ctx, params.project ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "put",
    path: BASE,
    tag,
    summary: "Replace the catalogue",
    description: "Adds, edits and removes until the catalogue is what the list says; all or nothing.",
    query: replaceScopesOptionsSchema,
    body: replaceScopesSchema,
    answers: {
      200: { description: "What changed, or would.", schema: named("ScopeChanges", scopeChangesAnswerSchema) },
    },
    handle: async ({ ctx, params, query, body }) => ({
      status: 200,
      body: await replaceScopes(ctx, params.project ?? "", body, query),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/import`,
    tag,
    summary: "Propose scopes from an OpenAPI document",
    description: "Changes nothing unless `dryRun=false`; then adds new scopes and new calls, and removes none.",
    query: importScopesOptionsSchema,
    body: importScopesSchema,
    bodyLimit: DOCUMENT_BYTES,
    answers: {
      200: { description: "The proposals.", schema: named("ScopeImport", scopeImportAnswerSchema) },
    },
    handle: async ({ ctx, params, query, body }) => ({
      status: 200,
      body: await importScopes(ctx, params.project ?? "", body, query),
    }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${BASE}/{scope}`,
    tag,
    summary: "Change a scope",
    description: "Its name stays. To stop calling it sensitive needs a step-up.",
    body: updateScopeSchema,
    answers: { 200: { description: "The scope.", schema: scope } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await updateScope(ctx, namesOf(params), body) }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${BASE}/{scope}`,
    tag,
    summary: "Remove a scope",
    description: "409 with the keys while live keys have it; `force=true` takes it from them, with a step-up.",
    query: removeScopeOptionsSchema,
    answers: { 204: { description: "It is gone.", schema: null } },
    handle: async ({ ctx, params, query }) => {
      await removeScope(ctx, namesOf(params), query);
      return { status: 204 };
    },
  });
}
