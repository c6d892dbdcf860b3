import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base: string;

beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/keys`;
});
afterAll(() => api.close());

const hashOf = (secret: string) => createHash("sha256").update(secret).digest("hex");
const batch = (secrets: string[], more: Record<string, unknown> = {}) => ({
  project: "api",
  environment: "staging",
  algorithm: "sha256",
  keys: secrets.map((secret, index) => ({
    name: `old ${index}`,
    hash: hashOf(secret),
    scopes: ["items:read"],
    ...more,
  })),
});
const count = async () => Number((await api.database.admin.query("select count(*) as n from keys")).rows[0]?.n);

test("a thousand keys of any form move in by their hashes and are found by their secrets", async () => {
  const owner = api.as(api.organization.people.owner);
  const secrets = Array.from({ length: 1000 }, () => `sk_${randomBytes(16).toString("hex")}`);
  const answer = await owner("POST", `${base}/import`, batch(secrets));
  expect(answer.body).toMatchObject({ imported: 1000 });
  const found = await owner("POST", `${base}/identify`, { secret: secrets[500] });
  expect(found.body).toMatchObject({ key: { name: "old 500", environment: "staging" }, version: { live: true } });
  const id = found.body.key && typeof found.body.key === "object" && "id" in found.body.key ? found.body.key.id : "";
  const timeline = await owner("GET", `${base}/${id}/audit`);
  expect(timeline.body).toMatchObject({
    items: [{ action: "key.identified" }, { action: "keys.imported", after: { imported: 1000, keyIds: [id] } }],
  });
});

test("a batch with one bad entry imports nothing, and names it", async () => {
  const owner = api.as(api.organization.people.owner);
  const known = "known-secret-0001";
  expect((await owner("POST", `${base}/import`, batch([known]))).status).toBe(201);
  const before = await count();
  for (const [body, path] of [
    [batch(["fresh-secret-1", known]), "keys.1.hash"],
    [batch(["twice-secret", "twice-secret"]), "keys.1.hash"],
    [batch(["fresh-secret-2"], { scopes: ["nothing:here"] }), "keys.0.scopes.0"],
    [batch(["fresh-secret-3"], { hash: "zz" }), "keys.0.hash"],
    [batch(["fresh-secret-4"], { secret: "x" }), "keys.0.secret"],
    [batch(Array.from({ length: 1001 }, (_, index) => `many-${index}`)), "keys"],
    [batch(["fresh-secret-5"], { expiresIn: "1d" }), "keys.0.expiresIn"],
  ] as const) {
    expect((await owner("POST", `${base}/import`, body)).body).toMatchObject({ status: 400, errors: [{ path }] });
  }
  expect(await count()).toBe(before);
});

test("only those who manage an environment import into it", async () => {
  const body = batch(["someone's secret"]);
  expect((await api.anonymous("POST", `${base}/import`, body)).status).toBe(401);
  expect((await api.as(api.organization.people.auditor)("POST", `${base}/import`, body)).status).toBe(403);
  expect((await api.as(api.organization.people.developer)("POST", `${base}/import`, body)).status).toBe(403);
  expect((await api.as(api.other.people.owner)("POST", `${base}/import`, body)).status).toBe(404);
});
