import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { createEnvironment } from "@/lib/projects/create-environment";
import { listEnvironments, readEnvironment } from "@/lib/projects/list-environments";
import { removeEnvironment } from "@/lib/projects/remove-environment";
import { createEnvironmentSchema, environmentAnswerSchema, updateEnvironmentSchema } from "@/lib/projects/schema";
import { updateEnvironment } from "@/lib/projects/update-environment";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/projects/{project}/environments";
const tag = "Environments";
const environment = named("Environment", environmentAnswerSchema);

function namesOf(params: Record<string, string>): { project: string; environment: string } {
  return { project: params.project ?? "", environment: params.environment ?? "" };
}

/** The places an API runs in, each with a colour, a sensitivity and a policy. */
export function registerEnvironments(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List a project's environments",
    answers: {
      200: {
        description: "All of them, in order.",
        schema: z.object({ items: z.array(environment), nextCursor: z.null() }),
      },
    },
    handle: async ({ ctx, params }) => ({ status: 200, body: await listEnvironments(ctx, params.project ?? "") }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Add an environment",
    body: createEnvironmentSchema,
    answers: { 201: { description: "The environment.", schema: environment } },
    handle: async ({ ctx, params, body }) => ({
      status: 201,
      body: await createEnvironment(ctx, params.project ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/{environment}`,
    tag,
    summary: "Read an environment",
    answers: { 200: { description: "The environment.", schema: environment } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readEnvironment(ctx, namesOf(params)) }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${BASE}/{environment}`,
    tag,
    summary: "Change an environment",
    description: "Another sensitivity brings other presets of the policy, so it needs a step-up.",
    body: updateEnvironmentSchema,
    answers: { 200: { description: "The environment.", schema: environment } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await updateEnvironment(ctx, namesOf(params), body),
    }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${BASE}/{environment}`,
    tag,
    summary: "Remove an environment",
    description: "Only one that never had a key (409).",
    answers: { 204: { description: "It is gone.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeEnvironment(ctx, namesOf(params));
      return { status: 204 };
    },
  });
}
