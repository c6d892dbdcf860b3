import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "./testing/harness";

let harness: ApiHarness;
let base: string;
let owner: Caller;
let developer: Caller;

beforeAll(async () => {
  harness = await createApiHarness();
  base = `/organizations/${harness.organization.slug}`;
  owner = harness.as(harness.organization.people.owner);
  developer = harness.as(harness.organization.people.developer);
});
afterAll(() => harness.close());

function member(body: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = body[name];
  return typeof value === "object" && value !== null ? { ...value } : {};
}

async function makeKey(more: Record<string, unknown> = {}): Promise<string> {
  const body = { name: "target", project: "api", environment: "production", scopes: ["items:read"], ...more };
  const made = await owner("POST", `${base}/keys`, body);
  expect(made.status).toBe(201);
  return String(member(made.body, "key").id);
}

const versions = async (key: string) => {
  const { items } = (await owner("GET", `${base}/keys/${key}/versions`)).body;
  return Array.isArray(items) ? items : [];
};

describe("a machine bound to a project", () => {
  test("has nothing of what belongs to the whole organization, not even by *", async () => {
    const { project, people } = harness.organization;
    const bound = await harness.machine(["*"], { projectId: project.id });
    for (const [method, path, body] of [
      ["POST", "/invitations", { email: "accomplice@example.test", role: "owner" }],
      ["GET", "/invitations", undefined],
      ["GET", "/members", undefined],
      ["PATCH", `/members/${people.developer.memberId}`, { role: "owner" }],
      ["DELETE", `/members/${people.auditor.memberId}`, undefined],
      ["POST", "/teams", { name: "Mine" }],
      ["PATCH", "", { name: "Mine" }],
      ["GET", "/identity-providers", undefined],
      ["POST", "/domains", { domain: "example.test" }],
      ["GET", "/audit-events", undefined],
      ["GET", "/mail", undefined],
    ] as const) {
      expect((await bound(method, `${base}${path}`, body)).status, `${method} ${path}`).toBe(403);
    }
    expect((await bound("GET", `${base}/overview`)).body.latestEvents).toBeNull();
    const onward = { name: "onward", permissions: ["members:write"], project: "api" };
    expect((await bound("POST", `${base}/service-tokens`, onward)).status).toBe(403);
  });
});

test("an admin cannot become an owner by a token that may do everything", async () => {
  const admin = harness.as(harness.organization.people.admin);
  const everything = { name: "all", permissions: ["*"] };
  expect((await admin("POST", `${base}/service-tokens`, everything)).status).toBe(403);
  expect((await admin("POST", `${base}/service-tokens`, { ...everything, project: "api" })).status).toBe(201);
  const named = await admin("POST", `${base}/service-tokens`, { name: "members", permissions: ["members:write"] });
  const bearer = { authorization: `Bearer ${named.body.token}` };
  const promotion = await harness.anonymous(
    "PATCH",
    `${base}/members/${harness.organization.people.admin.memberId}`,
    { role: "owner" },
    bearer,
  );
  expect(promotion.status).toBe(403);
});

describe("a plain hash", () => {
  const hash = createHash("sha256").update("a secret made elsewhere").digest("hex");
  const batch = (environment: string) => ({
    project: "api",
    environment,
    algorithm: "sha256",
    keys: [{ name: "moved", hash, scopes: ["items:read"] }],
  });

  test("stands for one key of the organization: a copy in another environment could take its place", async () => {
    expect((await owner("POST", `${base}/keys/import`, batch("production"))).status).toBe(201);
    const copy = await owner("POST", `${base}/keys/import`, batch("development"));
    expect(copy.body).toMatchObject({ status: 400, errors: [{ path: "keys.0.hash" }] });
  });

  test("imported by many at once is there once", async () => {
    const fresh = createHash("sha256").update("another secret made elsewhere").digest("hex");
    const answers = await Promise.all(
      ["development", "staging", "production", "development"].map((environment) =>
        owner("POST", `${base}/keys/import`, {
          ...batch(environment),
          keys: [{ name: "race", hash: fresh, scopes: ["items:read"] }],
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });
});

describe("what an edit gives beyond what was agreed", () => {
  test("includes limits beyond the policy's, where the key had none of its own", async () => {
    const policy = `${base}/projects/api/environments/production/policy`;
    const limits = { defaultRateLimits: [{ limit: 5, window: 60 }] };
    expect((await owner("PATCH", policy, { policy: limits })).status).toBe(200);
    const key = await makeKey({ owner: harness.organization.people.developer.userId });
    const wider = await developer("PATCH", `${base}/keys/${key}`, { rateLimits: [{ limit: 1_000_000, window: 1 }] });
    expect(wider.body).toMatchObject({ status: 403, widened: ["rateLimits"] });
    const tighter = await developer("PATCH", `${base}/keys/${key}`, { rateLimits: [{ limit: 1, window: 60 }] });
    expect(tighter.status).toBe(200);
    expect((await developer("PATCH", `${base}/keys/${key}`, { rateLimits: [] })).status).toBe(403);
    expect((await owner("PATCH", policy, { reset: ["defaultRateLimits"] })).status).toBe(200);
  });

  test("needs a factor in a high environment, as making a key does; taking away does not", async () => {
    const key = await makeKey();
    const { sessionId } = harness.organization.people.owner;
    const prove = (at: string) =>
      harness.database.admin.query(`update sessions set mfa_at = ${at} where id = $1`, [sessionId]);
    await prove("now() - interval '11 minutes'");
    for (const body of [{ scopes: ["items:read", "items:write"] }, { expiresIn: "300d" }]) {
      expect((await owner("PATCH", `${base}/keys/${key}`, body)).body.code).toBe("step_up_required");
    }
    expect((await owner("PATCH", `${base}/keys/${key}`, { scopes: [], expiresIn: "1d" })).status).toBe(200);
    await prove("now()");
  });
});

test("ranges that together are nearly all addresses are no allow-list", async () => {
  const key = await makeKey({ environment: "development" });
  const set = async (ipAllowlist: string[]) => (await owner("PATCH", `${base}/keys/${key}`, { ipAllowlist })).status;
  for (const open of [
    ["0.0.0.0/1", "128.0.0.0/1"],
    ["10.0.0.0/8", "::/1", "8000::/1"],
    ["2000::/4", "3000::/4"],
    ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1"],
  ]) {
    expect(await set(open), open.join()).toBe(400);
  }
  expect(await set(["10.0.0.0/8", "192.168.0.0/16", "fc00::/7", "2001:db8::/32"])).toBe(200);
});

describe("an old secret", () => {
  test("ends within the policy's longest overlap, also where nobody ever uses the new one", async () => {
    const key = await makeKey();
    const rotated = await owner("POST", `${base}/keys/${key}/rotate`, { overlap: "first_use" });
    const previous = member(rotated.body, "previousVersion");
    expect(previous).toMatchObject({ endsOnFirstUse: true });
    const days = (Date.parse(String(previous.endsAt)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
  });

  test("of an earlier rotation does not outlive a rotation at once", async () => {
    const key = await makeKey();
    for (const overlap of ["7d", "first_use", 0]) {
      expect((await owner("POST", `${base}/keys/${key}/rotate`, { overlap })).status).toBe(200);
    }
    expect((await versions(key)).map(({ status }) => status)).toEqual(["current", "ended", "ended", "ended"]);
  });
});

describe("text that no row can hold", () => {
  test("in a path is a wrong address, in a query or body a wrong input, and never an error of ours", async () => {
    const key = await makeKey();
    for (const path of ["/projects/a%00b", "/members/%00", "/trust-rules/%00", "/projects/api/templates/%00"]) {
      expect((await owner("GET", `${base}${path}`)).status, path).toBe(404);
    }
    expect((await owner("GET", "/organizations/%00/keys")).status).toBe(404);
    for (const path of ["/keys?q=a%00", "/keys?owner=%00", "/audit-events?actor=%00", "/audit-events/export?q=%00"]) {
      expect((await owner("GET", `${base}${path}`)).status, path).toBe(400);
    }
    for (const text of ["a\0", "\ud800", "\udc00x"]) {
      for (const body of [{ tags: { team: text } }, { name: `n${text}` }]) {
        const answer = await owner("PATCH", `${base}/keys/${key}`, body);
        expect(answer.body).toMatchObject({ status: 400, errors: [{}] });
      }
    }
    expect((await owner("PATCH", `${base}/keys/${key}`, { tags: { team: "\ud83d\ude80 \\u0000" } })).status).toBe(200);
  });

  test("in a forged cursor is not a cursor of the list", async () => {
    const key = await makeKey();
    const forged = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString("base64url");
    for (const path of [
      `/keys?cursor=${forged("createdAt", "desc", "Tue Mar 01 2022 (x)", key)}`,
      `/keys?cursor=${forged("createdAt", "desc", "+275760-09-13T00:00:00Z", key)}`,
      `/keys?sort=expiresAt&cursor=${forged("expiresAt", "desc", "0000-01-01T00:00:00Z", key)}`,
      `/keys?sort=name&cursor=${forged("name", "asc", "a\0", key)}`,
      `/keys/${key}/events?cursor=${forged("2026-01-01T00:00:00Z", "(9999999999,1)")}`,
      `/keys/${key}/events?cursor=${forged("2026-01-01T00:00:00Z", "(1,99999)")}`,
      `/keys/${key}/events?cursor=${forged("0000-01-01T00:00:00Z", "(1,1)")}`,
      `/projects?cursor=${forged("\0", "\0")}`,
      `/audit-events?from=0000-01-01T00:00:00Z`,
    ]) {
      expect((await owner("GET", `${base}${path}`)).status, path).toBe(400);
    }
  });
});

test("a body of unknown fields gets a short answer", async () => {
  const flood = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1]));
  const body = { name: "x", project: "api", environment: "development", scopes: [], rateLimits: [flood] };
  const answer = await owner("POST", `${base}/keys`, body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body).length).toBeLessThan(10_000);
});

test("an Idempotency-Key is of one query: a dry run's answer never stands for the real run", async () => {
  const document = { openapi: "3.1.0", paths: { "/parcels": { get: {} } } };
  const path = `${base}/projects/api/scopes/import`;
  const headers = { "idempotency-key": "dry-then-real" };
  expect((await owner("POST", `${path}?dryRun=true`, { document }, headers)).body.dryRun).toBe(true);
  expect((await owner("POST", `${path}?dryRun=false`, { document }, headers)).status).toBe(422);
});
