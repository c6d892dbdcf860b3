import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys } from "@/db/schema/keys";
import { withOrganization } from "@/db/tenancy";
import type { KeyState } from "@/lib/core/enums";
import { newId } from "@/lib/core/ids";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base = "";
beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/projects`;
});
afterAll(() => api.close());

const people = () => api.organization.people;

async function insertKey(
  project: { id: `prj_${string}`; environmentId: `env_${string}` },
  options: { state?: KeyState; scopes?: string[] } = {},
): Promise<string> {
  const id = newId("key");
  const now = new Date();
  const revokedAt = options.state === "revoked" ? now : null;
  await withOrganization(api.organization.system(), (tx) =>
    tx.insert(keys).values({
      organizationId: api.organization.id,
      id,
      projectId: project.id,
      environmentId: project.environmentId,
      name: "billing sync",
      purpose: "",
      ownerUserId: people().developer.userId,
      createdBy: people().developer.userId,
      state: options.state ?? "active",
      scopes: options.scopes ?? [],
      methods: [],
      paths: [],
      ipAllowlist: [],
      countries: [],
      rateLimits: [],
      tags: {},
      revokedAt,
      secretStart: "",
      secretLastFour: "",
      createdAt: now,
      updatedAt: now,
    }),
  );
  return id;
}

async function makeProject(body: Record<string, unknown>) {
  const made = await api.as(people().owner)("POST", base, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { id, environments } = made.body;
  if (typeof id !== "string" || !Array.isArray(environments)) throw new Error("not a project");
  return { body: made.body, id: `prj_${id.slice(4)}` as const, environments };
}

describe("projects", () => {
  test("a new project has three environments with tags, colours and sensitivities, and its prefix follows from its name", async () => {
    const { body } = await makeProject({ name: "Billing API", description: "Invoices" });
    expect(body).toMatchObject({ slug: "billing-api", keyPrefix: "billingapi", archivedAt: null });
    expect(body.environments).toMatchObject([
      {
        slug: "development",
        tag: "dev",
        color: "green",
        sensitivity: "low",
        keyStart: "billingapi_dev_",
        access: "manage",
      },
      { slug: "staging", tag: "stg", color: "amber", sensitivity: "moderate" },
      { slug: "production", tag: "prod", color: "red", sensitivity: "high" },
    ]);
    const policy = await api.as(people().owner)("GET", `${base}/billing-api/environments/production/policy`);
    expect(policy.status).toBe(200);
    const audit = await api.as(people().owner)("GET", base.replace("projects", "audit-events?action=project.created"));
    expect(audit.body.items).toMatchObject([{ targetId: body.id, actorName: people().owner.name, actorType: "user" }]);
  });

  test("a slug or a prefix exists once in an organization, and is derived free when it is not named", async () => {
    await makeProject({ name: "Orders", keyPrefix: "ord" });
    const sameSlug = await api.as(people().owner)("POST", base, { name: "Other", slug: "orders" });
    expect(sameSlug).toMatchObject({ status: 409, body: { field: "slug" } });
    const samePrefix = await api.as(people().owner)("POST", base, { name: "Other", keyPrefix: "ord" });
    expect(samePrefix).toMatchObject({ status: 409, body: { field: "keyPrefix" } });
    const { body } = await makeProject({ name: "Orders" });
    expect(body).toMatchObject({ slug: "orders-2", keyPrefix: "orders2" });
  });

  test.each([
    [{}, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ name: "a\u202eb" }, "name"],
    [{ name: "Fine", slug: "Not Fine" }, "slug"],
    [{ name: "Fine", slug: "new" }, "slug"],
    [{ name: "Fine", keyPrefix: "lks" }, "keyPrefix"],
    [{ name: "Fine", keyPrefix: "x" }, "keyPrefix"],
    [{ name: "Fine", organizationId: "org_1" }, "organizationId"],
    [[], ""],
  ])("a malformed project %j is refused by the field %s", async (body, field) => {
    const answer = await api.as(people().owner)("POST", base, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path: field }]);
  });

  test("only owners and admins change projects, and nobody without a session sees one", async () => {
    for (const role of ["developer", "auditor"] as const) {
      expect((await api.as(people()[role])("POST", base, { name: "Mine" })).status).toBe(403);
      expect((await api.as(people()[role])("PATCH", `${base}/api`, { name: "Mine" })).status).toBe(403);
      expect((await api.as(people()[role])("GET", `${base}/api`)).status).toBe(200);
    }
    expect((await api.as(people().admin)("PATCH", `${base}/api`, { description: "The API" })).status).toBe(200);
    expect((await api.anonymous("GET", base)).status).toBe(401);
    expect((await api.anonymous("POST", base, { name: "Mine" })).status).toBe(401);
  });

  test("another tenant's projects do not exist, by any method", async () => {
    const outsider = api.as(api.other.people.owner);
    const target = `${base}/${api.organization.project.id}`;
    const own = `/organizations/${api.other.slug}/projects/${api.organization.project.id}`;
    for (const path of [target, own]) {
      for (const [method, rest, body] of [
        ["GET", "", undefined],
        ["PATCH", "", { name: "Taken" }],
        ["POST", "/archive", undefined],
        ["GET", "/scopes", undefined],
        ["PUT", "/scopes", { scopes: [] }],
        ["GET", `/environments/${api.organization.environments.production.id}`, undefined],
        ["DELETE", "/environments/production", undefined],
      ] as const) {
        expect((await outsider(method, path + rest, body)).status, `${method} ${rest}`).toBe(404);
      }
    }
  });

  test("slug and prefix are fixed once a key exists, the name is not", async () => {
    const project = await makeProject({ name: "Ledger" });
    const owner = api.as(people().owner);
    const renamed = await owner("PATCH", `${base}/ledger`, { slug: "books", keyPrefix: "books" });
    expect(renamed).toMatchObject({ status: 200, body: { slug: "books", keyPrefix: "books" } });
    await insertKey({ id: project.id, environmentId: project.environments[0].id }, { state: "revoked" });
    expect((await owner("PATCH", `${base}/books`, { slug: "ledger" })).status).toBe(409);
    expect((await owner("PATCH", `${base}/books`, { keyPrefix: "ledger" })).status).toBe(409);
    expect(await owner("PATCH", `${base}/books`, { name: "Books", slug: "books" })).toMatchObject({
      status: 200,
      body: { name: "Books" },
    });
  });

  test("a project with a key that works is not archived; one whose keys are revoked is, and can come back", async () => {
    const owner = api.as(people().owner);
    const project = await makeProject({ name: "Old" });
    const place = { id: project.id, environmentId: project.environments[0].id };
    const live = await insertKey(place, { state: "disabled" });
    expect(await owner("POST", `${base}/old/archive`)).toMatchObject({ status: 409, body: { keys: 1 } });
    await api.database.admin.query("update keys set state = 'revoked', revoked_at = now() where id = $1", [live]);
    expect((await owner("POST", `${base}/old/archive`)).body.archivedAt).toEqual(expect.any(String));
    expect((await owner("POST", `${base}/old/archive`)).status).toBe(409);
    const slugs = async (query: string) => {
      const { items } = (await owner("GET", `${base}${query}`)).body;
      return Array.isArray(items) ? items.map((item) => item.slug) : [];
    };
    expect(await slugs("?limit=200")).not.toContain("old");
    expect(await slugs("?archived=true")).toEqual(["old"]);
    expect((await owner("POST", `${base}/old/restore`)).body.archivedAt).toBeNull();
  });

  test("paging by name skips and doubles nothing, and a foreign cursor or an unknown parameter is refused", async () => {
    const owner = api.as(people().owner);
    const all: string[] = [];
    let cursor = "";
    do {
      const page = await owner("GET", `${base}?limit=2${cursor && `&cursor=${cursor}`}`);
      if (!Array.isArray(page.body.items)) throw new Error("no items");
      all.push(...page.body.items.map((item) => item.slug));
      cursor = typeof page.body.nextCursor === "string" ? page.body.nextCursor : "";
    } while (cursor !== "");
    const whole = (await owner("GET", `${base}?limit=200`)).body.items;
    expect(all).toEqual(Array.isArray(whole) ? whole.map((item) => item.slug) : null);
    expect(new Set(all).size).toBe(all.length);
    expect((await owner("GET", `${base}?cursor=abc`)).status).toBe(400);
    expect((await owner("GET", `${base}?sort=name`)).status).toBe(400);
    expect((await owner("GET", `${base}?limit=201`)).status).toBe(400);
  });

  test("a machine bound to a project reaches that one only, and makes none", async () => {
    const bound = await api.machine(["*"], { projectId: api.organization.project.id });
    expect((await bound("GET", base)).body.items).toMatchObject([{ slug: "api" }]);
    await makeProject({ name: "Elsewhere" });
    expect((await bound("GET", `${base}/elsewhere`)).status).toBe(404);
    expect((await bound("POST", base, { name: "Another" })).status).toBe(403);
    expect((await bound("PATCH", `${base}/api`, { description: "by machine" })).status).toBe(200);
    const reader = await api.machine(["keys:verify"]);
    expect((await reader("GET", base)).status).toBe(403);
  });
});

describe("environments", () => {
  test("an own environment gets a slug, a tag, the last place and the policy of its sensitivity", async () => {
    const owner = api.as(people().owner);
    await makeProject({ name: "Envs" });
    const made = await owner("POST", `${base}/envs/environments`, { name: "Sandbox 2", color: "violet" });
    expect(made).toMatchObject({
      status: 201,
      body: { slug: "sandbox-2", tag: "sandbox2", position: 3, sensitivity: "moderate", color: "violet" },
    });
    const same = await owner("POST", `${base}/envs/environments`, { name: "Other", tag: "prod" });
    expect(same).toMatchObject({ status: 409, body: { field: "tag" } });
    const listed = await owner("GET", `${base}/envs/environments`);
    expect(listed.body.items).toHaveLength(4);
    expect((await owner("POST", `${base}/envs/environments`, { name: "A", color: "mauve" })).status).toBe(400);
  });

  test("another sensitivity needs a step-up; another colour does not; slug and tag stay", async () => {
    const stale = await api.organization.people.owner.sessionId;
    await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [stale]);
    const owner = api.as(people().owner);
    const path = `${base}/envs/environments/staging`;
    expect((await owner("PATCH", path, { color: "blue", name: "Stage" })).status).toBe(200);
    expect((await owner("PATCH", path, { sensitivity: "low" })).body.code).toBe("step_up_required");
    await api.database.admin.query("update sessions set mfa_at = now() where id = $1", [stale]);
    expect((await owner("PATCH", path, { sensitivity: "low" })).body.sensitivity).toBe("low");
    expect((await owner("PATCH", path, { tag: "zzz" })).status).toBe(400);
  });

  test("an environment that ever had a key stays; an empty one goes", async () => {
    const owner = api.as(people().owner);
    const project = await makeProject({ name: "Going" });
    await insertKey({ id: project.id, environmentId: project.environments[0].id }, { state: "revoked" });
    expect((await owner("DELETE", `${base}/going/environments/development`)).status).toBe(409);
    expect((await owner("DELETE", `${base}/going/environments/staging`)).status).toBe(204);
    expect((await owner("GET", `${base}/going/environments/staging`)).status).toBe(404);
    expect((await api.as(people().developer)("DELETE", `${base}/going/environments/production`)).status).toBe(403);
  });

  test("an environment that is closed to a member does not exist for them", async () => {
    const { production } = api.organization.environments;
    const { memberId } = people().developer;
    await api.database.admin.query(
      "insert into member_access (organization_id, member_id, environment_id, level) values ($1, $2, $3, 'none')",
      [api.organization.id, memberId, production.id],
    );
    const developer = api.as(people().developer);
    expect((await developer("GET", `${base}/api/environments/production`)).status).toBe(404);
    const project = await developer("GET", `${base}/api`);
    expect(project.body.environments).toMatchObject([{ slug: "development" }, { slug: "staging" }]);
    await api.database.admin.query("delete from member_access where member_id = $1", [memberId]);
  });

  test("a machine bound to an environment changes that one and nothing its project shares", async () => {
    const { development } = api.organization.environments;
    const bound = await api.machine(["*"], {
      projectId: api.organization.project.id,
      environmentIds: [development.id],
    });
    const path = `${base}/api/environments`;
    expect((await bound("GET", path)).body.items).toMatchObject([{ slug: "development" }]);
    expect((await bound("PATCH", `${path}/development`, { color: "cyan" })).status).toBe(200);
    expect((await bound("PATCH", `${path}/production`, { color: "cyan" })).status).toBe(404);
    expect((await bound("PATCH", `${base}/api`, { name: "X" })).status).toBe(403);
    expect((await bound("POST", `${base}/api/scopes`, { name: "x:read" })).status).toBe(403);
  });
});

describe("scopes", () => {
  test("a scope is added, found, changed and removed, each with its audit row", async () => {
    await makeProject({ name: "Scoped" });
    const owner = api.as(people().owner);
    const path = `${base}/scoped/scopes`;
    const draft = { name: "invoices:read", category: "Invoices", endpoints: ["GET /invoices/**", "/invoices/{id}"] };
    const made = await owner("POST", path, draft);
    expect(made).toMatchObject({ status: 201, body: { ...draft, sensitive: false } });
    expect(await owner("POST", path, draft)).toMatchObject({ status: 409, body: { field: "name" } });
    const changed = await owner("PATCH", `${path}/invoices:read`, { sensitive: true });
    expect(changed.body).toMatchObject({ sensitive: true, category: "Invoices" });
    expect((await owner("GET", `${path}?q=INVOICE&sensitive=true`)).body.items).toHaveLength(1);
    expect((await owner("GET", `${path}?q=%25`)).body.items).toHaveLength(0);
    expect((await owner("DELETE", `${path}/${made.body.id}`)).status).toBe(204);
    expect((await owner("DELETE", `${path}/${made.body.id}`)).status).toBe(404);
    const audit = await owner("GET", base.replace("projects", `audit-events?action=scope.*&target=${made.body.id}`));
    expect(audit.body.items).toMatchObject([
      { action: "scope.removed", before: { name: "invoices:read" } },
      { action: "scope.updated", before: { sensitive: false }, after: { sensitive: true } },
      { action: "scope.created" },
    ]);
  });

  test.each([
    { name: "invoices" },
    { name: "*:read" },
    { name: "Invoices:read" },
    { name: "a:b", endpoints: ["invoices"] },
    { name: "a:b", endpoints: ["FETCH /x"] },
    { name: "a:b", id: "scp_1" },
  ])("a malformed scope %j is refused", async (body) => {
    expect((await api.as(people().owner)("POST", `${base}/api/scopes`, body)).status).toBe(400);
  });

  test("a scope that live keys have is removed by force only, and each of them says so in its audit trail", async () => {
    const project = await makeProject({ name: "Used" });
    const owner = api.as(people().owner);
    const path = `${base}/used/scopes`;
    for (const name of ["a:read", "b:read"]) await owner("POST", path, { name });
    const place = { id: project.id, environmentId: project.environments[2].id };
    const live = await insertKey(place, { scopes: ["a:read", "b:read"] });
    const gone = await insertKey(place, { scopes: ["a:read"], state: "revoked" });
    const refused = await owner("DELETE", `${path}/a:read`);
    expect(refused).toMatchObject({ status: 409, body: { keys: [{ id: live, environment: "production" }] } });
    const dry = await owner("PUT", `${path}?dryRun=true`, { scopes: [{ name: "b:read" }, { name: "c:read" }] });
    expect(dry.body).toMatchObject({ dryRun: true, added: ["c:read"], removed: ["a:read"], keys: [{ id: live }] });
    expect((await owner("GET", path)).body.items).toHaveLength(2);
    expect((await owner("DELETE", `${path}/a:read?force=true`)).status).toBe(204);
    const { rows } = await api.database.admin.query("select id, scopes from keys where id = any($1) order by id", [
      [live, gone],
    ]);
    expect(rows).toEqual([
      { id: live, scopes: ["b:read"] },
      { id: gone, scopes: ["a:read"] },
    ]);
    const audit = await owner("GET", base.replace("projects", `audit-events?target=${live}`));
    expect(audit.body.items).toMatchObject([{ action: "key.scopes_removed", after: { scopes: ["b:read"] } }]);
  });

  test("a replaced catalogue is exactly what the list says, or nothing changes at all", async () => {
    await makeProject({ name: "Bulk" });
    const owner = api.as(people().owner);
    const path = `${base}/bulk/scopes`;
    const first = await owner("PUT", path, { scopes: [{ name: "a:read" }, { name: "b:read", sensitive: true }] });
    expect(first.body).toMatchObject({ added: ["a:read", "b:read"], changed: [], removed: [] });
    const second = await owner("PUT", path, { scopes: [{ name: "b:read" }, { name: "c:read" }] });
    expect(second.body).toMatchObject({ added: ["c:read"], changed: ["b:read"], removed: ["a:read"] });
    const twice = await owner("PUT", path, { scopes: [{ name: "x:read" }, { name: "x:read" }] });
    expect(twice).toMatchObject({ status: 400, body: { errors: [{ path: "scopes.1.name" }] } });
    const { items } = (await owner("GET", path)).body;
    expect(Array.isArray(items) ? items.map((item) => item.name) : null).toEqual(["b:read", "c:read"]);
    expect((await api.as(people().developer)("PUT", path, { scopes: [] })).status).toBe(403);
  });

  test("an OpenAPI document makes proposals only, until it is told to apply them; what people wrote stays", async () => {
    await makeProject({ name: "Imported" });
    const owner = api.as(people().owner);
    const path = `${base}/imported/scopes`;
    await owner("POST", path, { name: "pets:read", description: "Ours", sensitive: true });
    const document = {
      openapi: "3.1.0",
      servers: [{ url: "https://api.example.test/v1/" }],
      components: {
        securitySchemes: {
          o: { type: "oauth2", flows: { implicit: { scopes: { "pets:read": "Theirs", admin: "All" } } } },
        },
      },
      paths: {
        "/pets/{pet-id}": { get: { security: [{ o: ["pets:read"] }], tags: ["Pets"] }, parameters: [] },
        "/orders": { post: {} },
      },
    };
    const dry = await owner("POST", `${path}/import`, { document });
    expect(dry.body).toMatchObject({
      dryRun: true,
      operations: 2,
      proposals: [
        { name: "orders:write", endpoints: ["POST /v1/orders"], change: "add" },
        {
          name: "pets:read",
          description: "Ours",
          sensitive: true,
          endpoints: ["GET /v1/pets/{pet-id}"],
          change: "extend",
        },
      ],
      skipped: [{ name: "admin" }],
    });
    expect((await owner("GET", path)).body.items).toHaveLength(1);
    expect((await owner("POST", `${path}/import?dryRun=false`, { document })).body.dryRun).toBe(false);
    expect((await owner("GET", path)).body.items).toHaveLength(2);
    const again = await owner("POST", `${path}/import`, { document });
    expect(again.body.proposals).toMatchObject([{ change: "none" }, { change: "none" }]);
    expect((await owner("POST", `${path}/import`, { document: { paths: {} } })).status).toBe(400);
  });
});
