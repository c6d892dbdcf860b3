import { randomUUID } from "node:crypto";
import { Hono, type Context as HonoContext } from "hono";
import type { Context } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { hasPermission } from "@/lib/core/permissions";
import {
  createScimGroup,
  deleteScimGroup,
  listScimGroups,
  patchScimGroup,
  readScimGroup,
  replaceScimGroup,
} from "@/lib/organizations/scim/groups";
import { GROUP_SCHEMA, LIST_SCHEMA, USER_SCHEMA } from "@/lib/organizations/scim/schema";
import {
  createScimUser,
  deleteScimUser,
  listScimUsers,
  patchScimUser,
  readScimUser,
  replaceScimUser,
} from "@/lib/organizations/scim/users";
import { authenticateServiceToken } from "@/lib/service-tokens/authenticate-service-token";
import { type ApiEnvironment, addressOf, anonymousContext } from "./context";
import type { ApiDependencies } from "./dependencies";
import { asLatchkeyError, problemResponse } from "./problem";
import { readJson } from "./read-json";

const TYPE = "application/scim+json";
type Call = HonoContext<ApiEnvironment>;

function answer(status: number, body?: unknown): Response {
  const headers = { "content-type": TYPE, "cache-control": "no-store" };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}

/** The organization of the bearer: a service token with `members:write`. A session is no way in here. */
async function authenticate(c: Call): Promise<Context> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const anonymous = anonymousContext(c);
  const found = token ? await authenticateServiceToken(anonymous, token) : null;
  if (!found) throw new LatchkeyError("unauthenticated", "The service token is not valid.");
  if (!hasPermission(found.actor, "members:write")) {
    throw new LatchkeyError("forbidden", "This service token does not allow members:write.");
  }
  return { ...anonymous, actor: found.actor };
}

/** The SCIM error of one of ours (RFC 7644 section 3.12). */
function scimError(thrown: unknown, requestId: string): Response {
  const error = asLatchkeyError(thrown);
  const { status } = problemResponse(error, requestId);
  const scimType =
    error.code === "conflict" ? "uniqueness" : error.code === "invalid_input" ? typeOf(error) : undefined;
  return answer(status, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    detail: error.message,
    ...(scimType ? { scimType } : {}),
  });
}

function typeOf(error: LatchkeyError): string {
  const path = error.fields[0]?.path;
  return path === "filter" ? "invalidFilter" : path === "userName" ? "mutability" : "invalidValue";
}

function list(page: { total: number; startIndex: number; items: unknown[] }) {
  return {
    schemas: [LIST_SCHEMA],
    totalResults: page.total,
    startIndex: page.startIndex,
    itemsPerPage: page.items.length,
    Resources: page.items,
  };
}

const PROVIDER_CONFIG = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Service token",
      description: "A service token with members:write.",
      primary: true,
    },
  ],
};

function resourceType(id: "User" | "Group", schema: string) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id,
    name: id,
    endpoint: `/${id}s`,
    schema,
  };
}

function attribute(name: string, type: string, extra: Record<string, unknown> = {}) {
  return { name, type, multiValued: false, required: false, mutability: "readWrite", returned: "default", ...extra };
}

const SCHEMAS = [
  {
    id: USER_SCHEMA,
    name: "User",
    attributes: [
      attribute("userName", "string", { required: true, uniqueness: "server", mutability: "immutable" }),
      attribute("externalId", "string"),
      attribute("displayName", "string"),
      attribute("name", "complex"),
      attribute("emails", "complex", { multiValued: true, mutability: "readOnly" }),
      attribute("active", "boolean"),
    ],
  },
  {
    id: GROUP_SCHEMA,
    name: "Group",
    attributes: [
      attribute("displayName", "string", { required: true }),
      attribute("externalId", "string"),
      attribute("members", "complex", { multiValued: true }),
    ],
  },
];

/** SCIM 2.0 (RFC 7643, 7644) under `/scim/v2`: users are members, groups are teams. */
export function createScim(deps: ApiDependencies): Hono<ApiEnvironment> {
  const scim = new Hono<ApiEnvironment>().basePath("/scim/v2");
  scim.use(async (c, next) => {
    c.set("deps", deps);
    c.set("request", {
      requestId: `req-${randomUUID()}`,
      ip: addressOf(c.req.raw.headers, deps.environment.trustedProxies),
      userAgent: c.req.header("user-agent")?.slice(0, 400) ?? null,
    });
    await next();
  });
  scim.onError((error, c) => {
    const known = asLatchkeyError(error);
    if (known.code === "internal") deps.logger.error({ err: known.cause }, "A SCIM call failed.");
    return scimError(error, c.var.request.requestId);
  });
  scim.notFound((c) => scimError(new LatchkeyError("not_found", "There is no such address."), c.var.request.requestId));

  const read = (path: string, work: (ctx: Context, c: Call) => Promise<unknown>) =>
    scim.get(path, async (c) => answer(200, await work(await authenticate(c), c)));
  const write = (
    method: "POST" | "PUT" | "PATCH",
    path: string,
    work: (ctx: Context, body: unknown, c: Call) => Promise<unknown>,
  ) =>
    scim.on(method, path, async (c) => {
      const ctx = await authenticate(c);
      const result = await work(ctx, await readJson(c.req.raw), c);
      return answer(method === "POST" ? 201 : 200, result);
    });
  const remove = (path: string, work: (ctx: Context, id: string) => Promise<void>) =>
    scim.delete(path, async (c) => {
      await work(await authenticate(c), c.req.param("id") ?? "");
      return answer(204);
    });
  const idOf = (c: Call) => c.req.param("id") ?? "";

  const types = [resourceType("User", USER_SCHEMA), resourceType("Group", GROUP_SCHEMA)];
  read("/ServiceProviderConfig", async () => PROVIDER_CONFIG);
  read("/ResourceTypes", async () => list({ total: 2, startIndex: 1, items: types }));
  read("/Schemas", async () => list({ total: SCHEMAS.length, startIndex: 1, items: SCHEMAS }));

  read("/Users", async (ctx, c) => list(await listScimUsers(ctx, c.req.query())));
  read("/Users/:id", (ctx, c) => readScimUser(ctx, idOf(c)));
  write("POST", "/Users", (ctx, body) => createScimUser(ctx, body));
  write("PUT", "/Users/:id", (ctx, body, c) => replaceScimUser(ctx, idOf(c), body));
  write("PATCH", "/Users/:id", (ctx, body, c) => patchScimUser(ctx, idOf(c), body));
  remove("/Users/:id", deleteScimUser);

  read("/Groups", async (ctx, c) => list(await listScimGroups(ctx, c.req.query())));
  read("/Groups/:id", (ctx, c) => readScimGroup(ctx, idOf(c)));
  write("POST", "/Groups", (ctx, body) => createScimGroup(ctx, body));
  write("PUT", "/Groups/:id", (ctx, body, c) => replaceScimGroup(ctx, idOf(c), body));
  write("PATCH", "/Groups/:id", (ctx, body, c) => patchScimGroup(ctx, idOf(c), body));
  remove("/Groups/:id", deleteScimGroup);
  return scim;
}
