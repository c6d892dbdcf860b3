import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseKeySecret } from "@/lib/core/key-format";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base: string;

beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/keys`;
});
afterAll(() => api.close());

const draft = (more: Record<string, unknown> = {}) => ({
  name: "billing sync",
  project: "api",
  environment: "development",
  scopes: ["items:read"],
  ...more,
});

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("A string was expected.");
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("An object was expected.");
  return Object.fromEntries(Object.entries(value));
}

async function makeKey(
  more: Record<string, unknown> = {},
): Promise<{ id: string; secret: string; key: Record<string, unknown> }> {
  const answer = await api.as(api.organization.people.owner)("POST", base, draft(more));
  expect(answer.body).toMatchObject({ key: { status: "active" } });
  const key = record(answer.body.key);
  return { id: text(key.id), secret: text(answer.body.secret), key };
}

describe("making a key", () => {
  test("a new key is answered with its secret once, and with the policy's default expiry", async () => {
    const { key, secret, id } = await makeKey({
      tags: { team: "billing" },
      ipAllowlist: ["10.1.2.3/8", "2001:DB8::/32"],
    });
    expect(parseKeySecret(secret)).toEqual({ prefix: api.organization.project.keyPrefix, tag: "dev" });
    expect(key).toMatchObject({
      project: "api",
      environment: "development",
      ownerId: api.organization.people.owner.userId,
      ownerType: "user",
      versionNumber: 1,
      ipAllowlist: ["10.0.0.0/8", "2001:db8::/32"],
      secretLastFour: secret.slice(-4),
    });
    const days = (Date.parse(text(key.expiresAt)) - Date.parse(text(key.createdAt))) / 86_400_000;
    expect(days).toBe(365);
    const read = await api.as(api.organization.people.developer)("GET", `${base}/${id}`);
    expect(read.status).toBe(200);
    expect(JSON.stringify(read.body)).not.toContain(secret);
    const stored = await api.database.admin.query("select * from key_versions where key_id = $1", [id]);
    expect(JSON.stringify(stored.rows)).not.toContain(secret);
  });

  test("a body with a field that is not known, or not the caller's to set, changes nothing", async () => {
    const owner = api.as(api.organization.people.owner);
    const count = async () => (await api.database.admin.query("select count(*) as n from keys")).rows[0]?.n;
    const before = await count();
    for (const field of [
      "organizationId",
      "state",
      "status",
      "createdAt",
      "hash",
      "secret",
      "id",
      "createdBy",
      "template",
    ]) {
      const answer = await owner("POST", base, draft({ [field]: "x" }));
      expect(answer.status, field).toBe(400);
      expect(answer.body).toMatchObject({ code: "invalid_input", errors: [{ path: field }] });
    }
    expect(await count()).toBe(before);
  });

  test.each([
    [{ name: "" }, "name"],
    [{ name: "a\u202eb" }, "name"],
    [{ name: "a\r\nb" }, "name"],
    [{ scopes: ["nothing:here"] }, "scopes.0"],
    [{ scopes: "items:read" }, "scopes"],
    [{ methods: ["FETCH"] }, "methods.0"],
    [{ paths: ["invoices"] }, "paths.0"],
    [{ paths: ["/a/../b"] }, "paths.0"],
    [{ paths: ["/a b"] }, "paths.0"],
    [{ ipAllowlist: ["10.0.0.256"] }, "ipAllowlist.0"],
    [{ ipAllowlist: ["010.0.0.1"] }, "ipAllowlist.0"],
    [{ ipAllowlist: ["0.0.0.0/0"] }, "ipAllowlist.0"],
    [{ ipAllowlist: ["10.0.0.0/33"] }, "ipAllowlist.0"],
    [{ countries: ["XX"] }, "countries.0"],
    [{ expiresAt: "soon" }, "expiresAt"],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [{ expiresIn: "forever" }, "expiresIn"],
    [{ expiresIn: "0" }, "expiresIn"],
    [{ expiresIn: "1d", expiresAt: "2199-01-01T00:00:00Z" }, "expiresIn"],
    [{ rateLimits: [{ limit: 0, window: 1 }] }, "rateLimits.0.limit"],
    [{ quota: -1 }, "quota"],
    [{ concurrency: 1.5 }, "concurrency"],
    [{ tags: { "a b": "c" } }, "tags.a b"],
    [{ owner: "usr_00000000000000000000000000" }, "owner"],
    [{ notBefore: "2190-01-01T00:00:00Z" }, "notBefore"],
  ])("%j is refused, naming %s", async (more, path) => {
    const answer = await api.as(api.organization.people.owner)("POST", base, draft(more));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "invalid_input", errors: [{ path }] });
  });

  test("the policy of a high environment refuses wildcards, no expiry and a long life", async () => {
    const owner = api.as(api.organization.people.owner);
    for (const [more, path] of [
      [{ scopes: ["items:*"] }, "scopes.0"],
      [{ expiresAt: null }, "expiresAt"],
      [{ expiresIn: "3650d" }, "expiresIn"],
    ] as const) {
      const answer = await owner("POST", base, draft({ environment: "production", ...more }));
      expect(answer.body).toMatchObject({ status: 400, errors: [{ path }] });
    }
    const low = await owner("POST", base, draft({ expiresAt: null, scopes: ["items:*"] }));
    expect(low.status).toBe(201);
    expect(record(low.body.key).expiresAt).toBeNull();
  });

  test("nobody, an auditor, a reading machine, and a machine bound elsewhere cannot make keys", async () => {
    expect((await api.anonymous("POST", base, draft())).status).toBe(401);
    expect((await api.as(api.organization.people.auditor)("POST", base, draft())).status).toBe(403);
    const reading = await api.machine(["keys:read"]);
    expect((await reading("POST", base, draft())).status).toBe(403);
    const bound = await api.machine(["*"], { environmentIds: [api.organization.environments.staging.id] });
    expect((await bound("POST", base, draft())).status).toBe(404);
    expect((await bound("POST", base, draft({ environment: "staging" }))).status).toBe(201);
  });

  test("a developer may make keys in development and has to ask in production", async () => {
    const developer = api.as(api.organization.people.developer);
    expect((await developer("POST", base, draft())).status).toBe(201);
    const asked = await developer("POST", base, draft({ environment: "production" }));
    expect(asked.status).toBe(202);
    expect(asked.body.secret).toBeUndefined();
    const forOthers = await developer("POST", base, draft({ owner: api.organization.people.admin.userId }));
    expect(forOthers.status).toBe(403);
  });

  test("another tenant's project and environment are not found", async () => {
    const owner = api.as(api.organization.people.owner);
    expect((await owner("POST", base, draft({ project: api.other.project.id }))).status).toBe(404);
    expect((await owner("POST", base, draft({ environment: api.other.environments.development.id }))).status).toBe(404);
    const outside = await api.as(api.other.people.owner)("POST", base, draft());
    expect(outside.status).toBe(404);
  });

  test("a machine's key belongs to the person who made the token", async () => {
    const machine = await api.machine(["keys:write"]);
    const answer = await machine("POST", base, draft());
    expect(answer.status).toBe(201);
    expect(record(answer.body.key).ownerId).toBe(api.organization.people.owner.userId);
  });

  test("a high environment asks for a factor, and says how", async () => {
    await api.database.admin.query("update sessions set mfa_at = null where id = $1", [
      api.organization.people.admin.sessionId,
    ]);
    const admin = api.as(api.organization.people.admin);
    const answer = await admin("POST", base, draft({ environment: "production" }));
    expect(answer.body).toMatchObject({ status: 403, code: "step_up_required" });
    expect((await admin("POST", base, draft())).status).toBe(201);
  });
});
