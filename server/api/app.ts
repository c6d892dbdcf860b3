import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { LatchkeyError } from "@/lib/core/errors";
import { type ApiEnvironment, addressOf } from "./context";
import type { ApiDependencies } from "./dependencies";
import { asLatchkeyError, problemResponse } from "./problem";
import { RESOURCES } from "./resources";

export const API_BASE = "/api/v1";

/**
 * The REST API as one `fetch`: built apart from listening, so that tests call it without a port and the dashboard mounts
 * it under `/api/v1`.
 */
export function createApi(deps: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const api = new OpenAPIHono<ApiEnvironment>().basePath(API_BASE);

  api.use(async (c, next) => {
    const requestId = `req-${randomUUID()}`;
    c.set("deps", deps);
    c.set("request", {
      requestId,
      ip: addressOf(c.req.raw.headers, deps.environment.trustedProxies),
      userAgent: c.req.header("user-agent")?.slice(0, 400) ?? null,
    });
    await next();
    c.header("x-request-id", requestId);
  });

  api.onError((thrown, c) => {
    const error = asLatchkeyError(thrown);
    const { requestId } = c.var.request;
    if (error.code === "internal" || error.code === "unavailable") {
      deps.logger.error({ err: error.cause, requestId, method: c.req.method, path: c.req.path }, error.message);
    }
    const response = problemResponse(error, requestId);
    response.headers.set("x-request-id", requestId);
    return response;
  });

  api.notFound((c) =>
    problemResponse(new LatchkeyError("not_found", "There is no such address."), c.var.request.requestId),
  );

  for (const register of RESOURCES) register(api);

  api.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "latchkey.session",
    description: "The dashboard's session. Unsafe methods must come from the dashboard's own origin.",
  });
  api.openAPIRegistry.registerComponent("securitySchemes", "serviceToken", {
    type: "http",
    scheme: "bearer",
    description: "A service token (`lks_…`) of the organization.",
  });
  api.get("/openapi.json", (c) => c.json(openApiDocument(api)));
  return api;
}

/** The OpenAPI 3.1 document of everything registered. */
export function openApiDocument(api: OpenAPIHono<ApiEnvironment>) {
  const document = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "1",
      description: "API-key self-service. Errors are RFC 9457 problems with a stable `code` and a `requestId`.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: API_BASE }],
  });
  // The base is said once, in `servers`; paths are what stands below it.
  const paths = Object.entries(document.paths ?? {}).map(
    ([path, item]) => [path.slice(API_BASE.length), item] as const,
  );
  return { ...document, paths: Object.fromEntries(paths) };
}
