import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  createTarget,
  listTargets,
  readTarget,
  removeTarget,
  testTarget,
  updateTarget,
} from "@/lib/rotation/delivery-targets";
import {
  createTargetSchema,
  deliveryTargetSchema,
  pageOnlySchema,
  targetTestSchema,
  updateTargetSchema,
} from "@/lib/rotation/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/delivery-targets";
const ONE = `${BASE}/{deliveryTarget}`;
const tag = "Rotation";
const target = named("DeliveryTarget", deliveryTargetSchema);
const answer = z.object({ deliveryTarget: target });

/** Where new secrets are put: Vault, or a service of one's own. */
export function registerDeliveryTargets(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List delivery targets",
    query: pageOnlySchema,
    answers: {
      200: { description: "By name.", schema: z.object({ items: z.array(target), nextCursor: z.string().nullable() }) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listTargets(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Set up a delivery target",
    description: "Owners and admins, with step-up. Credentials are sealed and never answered.",
    body: createTargetSchema,
    answers: { 201: { description: "The target.", schema: answer } },
    handle: async ({ ctx, body }) => ({ status: 201, body: { deliveryTarget: await createTarget(ctx, body) } }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: ONE,
    tag,
    summary: "Read a delivery target",
    answers: { 200: { description: "The target.", schema: answer } },
    handle: async ({ ctx, params }) => ({
      status: 200,
      body: { deliveryTarget: await readTarget(ctx, params.deliveryTarget ?? "") },
    }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: ONE,
    tag,
    summary: "Change a delivery target",
    description: "Another address needs its credentials anew.",
    body: updateTargetSchema,
    answers: { 200: { description: "The target.", schema: answer } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: { deliveryTarget: await updateTarget(ctx, params.deliveryTarget ?? "", body) },
    }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: ONE,
    tag,
    summary: "Remove a delivery target",
    answers: { 204: { description: "It is gone. Refused while keys use it.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeTarget(ctx, params.deliveryTarget ?? "");
      return { status: 204 };
    },
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/test`,
    tag,
    summary: "Try a delivery target",
    description: "Without any secret: whether it can be reached and would take one.",
    answers: { 200: { description: "What was found.", schema: named("DeliveryTest", targetTestSchema) } },
    handle: async ({ ctx, params, c }) => ({
      status: 200,
      body: await testTarget(ctx, params.deliveryTarget ?? "", {
        allowPrivate: c.var.deps.environment.outboundAllowPrivate,
      }),
    }),
  });
}
