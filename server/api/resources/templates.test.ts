import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let harness: ApiHarness;
let base: string;
let admin: Caller;
let developer: Caller;

beforeAll(async () => {
  harness = await createApiHarness();
  base = `/organizations/${harness.organization.slug}`;
  admin = harness.as(harness.organization.people.admin);
  developer = harness.as(harness.organization.people.developer);
});
afterAll(() => harness.close());

const body = { name: "Billing reader", category: "Billing", scopes: ["items:read"], methods: ["GET"], lifetime: "30d" };

test("a key takes from its template what its body leaves out, remembers the version, and shows when it has moved on", async () => {
  const made = await admin("POST", `${base}/projects/api/templates`, body);
  expect(made.body).toMatchObject({ slug: "billing-reader", version: 1, lifetime: 30 * 86_400 });
  const wanted = { project: "api", environment: "development", template: "billing-reader" };
  const key = await developer("POST", `${base}/keys`, { ...wanted, name: "from template" });
  expect(key.status).toBe(201);
  const made1 = key.body.key as { id: string; expiresAt: string; template: Record<string, unknown> };
  expect(key.body.key).toMatchObject({
    scopes: ["items:read"],
    methods: ["GET"],
    template: { version: 1, latestVersion: 1 },
  });
  expect(Math.round((new Date(made1.expiresAt).getTime() - Date.now()) / 86_400_000)).toBe(30);
  const own = await developer("POST", `${base}/keys`, { ...wanted, name: "own", methods: [], scopes: ["items:write"] });
  expect(own.body.key).toMatchObject({ scopes: ["items:write"], methods: [], template: { version: 1 } });

  const changed = await admin("PATCH", `${base}/projects/api/templates/billing-reader`, { methods: ["GET", "HEAD"] });
  expect(changed.body).toMatchObject({ version: 2, scopes: ["items:read"], keys: 2, keysBehind: 2 });
  const later = await developer("GET", `${base}/keys/${made1.id}`);
  expect(later.body).toMatchObject({ methods: ["GET"], template: { version: 1, latestVersion: 2 } });
  const same = await admin("PATCH", `${base}/projects/api/templates/billing-reader`, { methods: ["GET", "HEAD"] });
  expect(same.body.version).toBe(2);
  const read = await developer("GET", `${base}/projects/api/templates/billing-reader`);
  expect(read.body.versions).toMatchObject([{ version: 2 }, { version: 1, settings: { methods: ["GET"] } }]);
});

test("a request for a key freezes the template's version", async () => {
  await admin("POST", `${base}/projects/api/templates`, { ...body, name: "Frozen" });
  const wanted = {
    project: "api",
    environment: "production",
    template: "frozen",
    name: "asked",
    kind: "create_key",
    reason: "it is needed",
  };
  const asked = await developer("POST", `${base}/requests`, wanted);
  const { id } = asked.body.request as { id: string };
  expect(asked.body.request).toMatchObject({ payload: { scopes: ["items:read"], template: { version: 1 } } });
  await admin("PATCH", `${base}/projects/api/templates/frozen`, { scopes: ["items:write"] });
  await admin("POST", `${base}/requests/${id}/approve`);
  const claimed = await developer("POST", `${base}/requests/${id}/claim`);
  expect(claimed.body.key).toMatchObject({ scopes: ["items:read"], template: { version: 1, latestVersion: 2 } });
});

test("an archived template makes no more keys", async () => {
  await admin("POST", `${base}/projects/api/templates`, { ...body, name: "Old" });
  expect((await admin("DELETE", `${base}/projects/api/templates/old`)).status).toBe(204);
  const key = await developer("POST", `${base}/keys`, {
    name: "late",
    project: "api",
    environment: "development",
    template: "old",
  });
  expect(key.body.errors).toMatchObject([{ path: "template" }]);
  expect((await admin("PATCH", `${base}/projects/api/templates/old`, { name: "New" })).status).toBe(409);
  const listed = await admin("GET", `${base}/projects/api/templates?limit=1`);
  const next = await admin("GET", `${base}/projects/api/templates?cursor=${String(listed.body.nextCursor)}`);
  const slugs = [...(listed.body.items as { slug: string }[]), ...(next.body.items as { slug: string }[])].map(
    ({ slug }) => slug,
  );
  expect(slugs).toEqual(["billing-reader", "frozen"]);
  expect((await admin("GET", `${base}/projects/api/templates?archived=true`)).body.items).toMatchObject([
    { slug: "old" },
  ]);
});

test("bad input, no session, wrong role and another tenant are refused", async () => {
  const path = `${base}/projects/api/templates`;
  expect((await admin("POST", path, { ...body, name: "X", scopes: ["nope:read"] })).body.errors).toMatchObject([
    { path: "scopes.0" },
  ]);
  expect((await admin("POST", path, { ...body, surprise: 1 })).status).toBe(400);
  expect((await admin("POST", path, body)).status).toBe(409);
  expect((await harness.anonymous("GET", path)).status).toBe(401);
  const stranger = harness.as(harness.other.people.owner);
  for (const [method, suffix, content] of [
    ["POST", "", { ...body, name: "Y" }],
    ["PATCH", "/frozen", { name: "Y" }],
    ["DELETE", "/frozen", undefined],
  ] as const) {
    expect((await harness.anonymous(method, `${path}${suffix}`, content)).status).toBe(401);
    expect((await developer(method, `${path}${suffix}`, content)).status).toBe(403);
    expect((await stranger(method, `${path}${suffix}`, content)).status).toBe(404);
  }
  expect((await stranger("GET", `/organizations/${harness.other.slug}/projects/api/templates/frozen`)).status).toBe(
    404,
  );
});
