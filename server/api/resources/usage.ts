import type { OpenAPIHono } from "@hono/zod-openapi";
import { readOverview } from "@/lib/keys/read-overview";
import { readKeyUsage, readUsage } from "@/lib/usage/read-usage";
import { keyUsageQuerySchema, overviewSchema, usageQuerySchema, usageSchema } from "@/lib/usage/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}";
const TAG = "Usage";
const LIMITS = "At most 2,000 buckets. Buckets are whole at both ends; `from` and `to` of the answer say which.";

const usage = named("Usage", usageSchema);

/** What keys were used for, counted. */
export function registerUsage(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/usage`,
    tag: TAG,
    summary: "Count verifications",
    description: LIMITS,
    query: usageQuerySchema,
    answers: { 200: { description: "Counts by bucket, verdict and group.", schema: usage } },
    handle: async ({ ctx, query }) => ({ status: 200, body: await readUsage(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/keys/{key}/usage`,
    tag: TAG,
    summary: "Count verifications of a key",
    description: LIMITS,
    query: keyUsageQuerySchema,
    answers: { 200: { description: "Counts by bucket, verdict and group.", schema: usage } },
    handle: async ({ ctx, params, query }) => ({ status: 200, body: await readKeyUsage(ctx, params.key ?? "", query) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/overview`,
    tag: TAG,
    summary: "Read the overview",
    answers: { 200: { description: "The organization at a glance.", schema: named("Overview", overviewSchema) } },
    handle: async ({ ctx, query }) => ({ status: 200, body: await readOverview(ctx, query) }),
  });
}
