import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { grantSchema, linkSchema } from "@/lib/approvals/answer-schema";
import { endGrant, listGrants } from "@/lib/approvals/grants";
import { listLinks, openLink } from "@/lib/approvals/open-link";
import { endSchema, handOverSchema, listPageSchema, openLinkSchema } from "@/lib/approvals/schema";
import { cancelLink, handOverKey } from "@/lib/approvals/wrap-secret";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint, publicEndpoint } from "../endpoint";
import { named } from "../named";

const KEY = "/organizations/{organization}/keys/{key}";
const tag = "Keys";
const newLink = z.object({ id: z.string(), url: z.string(), expiresAt: z.string() }).openapi("HandOverLink");
const grant = named("Grant", grantSchema);
const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Single-use links to a key's secret, and the grants that a key has for a time. */
export function registerHandOver(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "post",
    path: `${KEY}/hand-over`,
    tag,
    summary: "Wrap a secret in a single-use link",
    description: "The secret that was just shown, for someone else. Only the link's fragment can open it.",
    body: handOverSchema,
    answers: { 201: { description: "The link, answered this once.", schema: z.object({ link: newLink }) } },
    handle: async ({ ctx, params, body }) => ({ status: 201, body: await handOverKey(ctx, params.key ?? "", body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/links`,
    tag,
    summary: "List the links to a key's secrets",
    query: listPageSchema,
    answers: { 200: { description: "The links, newest first.", schema: page(named("WrappedLink", linkSchema)) } },
    handle: async ({ ctx, params, query }) => ({ status: 200, body: await listLinks(ctx, params.key ?? "", query) }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${KEY}/links/{link}`,
    tag,
    summary: "Cancel a link that nobody has opened",
    answers: { 204: { description: "It opens nothing any more.", schema: null } },
    handle: async ({ ctx, params }) => {
      await cancelLink(ctx, params.key ?? "", params.link ?? "");
      return { status: 204 };
    },
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/grants`,
    tag,
    summary: "List a key's grants",
    description: "Scopes and waivers with an end, newest first.",
    query: listPageSchema,
    answers: { 200: { description: "The grants.", schema: page(grant) } },
    handle: async ({ ctx, params, query }) => ({ status: 200, body: await listGrants(ctx, params.key ?? "", query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${KEY}/grants/{grant}/end`,
    tag,
    summary: "End a grant before its time",
    body: endSchema,
    answers: { 200: { description: "The grant.", schema: z.object({ grant }) } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: { grant: await endGrant(ctx, params.key ?? "", params.grant ?? "", body) },
    }),
  });
  publicEndpoint(api, {
    method: "post",
    path: "/links/{link}/open",
    tag,
    summary: "Open a single-use link",
    description:
      "Answers the secret once; later calls are told 410 and recorded. The key of the link is in its fragment.",
    body: openLinkSchema,
    answers: {
      200: {
        description: "The secret.",
        schema: z.object({ secret: z.string(), keyName: z.string(), organization: z.string() }),
      },
    },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await openLink(ctx, params.link ?? "", body) }),
  });
}
