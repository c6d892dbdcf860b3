import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let harness: ApiHarness;
let owner: Caller;
let path: string;
let counter = 0;

beforeAll(async () => {
  harness = await createApiHarness();
  owner = harness.as(harness.organization.people.owner);
  path = `/organizations/${harness.organization.slug}/trust-rules`;
});
afterAll(() => harness?.close());

function draft(fields: Record<string, unknown> = {}): Record<string, unknown> {
  counter += 1;
  return {
    name: `Deploy ${counter}`,
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:acme/shop:ref:refs/heads/main",
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    longestLife: "10m",
    ...fields,
  };
}

async function make(fields: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await owner("POST", path, draft(fields));
  expect(answer.status).toBe(201);
  return answer.body;
}

async function snapshot(): Promise<string> {
  const rows = await harness.database.admin.query("select * from trust_rules order by id");
  return JSON.stringify(rows.rows);
}

async function audited(action: string, id: unknown): Promise<Record<string, unknown> | undefined> {
  const rows = await harness.database.admin.query("select * from audit_events where action = $1 and target_id = $2", [
    action,
    id,
  ]);
  return rows.rows[0];
}

describe("POST /trust-rules", () => {
  test("makes a rule with an audience that names the organization, and records it", async () => {
    const rule = await make({ name: "Ship it", claims: { repository_id: "74" }, addresses: ["192.0.2.0/24"] });
    expect(rule).toMatchObject({
      audience: `latchkey:${harness.organization.slug}:ship-it`,
      project: "api",
      environment: "production",
      environmentId: harness.organization.environments.production.id,
      longestLife: 600,
      claims: { repository_id: "74" },
      enabled: true,
      exchanges: 0,
      lastUsedAt: null,
    });
    const event = await audited("trust_rule.created", rule.id);
    expect(event?.after).toMatchObject({ issuer: rule.issuer, audience: rule.audience, scopes: ["items:read"] });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an issuer without https", { issuer: "http://ci.example.com" }, "issuer"],
    ["an issuer with credentials", { issuer: "https://user@ci.example.com" }, "issuer"],
    ["an issuer with a query", { issuer: "https://ci.example.com/?x" }, "issuer"],
    ["an issuer that is written differently from what it is", { issuer: "https://2130706433/" }, "issuer"],
    ["a star inside a word", { subject: "repo:acme/sh*p:ref" }, "subject"],
    ["a subject that lets everyone on GitHub in", { subject: "repo:*/*:ref:refs/heads/main" }, "subject"],
    ["a subject of nothing but stars", { issuer: "https://ci.example.com", subject: "*:*" }, "subject"],
    ["a life above 15 minutes", { longestLife: "16m" }, "longestLife"],
    ["a scope that the catalogue does not have", { scopes: ["items:destroy"] }, "scopes.0"],
    ["a wildcard that the policy does not allow", { scopes: ["items:*"] }, "scopes.0"],
    ["no scopes", { scopes: [] }, "scopes"],
    ["an address that is none", { addresses: ["10.0.0.0/33"] }, "addresses.0"],
    ["another organization's audience", { audience: "latchkey:somebody-else:x" }, "audience"],
    ["a claim that is checked by itself", { claims: { aud: "x" } }, "claims"],
    ["a control character in the name", { name: "a\u0007b" }, "name"],
    ["a field of the database", { organizationId: "org_x" }, "organizationId"],
  ])("refuses %s and changes nothing", async (_name, fields, field) => {
    const before = await snapshot();
    const answer = await owner("POST", path, draft(fields));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: field, message: expect.any(String) }]);
    expect(await snapshot()).toBe(before);
  });

  test("lets a claim that names the owner stand for the subject", async () => {
    await make({ subject: "repo:*/*:environment:prod", claims: { repository_owner_id: "1234" } });
  });

  test("refuses a second rule with the same issuer and audience", async () => {
    const rule = await make();
    expect((await owner("POST", path, draft({ audience: rule.audience }))).status).toBe(409);
  });

  test("does not tell that another organization has the audience", async () => {
    await make({ audience: "https://github.com/acme" });
    const theirs = harness.as(harness.other.people.owner);
    const answer = await theirs(
      "POST",
      `/organizations/${harness.other.slug}/trust-rules`,
      draft({ audience: "https://github.com/acme" }),
    );
    expect(answer.status).toBe(201);
  });

  test("answers 404 for a project or environment that is not the organization's", async () => {
    expect((await owner("POST", path, draft({ environment: harness.other.environments.production.id }))).status).toBe(
      404,
    );
    expect((await owner("POST", path, draft({ project: harness.other.project.id }))).status).toBe(404);
  });

  test("needs a factor proved a moment ago", async () => {
    const { admin } = harness.organization.people;
    await harness.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [
      admin.sessionId,
    ]);
    const answer = await harness.as(admin)("POST", path, draft());
    expect([answer.status, answer.body.code]).toEqual([403, "step_up_required"]);
    await harness.database.admin.query("update sessions set mfa_at = now() where id = $1", [admin.sessionId]);
  });

  test("is not for machines that may not make both tokens and keys, nor outside of what they are bound to", async () => {
    const partial = await harness.machine(["service_tokens:write"]);
    expect((await partial("POST", path, draft())).status).toBe(403);
    const bound = await harness.machine(["*"], {
      projectId: harness.organization.project.id,
      environmentIds: [harness.organization.environments.development.id],
    });
    expect((await bound("POST", path, draft())).status).toBe(404);
    expect((await bound("POST", path, draft({ environment: "development" }))).status).toBe(201);
  });
});

describe("GET /trust-rules", () => {
  test("lists rules newest first, page by page, and none twice", async () => {
    for (let round = 0; round < 3; round += 1) await make();
    const seen: unknown[] = [];
    let cursor: unknown = "";
    do {
      const answer = await owner("GET", `${path}?limit=2${cursor ? `&cursor=${String(cursor)}` : ""}`);
      expect(answer.status).toBe(200);
      const { items, nextCursor } = answer.body;
      if (!Array.isArray(items)) throw new Error("A page has items.");
      seen.push(...items.map((item) => item.id));
      cursor = nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  test("filters by environment, and refuses what it does not know", async () => {
    await make({ environment: "staging" });
    const answer = await owner("GET", `${path}?environment=staging&project=api`);
    const { items } = answer.body;
    expect(Array.isArray(items) && items.length > 0 && items.every((item) => item.environment === "staging")).toBe(
      true,
    );
    expect((await owner("GET", `${path}?sort=name`)).status).toBe(400);
    expect((await owner("GET", `${path}?cursor=bm9uZQ`)).status).toBe(400);
  });

  test("an auditor reads and a developer does not", async () => {
    const rule = await make();
    const { auditor, developer } = harness.organization.people;
    expect((await harness.as(auditor)("GET", `${path}/${String(rule.id)}`)).body).toEqual(rule);
    expect((await harness.as(developer)("GET", path)).status).toBe(403);
    expect((await harness.as(developer)("GET", `${path}/${String(rule.id)}`)).status).toBe(403);
  });
});

describe("PATCH and DELETE /trust-rules/{rule}", () => {
  test("change what is named, record before and after, and void older leases", async () => {
    const rule = await make();
    const answer = await owner("PATCH", `${path}/${String(rule.id)}`, { scopes: ["items:write"], longestLife: 60 });
    expect(answer.body).toMatchObject({ scopes: ["items:write"], longestLife: 60, subject: rule.subject });
    const event = await audited("trust_rule.updated", rule.id);
    expect(event).toMatchObject({
      before: { scopes: ["items:read"], longestLife: 600 },
      after: { scopes: ["items:write"], longestLife: 60 },
    });
    const voided = await harness.database.admin.query("select voids_before from trust_rules where id = $1", [rule.id]);
    expect(voided.rows[0]?.voids_before).toBeInstanceOf(Date);
  });

  test("a new name alone voids nothing", async () => {
    const rule = await make();
    await owner("PATCH", `${path}/${String(rule.id)}`, { name: "Other name" });
    const voided = await harness.database.admin.query("select voids_before from trust_rules where id = $1", [rule.id]);
    expect(voided.rows[0]?.voids_before).toBeNull();
  });

  test("refuse bad input, an empty change, and an audience that is taken", async () => {
    const [rule, second] = [await make(), await make()];
    const at = `${path}/${String(rule.id)}`;
    expect((await owner("PATCH", at, { subject: "repo:*/*:*" })).status).toBe(400);
    expect((await owner("PATCH", at, { environment: "staging" })).status).toBe(400);
    expect((await owner("PATCH", at, {})).status).toBe(400);
    expect((await owner("PATCH", at, { audience: second.audience })).status).toBe(409);
    expect((await owner("GET", at)).body).toEqual(rule);
  });

  test("a removed rule is gone, recorded, and its audience is free again", async () => {
    const rule = await make();
    const at = `${path}/${String(rule.id)}`;
    expect((await owner("DELETE", at)).status).toBe(204);
    expect((await owner("GET", at)).status).toBe(404);
    expect((await owner("DELETE", at)).status).toBe(404);
    expect(await audited("trust_rule.removed", rule.id)).toBeDefined();
    await make({ audience: rule.audience });
  });
});

describe("every endpoint of trust rules", () => {
  const calls: [string, (id: string) => string, unknown?][] = [
    ["GET", () => ""],
    ["POST", () => "", {}],
    ["GET", (id) => `/${id}`],
    ["PATCH", (id) => `/${id}`, { enabled: false }],
    ["DELETE", (id) => `/${id}`],
  ];

  test.each(calls)(
    "%s answers 401 without a session, 404 to another tenant, 403 to who may not change",
    async (method, suffix, body) => {
      const rule = await make();
      const at = suffix(String(rule.id));
      const before = await snapshot();
      const sent = body === undefined ? undefined : method === "POST" ? draft() : body;
      expect((await harness.anonymous(method, path + at, sent)).status).toBe(401);
      const stranger = harness.as(harness.other.people.owner);
      expect((await stranger(method, path + at, sent)).status).toBe(404);
      if (at !== "") {
        const own = `/organizations/${harness.other.slug}/trust-rules${at}`;
        expect((await stranger(method, own, sent)).status).toBe(404);
      }
      if (method !== "GET") {
        for (const person of [harness.organization.people.developer, harness.organization.people.auditor]) {
          expect((await harness.as(person)(method, path + at, sent)).status).toBe(403);
        }
      }
      expect(await snapshot()).toBe(before);
    },
  );
});
