import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { listMail } from "@/lib/notifications/list-mail";
import { retryMail } from "@/lib/notifications/retry-mail";
import { mailAnswerSchema, mailListSchema } from "@/lib/notifications/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/mail";
const tag = "Mail";
const mail = named("Mail", mailAnswerSchema);

/** The organization's outbox: what was sent, what waits, what was given up. Never what a mail says. */
export function registerMail(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List mail",
    description: "Newest first. `state=dead` is what was given up after several attempts.",
    query: mailListSchema,
    answers: {
      200: { description: "A page.", schema: z.object({ items: z.array(mail), nextCursor: z.string().nullable() }) },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listMail(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/{mail}/retry`,
    tag,
    summary: "Try a mail again",
    description: "One that was given up or held back. The same event never becomes two messages.",
    answers: { 200: { description: "The mail.", schema: mail } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await retryMail(ctx, params.mail ?? "") }),
  });
}
