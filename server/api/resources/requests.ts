import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { countsSchema, previewSchema, requestDetailSchema, requestSchema } from "@/lib/approvals/answer-schema";
import { cancelRequest } from "@/lib/approvals/cancel-request";
import { claimRequest } from "@/lib/approvals/claim-request";
import { approveRequest, bulkDecide, denyRequest } from "@/lib/approvals/decide-request";
import { editRequest } from "@/lib/approvals/edit-request";
import { countRequests, listRequests } from "@/lib/approvals/list-requests";
import { previewRequest } from "@/lib/approvals/preview-request";
import { readRequest } from "@/lib/approvals/read-request";
import {
  approveRequestSchema,
  bulkDecideSchema,
  cancelRequestSchema,
  claimRequestSchema,
  denyRequestSchema,
  editRequestSchema,
  listRequestsSchema,
  submitRequestBodySchema,
} from "@/lib/approvals/schema";
import { submitRequest } from "@/lib/approvals/submit-request";
import { keySchema } from "@/lib/keys/schema";
import { fillFromTemplate } from "@/lib/templates/fill-from-template";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/requests";
const ONE = `${BASE}/{request}`;
const tag = "Requests";
const request = named("Request", requestSchema);
const answer = z.object({ request });
const link = z
  .object({
    id: z.string(),
    url: z.string().describe("With its key in the fragment; answered this once."),
    expiresAt: z.string(),
  })
  .openapi("HandOverLink");

/** Asking for what one may not do alone, and deciding on it. */
export function registerRequests(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List requests",
    query: listRequestsSchema,
    answers: {
      200: {
        description: "A page of requests, newest first.",
        schema: z.object({ items: z.array(request), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listRequests(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Ask for something",
    description: "A new key, more scopes, a longer life, scopes for a time, or a waiver of the allow-list.",
    body: submitRequestBodySchema,
    answers: { 201: { description: "The request, approved at once where nobody has to be asked.", schema: answer } },
    handle: async ({ ctx, body }) => ({
      status: 201,
      body: { request: await submitRequest(ctx, await fillFromTemplate(ctx, body)) },
    }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/counts`,
    tag,
    summary: "Count what waits for the caller",
    answers: { 200: { description: "The counts.", schema: named("RequestCounts", countsSchema) } },
    handle: async ({ ctx }) => ({ status: 200, body: await countRequests(ctx) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/preview`,
    tag,
    summary: "See what would become of a request",
    description: "Writes nothing: who would have to agree, who can, and how long it usually takes.",
    body: submitRequestBodySchema,
    answers: { 200: { description: "The way it would go.", schema: named("RequestPreview", previewSchema) } },
    handle: async ({ ctx, body }) => ({
      status: 200,
      body: await previewRequest(ctx, await fillFromTemplate(ctx, body)),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/bulk-decide`,
    tag,
    summary: "Decide on several requests",
    description:
      "Each by itself: the answer says for each whether it was decided. Needs a factor proved within 10 minutes.",
    body: bulkDecideSchema,
    answers: {
      200: {
        description: "One result for each request, in order.",
        schema: z.object({
          results: z.array(
            z.object({
              id: z.string(),
              request: request.nullable(),
              problem: z.object({ code: z.string(), message: z.string() }).nullable(),
            }),
          ),
        }),
      },
    },
    handle: async ({ ctx, body }) => ({ status: 200, body: await bulkDecide(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: ONE,
    tag,
    summary: "Read a request",
    description: "With what is missing, who can decide, what is unusual, similar keys, decisions and revisions.",
    answers: { 200: { description: "The request.", schema: named("RequestDetail", requestDetailSchema) } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readRequest(ctx, params.request ?? "") }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: ONE,
    tag,
    summary: "Edit an undecided request",
    description: "Names what changes, in the fields of its kind. A new revision: decisions so far are void.",
    body: editRequestSchema,
    answers: { 200: { description: "The request.", schema: answer } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: { request: await editRequest(ctx, params.request ?? "", body) },
    }),
  });
  for (const [verb, summary, schema, run] of [
    ["approve", "Approve a request, with less where the approver says so", approveRequestSchema, approveRequest],
    ["deny", "Deny a request, with a reason", denyRequestSchema, denyRequest],
    ["cancel", "Take one's own request back", cancelRequestSchema, cancelRequest],
  ] as const) {
    organizationEndpoint(api, {
      method: "post",
      path: `${ONE}/${verb}`,
      tag,
      summary,
      ...(verb === "cancel" ? {} : { description: "Needs a factor proved within the last 10 minutes." }),
      body: schema,
      answers: { 200: { description: "The request.", schema: answer } },
      handle: async ({ ctx, params, body }) => ({
        status: 200,
        body: { request: await run(ctx, params.request ?? "", body) },
      }),
    });
  }
  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/claim`,
    tag,
    summary: "Claim an approved key",
    description: "Makes the secret, answered this once; or a single-use link with it for someone else.",
    body: claimRequestSchema,
    answers: {
      201: {
        description: "The key, with its secret or a link.",
        schema: z.object({
          request,
          key: named("Key", keySchema),
          secret: z.string().optional(),
          link: link.optional(),
        }),
      },
    },
    handle: async ({ ctx, params, body }) => ({
      status: 201,
      body: await claimRequest(ctx, params.request ?? "", body),
    }),
  });
}
