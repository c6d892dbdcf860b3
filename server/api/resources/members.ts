import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import { changeAccess, changeMember } from "@/lib/organizations/change-member";
import { listMembers, listOwnedKeys, readAccessMatrix, readMember } from "@/lib/organizations/list-members";
import { removeMember } from "@/lib/organizations/remove-member";
import {
  accessMatrixSchema,
  changeAccessSchema,
  changeMemberSchema,
  listMembersSchema,
  matrixSchema,
  memberSchema,
  ownedKeySchema,
  removeMemberSchema,
} from "@/lib/organizations/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Members";
const PATH = "/organizations/{organization}/members";
const noQuery = z.strictObject({});
const member = named("Member", memberSchema);

export function registerMembers(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "List members",
    query: listMembersSchema,
    answers: {
      200: { description: "A page.", schema: z.object({ items: z.array(member), nextCursor: z.string().nullable() }) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listMembers(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${PATH}/access-matrix`,
    tag: TAG,
    summary: "Who may do what where, and why",
    query: matrixSchema,
    answers: {
      200: { description: "Members against environments.", schema: named("AccessMatrix", accessMatrixSchema) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await readAccessMatrix(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${PATH}/{member}`,
    tag: TAG,
    summary: "Read a member",
    answers: { 200: { description: "The member.", schema: member } },
    handle: async ({ ctx, params, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await readMember(ctx, params.member ?? "") };
    },
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${PATH}/{member}/keys`,
    tag: TAG,
    summary: "The live keys a member owns",
    description: "For deciding what happens to each before the member is removed.",
    answers: {
      200: {
        description: "Keys.",
        schema: z.object({ items: z.array(named("OwnedKey", ownedKeySchema)), nextCursor: z.null() }),
      },
    },
    handle: async ({ ctx, params, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await listOwnedKeys(ctx, params.member ?? "") };
    },
  });

  organizationEndpoint(api, {
    method: "patch",
    path: `${PATH}/{member}`,
    tag: TAG,
    summary: "Change a member's role",
    description: "Counts in all their sessions at once. Needs step-up.",
    body: changeMemberSchema,
    answers: { 200: { description: "The member.", schema: member } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await changeMember(ctx, params.member ?? "", body),
    }),
  });

  organizationEndpoint(api, {
    method: "put",
    path: `${PATH}/{member}/access`,
    tag: TAG,
    summary: "Change a member's access per environment",
    description: "Environments that are not named stay as they are. Needs step-up.",
    body: changeAccessSchema,
    answers: { 200: { description: "The member.", schema: member } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await changeAccess(ctx, params.member ?? "", body),
    }),
  });

  organizationEndpoint(api, {
    method: "delete",
    path: `${PATH}/{member}`,
    tag: TAG,
    summary: "Remove a member, or leave",
    description:
      "The body decides what happens to each key they own; a key without a decision is a 409 that lists it (`undecided`). Needs step-up.",
    body: removeMemberSchema,
    answers: { 200: { description: "Removed.", schema: z.object({ keys: z.number().int() }) } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await removeMember(ctx, params.member ?? "", body),
    }),
  });
}
