import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { archiveProject, restoreProject } from "@/lib/projects/archive-project";
import { createProject } from "@/lib/projects/create-project";
import { listProjects } from "@/lib/projects/list-projects";
import { readProject } from "@/lib/projects/read-project";
import {
  createProjectSchema,
  projectAnswerSchema,
  projectListSchema,
  updateProjectSchema,
} from "@/lib/projects/schema";
import { updateProject } from "@/lib/projects/update-project";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/projects";
const tag = "Projects";
const project = named("Project", projectAnswerSchema);

/** An API that is protected by keys: its prefix and its environments. */
export function registerProjects(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List projects",
    description: "By name. Archived ones are left out unless `archived` says otherwise.",
    query: projectListSchema,
    answers: {
      200: { description: "A page.", schema: z.object({ items: z.array(project), nextCursor: z.string().nullable() }) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listProjects(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Create a project",
    description: "It begins with the environments development, staging and production.",
    body: createProjectSchema,
    answers: { 201: { description: "The project.", schema: project } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createProject(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/{project}`,
    tag,
    summary: "Read a project",
    answers: { 200: { description: "The project.", schema: project } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readProject(ctx, params.project ?? "") }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${BASE}/{project}`,
    tag,
    summary: "Change a project",
    description: "Slug and key prefix are fixed once a key exists (409).",
    body: updateProjectSchema,
    answers: { 200: { description: "The project.", schema: project } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await updateProject(ctx, params.project ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/{project}/archive`,
    tag,
    summary: "Archive a project",
    description: "Refused (409) while keys of it work or could work again.",
    answers: { 200: { description: "The project.", schema: project } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await archiveProject(ctx, params.project ?? "") }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/{project}/restore`,
    tag,
    summary: "Take a project out of the archive",
    answers: { 200: { description: "The project.", schema: project } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await restoreProject(ctx, params.project ?? "") }),
  });
}
