import { createRoute, type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import type { AccountContext, AnonymousContext, Context } from "@/db/tenancy";
import { invalidInput, notFound } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";
import { authenticateAccount, authenticateHalfAccount, authenticateOrganization } from "./authenticate";
import { type ApiEnvironment, anonymousContext } from "./context";
import { runIdempotently } from "./idempotency";
import { readJson } from "./read-json";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Answer = { status: 200 | 201 | 202 | 204; body?: unknown; headers?: Record<string, string> } | Response;

type Call<C> = {
  ctx: C;
  /** Path parameters by name. */
  params: Record<string, string>;
  /** Query parameters as they came: one value is a string, several are an array. The verb parses them. */
  query: Record<string, string | string[]>;
  /** The JSON body as it came; the verb parses it. */
  body: unknown;
  /** The raw call, for the few that need headers or cookies. */
  c: HonoContext<ApiEnvironment>;
};

export type Endpoint<C> = {
  method: Method;
  /** Below `/api/v1`, with `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Documents what the verb parses. The same schema object as in the domain's `schema.ts`. */
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What it answers, by status. `null` is an empty body. */
  answers: Partial<
    Record<200 | 201 | 202 | 204, { description: string; schema: z.ZodType | null; contentType?: string }>
  >;
  /** Largest body in bytes; default 1 MiB. */
  bodyLimit?: number;
  handle: (call: Call<C>) => Promise<Answer>;
};

const PARAMETER = /\{(\w+)\}/g;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem");

function documented<C>(endpoint: Endpoint<C>, security: RouteConfig["security"]): RouteConfig {
  const names = [...endpoint.path.matchAll(PARAMETER)].map((match) => match[1] ?? "");
  const responses: RouteConfig["responses"] = {
    default: {
      description: "A problem (RFC 9457).",
      content: { "application/problem+json": { schema: problemSchema } },
    },
  };
  for (const [status, answer] of Object.entries(endpoint.answers)) {
    responses[status] = answer.schema
      ? {
          description: answer.description,
          content: { [answer.contentType ?? "application/json"]: { schema: answer.schema } },
        }
      : { description: answer.description };
  }
  return createRoute({
    method: endpoint.method,
    path: endpoint.path,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    ...(security ? { security } : {}),
    request: {
      ...(names.length > 0 ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      ...(endpoint.query ? { query: endpoint.query } : {}),
      ...(endpoint.body
        ? { body: { content: { "application/json": { schema: endpoint.body } }, required: true } }
        : {}),
    },
    responses,
  });
}

/** @throws invalid_input for text that no row can hold. */
function queryOf(c: HonoContext): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => {
      if (!values.every(isStorable)) throw invalidInput(name.slice(0, 100), "must not contain NUL");
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** @throws not_found for a name that nothing can have. */
function paramsOf(c: HonoContext): Record<string, string> {
  const params = c.req.param();
  if (!Object.values(params).every(isStorable)) throw notFound("address");
  return params;
}

function respond(answer: Answer): Response {
  if (answer instanceof Response) return answer;
  const headers = new Headers({ "cache-control": "no-store", ...answer.headers });
  if (answer.status === 204 || answer.body === undefined) return new Response(null, { status: answer.status, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}

function register<C>(
  api: OpenAPIHono<ApiEnvironment>,
  endpoint: Endpoint<C>,
  security: RouteConfig["security"],
  open: (c: HonoContext<ApiEnvironment>) => Promise<C>,
  run: (call: Call<C>, work: () => Promise<Response>) => Promise<Response>,
): void {
  api.openAPIRegistry.registerPath(documented(endpoint, security));
  api.on(endpoint.method.toUpperCase(), endpoint.path.replace(PARAMETER, ":$1"), async (c) => {
    const params = paramsOf(c);
    const ctx = await open(c);
    const body = endpoint.method === "get" ? undefined : await readJson(c.req.raw, endpoint.bodyLimit);
    const call: Call<C> = { ctx, params, query: queryOf(c), body, c };
    return run(call, async () => respond(await endpoint.handle(call)));
  });
}

/** An endpoint of one organization, for people (session) and machines (service token). */
export function organizationEndpoint(api: OpenAPIHono<ApiEnvironment>, endpoint: Endpoint<Context>): void {
  register(api, endpoint, [{ session: [] }, { serviceToken: [] }], authenticateOrganization, (call, work) =>
    endpoint.method === "post" ? runIdempotently(call.ctx, call.c, call.body, work) : work(),
  );
}

/** An endpoint of the signed-in person, outside any organization. */
export function accountEndpoint(api: OpenAPIHono<ApiEnvironment>, endpoint: Endpoint<AccountContext>): void {
  register(api, endpoint, [{ session: [] }], authenticateAccount, (_call, work) => work());
}

/** The few endpoints that a half-session needs: to prove or enrol a factor, to see that it must, to sign out. */
export function halfAccountEndpoint(api: OpenAPIHono<ApiEnvironment>, endpoint: Endpoint<AccountContext>): void {
  register(api, endpoint, [{ session: [] }], authenticateHalfAccount, (_call, work) => work());
}

/** An endpoint that nobody has to sign in for. */
export function publicEndpoint(api: OpenAPIHono<ApiEnvironment>, endpoint: Endpoint<AnonymousContext>): void {
  register(
    api,
    endpoint,
    [],
    async (c) => anonymousContext(c),
    (_call, work) => work(),
  );
}
