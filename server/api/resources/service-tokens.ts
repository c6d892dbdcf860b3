import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { createServiceToken } from "@/lib/service-tokens/create-service-token";
import { listServiceTokens, readServiceToken } from "@/lib/service-tokens/list-service-tokens";
import { revokeServiceToken } from "@/lib/service-tokens/revoke-service-token";
import {
  createServiceTokenSchema,
  revokeServiceTokenSchema,
  serviceTokenAnswerSchema,
  serviceTokenListSchema,
} from "@/lib/service-tokens/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/service-tokens";
const ONE = `${BASE}/{serviceToken}`;
const tag = "Service tokens";
const serviceToken = named("ServiceToken", serviceTokenAnswerSchema);

/** Machines' credentials: for this API, and for backends towards the verify server. */
export function registerServiceTokens(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List service tokens",
    query: serviceTokenListSchema,
    answers: {
      200: {
        description: "A page, newest first.",
        schema: z.object({ items: z.array(serviceToken), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listServiceTokens(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Make a service token",
    description: "Answers the token, this once. Needs a step-up. Nobody can give what they do not have.",
    body: createServiceTokenSchema,
    answers: {
      201: { description: "The token.", schema: z.object({ serviceToken, token: z.string() }) },
    },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createServiceToken(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: ONE,
    tag,
    summary: "Read a service token",
    answers: { 200: { description: "The service token.", schema: serviceToken } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readServiceToken(ctx, params.serviceToken ?? "") }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/revoke`,
    tag,
    summary: "Revoke a service token",
    description: "For good, with its next call.",
    body: revokeServiceTokenSchema,
    answers: { 200: { description: "The service token.", schema: serviceToken } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await revokeServiceToken(ctx, params.serviceToken ?? "", body),
    }),
  });
}
