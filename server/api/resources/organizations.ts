import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import { createOwnOrganization } from "@/lib/organizations/create-organization";
import { deleteOrganization } from "@/lib/organizations/delete-organization";
import { listOwnOrganizations, readOrganization } from "@/lib/organizations/read-organization";
import {
  createOrganizationSchema,
  deleteOrganizationSchema,
  organizationSchema,
  updateOrganizationSchema,
} from "@/lib/organizations/schema";
import { updateOrganization } from "@/lib/organizations/update-organization";
import type { ApiEnvironment } from "../context";
import { accountEndpoint, organizationEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Organizations";
const PATH = "/organizations/{organization}";
const noQuery = z.strictObject({});
const organization = named("Organization", organizationSchema);

export function registerOrganizations(api: OpenAPIHono<ApiEnvironment>): void {
  accountEndpoint(api, {
    method: "get",
    path: "/organizations",
    tag: TAG,
    summary: "The organizations of the signed-in person",
    answers: {
      200: { description: "By name.", schema: z.object({ items: z.array(organization), nextCursor: z.null() }) },
    },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await listOwnOrganizations(ctx) };
    },
  });

  accountEndpoint(api, {
    method: "post",
    path: "/organizations",
    tag: TAG,
    summary: "Make an organization",
    body: createOrganizationSchema,
    answers: {
      201: { description: "Made; the caller owns it.", schema: z.object({ id: z.string(), slug: z.string() }) },
    },
    handle: async ({ ctx, body }) => {
      const { id, slug } = await createOwnOrganization(ctx, body);
      return { status: 201, body: { id, slug } };
    },
  });

  organizationEndpoint(api, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "Read an organization",
    answers: { 200: { description: "The organization.", schema: organization } },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await readOrganization(ctx) };
    },
  });

  organizationEndpoint(api, {
    method: "patch",
    path: PATH,
    tag: TAG,
    summary: "Change an organization",
    description: "Name, slug, time zone, and how members sign in. Needs step-up.",
    body: updateOrganizationSchema,
    answers: { 200: { description: "The organization.", schema: organization } },
    handle: async ({ ctx, body }) => ({ status: 200, body: await updateOrganization(ctx, body) }),
  });

  organizationEndpoint(api, {
    method: "delete",
    path: PATH,
    tag: TAG,
    summary: "Delete an organization and everything in it",
    description: "For good: its keys are refused at once. Owners only; needs step-up and the slug, typed.",
    body: deleteOrganizationSchema,
    answers: { 204: { description: "Deleted.", schema: null } },
    handle: async ({ ctx, body }) => {
      await deleteOrganization(ctx, body);
      return { status: 204 };
    },
  });
}
