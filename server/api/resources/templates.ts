import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { archiveTemplate, createTemplate, updateTemplate } from "@/lib/templates/change-templates";
import { listTemplates, readTemplate } from "@/lib/templates/read-templates";
import {
  createTemplateSchema,
  listTemplatesSchema,
  templateSchema,
  templateVersionSchema,
  updateTemplateSchema,
} from "@/lib/templates/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/projects/{project}/templates";
const ONE = `${BASE}/{template}`;
const tag = "Templates";
const template = named("Template", templateSchema);

function namesOf(params: Record<string, string>): { project: string; template: string } {
  return { project: params.project ?? "", template: params.template ?? "" };
}

/** Named sets of scopes and restrictions that keys start from. */
export function registerTemplates(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List templates",
    query: listTemplatesSchema,
    answers: {
      200: {
        description: "A page of templates, by name.",
        schema: z.object({ items: z.array(template), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, params, query }) => ({
      status: 200,
      body: await listTemplates(ctx, params.project ?? "", query),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Write a template",
    body: createTemplateSchema,
    answers: { 201: { description: "The template.", schema: template } },
    handle: async ({ ctx, params, body }) => ({
      status: 201,
      body: await createTemplate(ctx, params.project ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: ONE,
    tag,
    summary: "Read a template",
    answers: {
      200: {
        description: "The template with its versions.",
        schema: templateSchema
          .extend({ versions: z.array(named("TemplateVersion", templateVersionSchema)) })
          .openapi("TemplateDetail"),
      },
    },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readTemplate(ctx, namesOf(params)) }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: ONE,
    tag,
    summary: "Change a template",
    description: "A new version. Keys stay as they are and show that the template has moved on.",
    body: updateTemplateSchema,
    answers: { 200: { description: "The template.", schema: template } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await updateTemplate(ctx, namesOf(params), body) }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: ONE,
    tag,
    summary: "Archive a template",
    answers: { 204: { description: "It is out of use; keys keep saying that they come from it.", schema: null } },
    handle: async ({ ctx, params }) => {
      await archiveTemplate(ctx, namesOf(params));
      return { status: 204 };
    },
  });
}
