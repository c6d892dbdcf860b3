import { encode } from "next-auth/jwt";
import pino from "pino";
import { serviceTokens } from "@/db/schema/keys";
import { withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization, type TestPerson } from "@/db/testing/organization";
import { type Clock, systemClock } from "@/lib/core/clock";
import type { Permission } from "@/lib/core/enums";
import { newId } from "@/lib/core/ids";
import { generateServiceToken } from "@/lib/core/key-format";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { parseEnvironment } from "@/lib/infra/environment";
import { createApi } from "../app";

export const API_APP_URL = "http://localhost:3000";
export const API_AUTH_SECRET = "a secret of the tests, long enough for everyone";

export type ApiAnswer = { status: number; body: Record<string, unknown>; headers: Headers };
/** Calls `/api/v1` + path. A string body is sent as it is; anything else as JSON. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

export type ApiHarness = {
  api: ReturnType<typeof createApi>;
  database: TestDatabase;
  organization: TestOrganization;
  /** Another tenant, to stand outside of the first. */
  other: TestOrganization;
  /** Nobody signed in. */
  anonymous: Caller;
  as(person: TestPerson): Caller;
  /** A machine with these permissions (default all) of `organization`. */
  machine(
    permissions?: (Permission | "*")[],
    bound?: { projectId?: `prj_${string}`; environmentIds?: `env_${string}`[] },
  ): Promise<Caller & { token: string }>;
  close(): Promise<void>;
};

/** The API over a database of its own, with two organizations; requests are injected, no port is opened. */
export async function createApiHarness(
  options: { clock?: Clock; environment?: Record<string, string> } = {},
): Promise<ApiHarness> {
  const clock = options.clock ?? systemClock;
  const database = await createTestDatabase();
  const environment = parseEnvironment({
    NODE_ENV: "test",
    APP_URL: API_APP_URL,
    NEXTAUTH_SECRET: API_AUTH_SECRET,
    DATABASE_APP_URL: database.appUrl,
    ...options.environment,
  });
  const api = createApi({
    db: database.app,
    vault: database.vault,
    clock,
    environment,
    logger: pino({ level: "silent" }),
  });
  const organization = await createTestOrganization(database, clock);
  const other = await createTestOrganization(database, clock);

  const caller =
    (credentials: () => Promise<Record<string, string>>): Caller =>
    async (method, path, body, headers = {}) => {
      const response = await api.fetch(
        new Request(`${API_APP_URL}/api/v1${path}`, {
          method,
          headers: {
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            "x-latchkey-socket-address": "203.0.113.9",
            ...(await credentials()),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      const isJson = (response.headers.get("content-type") ?? "").includes("json");
      return {
        status: response.status,
        body: isJson && text !== "" ? JSON.parse(text) : { text },
        headers: response.headers,
      };
    };

  return {
    api,
    database,
    organization,
    other,
    anonymous: caller(async () => ({ origin: API_APP_URL })),
    as: (person) =>
      caller(async () => ({
        origin: API_APP_URL,
        "sec-fetch-site": "same-origin",
        cookie: `${sessionCookieName(API_APP_URL)}=${await encode({ token: { sid: person.sessionId }, secret: API_AUTH_SECRET })}`,
      })),
    machine: async (permissions = ["*"], bound = {}) => {
      const token = generateServiceToken();
      await withOrganization(organization.system(), (tx) =>
        tx.insert(serviceTokens).values({
          organizationId: organization.id,
          id: newId("serviceToken"),
          name: "test",
          tokenHash: database.vault.hashToken("service-token", token),
          pepperVersion: database.vault.currentVersion,
          tokenStart: token.slice(0, 8),
          tokenLastFour: token.slice(-4),
          permissions,
          projectId: bound.projectId ?? null,
          environmentIds: bound.environmentIds ?? null,
          createdBy: organization.people.owner.userId,
          createdAt: clock.now(),
        }),
      );
      return Object.assign(
        caller(async () => ({ authorization: `Bearer ${token}` })),
        { token },
      );
    },
    close: () => database.close(),
  };
}
