import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base: string;
let owner: Caller;
let key: string;

beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}`;
  owner = api.as(api.organization.people.owner);
  await owner("PATCH", `${base}/projects/api/scopes/items:read`, { endpoints: ["GET /items/**"] });
  const made = await owner("POST", `${base}/keys`, {
    name: "busy",
    project: "api",
    environment: "development",
    scopes: ["items:read", "items:write"],
  });
  const { key: detail } = made.body;
  if (typeof detail !== "object" || detail === null || !("id" in detail)) throw new Error("A key was expected.");
  key = String(detail.id);
  for (const [ip, country, method, endpoint, days, count, verdict] of [
    ["203.0.113.7", "DE", "GET", "/items/{id}", 1, 7, "VALID"],
    ["203.0.113.8", "DE", "GET", "/items/{id}", 2, 5, "VALID"],
    ["198.51.100.1", "FR", "POST", "/items", 3, 3, "VALID"],
    ["198.51.100.1", "FR", "POST", "/items", 3, 90, "RATE_LIMITED"],
    ["192.0.2.1", "US", "DELETE", "/items", 45, 1000, "VALID"],
  ] as const) {
    await api.database.admin.query(
      `insert into usage_events (organization_id, at, project_id, environment_id, key_id, version_id, verdict, method, endpoint, ip, country, count, cost)
       values ($1, now() - make_interval(days => $2), $3, $4, $5, 'kv_1', $6, $7, $8, $9, $10, $11, $11)`,
      [
        api.organization.id,
        days,
        api.organization.project.id,
        api.organization.environments.development.id,
        key,
        verdict,
        method,
        endpoint,
        ip,
        country,
        count,
      ],
    );
  }
});
afterAll(() => api.close());

const preview = (body: unknown, as = owner) => as("POST", `${base}/keys/${key}/preview`, body);

describe("trying a change of a key on its last 30 days", () => {
  test("says of each change which accepted calls it would have refused, and from how many addresses", async () => {
    const { status, body } = await preview({ ipAllowlist: ["203.0.113.7"], countries: ["DE"], methods: ["GET"] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      calls: 15,
      refused: 8,
      changes: [
        { field: "ipAllowlist", calls: 8, addresses: 2, examples: ["203.0.113.8", "198.51.100.1"] },
        { field: "countries", calls: 3, addresses: 1, examples: ["FR"] },
        { field: "methods", calls: 3, addresses: 1, examples: ["POST /items"] },
      ],
      unknown: [],
    });
  });

  test("paths and scopes are looked at by endpoint, limits by window, and what cannot be told is said", async () => {
    expect((await preview({ paths: ["/items/*"] })).body).toMatchObject({
      changes: [{ field: "paths", calls: 3, examples: ["POST /items"] }],
    });
    expect((await preview({ scopes: ["items:write"] })).body).toMatchObject({
      changes: [{ field: "scopes", calls: 12, addresses: 2, examples: ["GET /items/{id}"] }],
    });
    expect((await preview({ rateLimits: [{ limit: 4, window: 60 }], concurrency: 2 })).body).toMatchObject({
      changes: [{ field: "rateLimits", calls: 4 }],
      unknown: ["concurrency"],
    });
    expect((await preview({ ipAllowlist: ["203.0.113.0/24", "198.51.100.0/24"] })).body).toMatchObject({ changes: [] });
  });

  test("writes nothing, and is for those who may edit the key", async () => {
    const before = await owner("GET", `${base}/keys/${key}`);
    await preview({ name: "other", ipAllowlist: ["203.0.113.7"] });
    const after = await owner("GET", `${base}/keys/${key}`);
    expect(after.body).toEqual(before.body);
    expect((await preview({ ipAllowlist: ["nonsense"] })).status).toBe(400);
    expect((await preview({ surprise: 1 })).status).toBe(400);
    expect((await api.anonymous("POST", `${base}/keys/${key}/preview`, {})).status).toBe(401);
    expect((await preview({}, api.as(api.organization.people.auditor))).status).toBe(403);
    expect((await preview({}, api.as(api.other.people.owner))).status).toBe(404);
  });
});
