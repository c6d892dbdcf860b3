import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { breakGlassSchema } from "@/lib/approvals/answer-schema";
import { endBreakGlass, openBreakGlass, reviewBreakGlass } from "@/lib/approvals/break-glass";
import { listBreakGlass } from "@/lib/approvals/read-break-glass";
import { endSchema, listPageSchema, openBreakGlassSchema, reviewBreakGlassSchema } from "@/lib/approvals/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/break-glass";
const ONE = `${BASE}/{use}`;
const tag = "Break-glass";
const use = named("BreakGlassUse", breakGlassSchema);
const answer = z.object({ use });

/** Acting without approval in an emergency, in the open. */
export function registerBreakGlass(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List uses of break-glass",
    query: listPageSchema,
    answers: {
      200: {
        description: "A page of uses, newest first.",
        schema: z.object({ items: z.array(use), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listBreakGlass(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Break the glass",
    description: "For those named in the settings, with step-up and a reason. Every owner is told at once.",
    body: openBreakGlassSchema,
    answers: { 201: { description: "The use, open until its end.", schema: answer } },
    handle: async ({ ctx, body }) => ({ status: 201, body: { use: await openBreakGlass(ctx, body) } }),
  });
  for (const [verb, summary, schema, run] of [
    ["end", "End it before its time", endSchema, endBreakGlass],
    ["review", "Close it with a review, by someone else", reviewBreakGlassSchema, reviewBreakGlass],
  ] as const) {
    organizationEndpoint(api, {
      method: "post",
      path: `${ONE}/${verb}`,
      tag,
      summary,
      body: schema,
      answers: { 200: { description: "The use.", schema: answer } },
      handle: async ({ ctx, params, body }) => ({ status: 200, body: { use: await run(ctx, params.use ?? "", body) } }),
    });
  }
}
