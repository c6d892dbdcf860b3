import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { createTrustRule } from "@/lib/leases/create-trust-rule";
import { listTrustRules, readTrustRule } from "@/lib/leases/read-trust-rules";
import { removeTrustRule } from "@/lib/leases/remove-trust-rule";
import {
  createTrustRuleSchema,
  listTrustRulesSchema,
  trustRuleSchema,
  updateTrustRuleSchema,
} from "@/lib/leases/schema";
import { updateTrustRule } from "@/lib/leases/update-trust-rule";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/trust-rules";
const tag = "Trust rules";
const trustRule = named("TrustRule", trustRuleSchema);
const trustRulePage = z
  .object({ items: z.array(trustRule), nextCursor: z.string().nullable() })
  .openapi("TrustRulePage");

/** Which CI jobs may exchange their issuer's token for a lease (`POST /v1/token` of the gateway). */
export function registerTrustRules(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List trust rules",
    query: listTrustRulesSchema,
    answers: { 200: { description: "A page of trust rules, newest first.", schema: trustRulePage } },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listTrustRules(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Make a trust rule",
    description: "Owners and admins, with a factor proved within the last 10 minutes.",
    body: createTrustRuleSchema,
    answers: { 201: { description: "The trust rule.", schema: trustRule } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createTrustRule(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/{rule}`,
    tag,
    summary: "Read a trust rule",
    answers: { 200: { description: "The trust rule.", schema: trustRule } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readTrustRule(ctx, params.rule ?? "") }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${BASE}/{rule}`,
    tag,
    summary: "Change a trust rule",
    description: "A change of more than the name voids the leases that the rule gave before.",
    body: updateTrustRuleSchema,
    answers: { 200: { description: "The trust rule as it is now.", schema: trustRule } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await updateTrustRule(ctx, params.rule ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${BASE}/{rule}`,
    tag,
    summary: "Remove a trust rule",
    description: "The leases that the rule gave are void.",
    answers: { 204: { description: "The rule is gone.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeTrustRule(ctx, params.rule ?? "");
      return { status: 204 };
    },
  });
}
