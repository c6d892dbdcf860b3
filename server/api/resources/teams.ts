import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import {
  createTeamSchema,
  listTeamsSchema,
  teamDetailSchema,
  teamMemberSchema,
  teamSchema,
  updateTeamSchema,
} from "@/lib/organizations/schema";
import {
  addTeamMember,
  createTeam,
  deleteTeam,
  listTeams,
  readTeam,
  removeTeamMember,
  updateTeam,
} from "@/lib/organizations/teams";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Teams";
const PATH = "/organizations/{organization}/teams";
const noQuery = z.strictObject({});
const team = named("Team", teamSchema);
const detail = named("TeamDetail", teamDetailSchema);

/** Teams own keys, so that a key need not die with a person. */
export function registerTeams(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "List teams",
    query: listTeamsSchema,
    answers: {
      200: { description: "A page.", schema: z.object({ items: z.array(team), nextCursor: z.string().nullable() }) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listTeams(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: PATH,
    tag: TAG,
    summary: "Make a team",
    body: createTeamSchema,
    answers: { 201: { description: "Made.", schema: detail } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createTeam(ctx, body) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${PATH}/{team}`,
    tag: TAG,
    summary: "Read a team",
    answers: { 200: { description: "The team and its people.", schema: detail } },
    handle: async ({ ctx, params, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await readTeam(ctx, params.team ?? "") };
    },
  });

  organizationEndpoint(api, {
    method: "patch",
    path: `${PATH}/{team}`,
    tag: TAG,
    summary: "Change a team",
    body: updateTeamSchema,
    answers: { 200: { description: "The team.", schema: detail } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await updateTeam(ctx, params.team ?? "", body) }),
  });

  organizationEndpoint(api, {
    method: "delete",
    path: `${PATH}/{team}`,
    tag: TAG,
    summary: "Remove a team that owns no keys",
    answers: { 204: { description: "Removed.", schema: null } },
    handle: async ({ ctx, params }) => {
      await deleteTeam(ctx, params.team ?? "");
      return { status: 204 };
    },
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${PATH}/{team}/members`,
    tag: TAG,
    summary: "Add a member to a team",
    body: teamMemberSchema,
    answers: { 200: { description: "The team.", schema: detail } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await addTeamMember(ctx, params.team ?? "", body) }),
  });

  organizationEndpoint(api, {
    method: "delete",
    path: `${PATH}/{team}/members/{member}`,
    tag: TAG,
    summary: "Take a member out of a team",
    answers: { 200: { description: "The team.", schema: detail } },
    handle: async ({ ctx, params }) => ({
      status: 200,
      body: await removeTeamMember(ctx, params.team ?? "", params.member ?? ""),
    }),
  });
}
