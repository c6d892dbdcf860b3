import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

const DAY = 86_400_000;
const START = new Date("2026-01-05T09:00:00Z");
const clock = manualClock(START);
let api: ApiHarness;
let base: string;
let owner: Caller;
let developer: Caller;
let auditor: Caller;
let stranger: Caller;

beforeAll(async () => {
  api = await createApiHarness({ clock });
  base = `/organizations/${api.organization.slug}`;
  const { people } = api.organization;
  owner = api.as(people.owner);
  developer = api.as(people.developer);
  auditor = api.as(people.auditor);
  stranger = api.as(api.other.people.owner);
});
afterAll(() => api.close());

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("An object was expected.");
  return Object.fromEntries(Object.entries(value));
}

async function makeKey(more: Record<string, unknown> = {}, who = owner): Promise<{ id: string; secret: string }> {
  const draft = { name: "a key", project: "api", environment: "development", scopes: ["items:read"] };
  const answer = await who("POST", `${base}/keys`, { ...draft, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { id: String(record(answer.body.key).id), secret: String(answer.body.secret) };
}

const VAULT = {
  name: "Vault",
  kind: "vault_kv2",
  settings: { address: "https://vault.example.test", mount: "kv", path: "apps" },
  credentials: { token: "hvs.a-token" },
};

describe("each endpoint", () => {
  const rules = "/projects/api/environments/production/unused-rules";
  const calls: [string, (key: string) => string, unknown, number, number][] = [
    ["GET", () => rules, undefined, 200, 200],
    ["PUT", () => rules, { revokeDisabled: 30 }, 200, 403],
    ["GET", (key) => `/keys/${key}/refused-since`, undefined, 200, 200],
    ["GET", (key) => `/keys/${key}/extension`, undefined, 200, 200],
    ["POST", (key) => `/keys/${key}/extend`, { expiresIn: "400d" }, 200, 403],
    ["GET", (key) => `/keys/${key}/rotation`, undefined, 200, 200],
    ["PATCH", (key) => `/keys/${key}/rotation`, { intervalDays: 7 }, 200, 403],
    ["POST", (key) => `/keys/${key}/rotate-to-link`, { expiresIn: "1h" }, 201, 403],
    ["GET", (key) => `/keys/${key}/version-usage`, undefined, 200, 200],
    ["GET", () => "/rotations", undefined, 200, 200],
    ["GET", () => "/delivery-targets", undefined, 200, 200],
    ["POST", () => "/delivery-targets", { ...VAULT, name: "Another" }, 201, 403],
  ];
  test.each(calls)("%s %s: success, wrong role, another tenant, nobody", async (method, path, body, good, role) => {
    const { id } = await makeKey({ expiresIn: "300d" });
    const target = `${base}${path(id)}`;
    expect((await api.anonymous(method, target, body)).status).toBe(401);
    expect((await stranger(method, target, body)).status).toBe(404);
    expect((await auditor(method, target, body)).status).toBe(role);
    const answer = await owner(method, target, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(good);
  });

  test("bad input is a 400 that names the field", async () => {
    const { id } = await makeKey();
    const bad: [string, string, unknown, string][] = [
      ["PUT", "/projects/api/environments/production/unused-rules", { revokeDisabled: -1 }, "revokeDisabled"],
      ["POST", `/keys/${id}/extend`, { expiresIn: "soon" }, "expiresIn"],
      ["POST", `/keys/${id}/extend`, { expiresIn: "1h" }, "expiresIn"],
      ["PATCH", `/keys/${id}/rotation`, { hour: 24 }, "hour"],
      ["PATCH", `/keys/${id}/rotation`, { timezone: "Mars/Olympus" }, "timezone"],
      ["PATCH", `/keys/${id}/rotation`, { deliveryTarget: "dlt_00000000000000000000000000" }, "deliveryTarget"],
      ["POST", "/rotations", { keys: [id], reason: "" }, "reason"],
      ["POST", "/delivery-targets", { ...VAULT, settings: { address: "file:///etc/passwd" } }, "settings.address"],
      ["POST", "/delivery-targets", { ...VAULT, settings: { ...VAULT.settings, mount: "../sys" } }, "settings.mount"],
      ["GET", "/rotations?cursor=x", undefined, "cursor"],
    ];
    for (const [method, path, body, field] of bad) {
      const answer = await owner(method, `${base}${path}`, body);
      expect(answer.status, path).toBe(400);
      expect(JSON.stringify(answer.body.errors), path).toContain(`"${field}"`);
    }
  });

  test("a rotation that an admin asks for is listed, page by page", async () => {
    const keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
    const asked = await owner("POST", `${base}/rotations`, {
      keys: keys.map(({ id }) => id),
      reason: "a laptop was stolen",
    });
    expect(asked.status).toBe(201);
    const seen: string[] = [];
    let cursor: unknown = "";
    while (cursor !== null) {
      const page = await auditor("GET", `${base}/rotations?limit=2${cursor === "" ? "" : `&cursor=${String(cursor)}`}`);
      if (!Array.isArray(page.body.items)) throw new Error("A list was expected.");
      seen.push(...page.body.items.map((item) => String(record(item).keyId)));
      cursor = page.body.nextCursor;
    }
    expect(seen.sort()).toEqual(keys.map(({ id }) => id).sort());
  });

  test("a target is read, changed, tried and removed; its credentials are in no answer", async () => {
    const made = await owner("POST", `${base}/delivery-targets`, { ...VAULT, name: "Mine" });
    const { id } = record(made.body.deliveryTarget);
    const one = `${base}/delivery-targets/${String(id)}`;
    const renamed = await owner("PATCH", one, { name: "Renamed" });
    expect(record(renamed.body.deliveryTarget).name).toBe("Renamed");
    expect((await owner("PATCH", one, { settings: { address: "https://other.example", mount: "kv" } })).status).toBe(
      400,
    );
    for (const [method, path] of [
      ["PATCH", one],
      ["DELETE", one],
      ["POST", `${one}/test`],
    ] as const) {
      expect((await developer(method, path, {})).status, path).toBe(403);
      expect((await stranger(method, path, {})).status, path).toBe(404);
    }
    const read = await auditor("GET", one);
    expect(JSON.stringify([made.body, renamed.body, read.body])).not.toContain("hvs.");
    expect((await owner("DELETE", one)).status).toBe(204);
    expect((await owner("GET", one)).status).toBe(404);
  });
});

test("a successor is everything that the revoked key was, but its secret, and the revoked one stays revoked", async () => {
  const more = {
    name: "billing sync",
    purpose: "nightly",
    paths: ["/items/**"],
    ipAllowlist: ["203.0.113.0/24"],
    tags: { service: "billing" },
    quota: 1000,
    expiresIn: "200d",
  };
  const old = await makeKey(more);
  expect((await owner("POST", `${base}/keys/${old.id}/successor`)).status).toBe(409);
  await owner("POST", `${base}/keys/${old.id}/revoke`, {});
  expect((await auditor("POST", `${base}/keys/${old.id}/successor`)).status).toBe(403);
  expect((await stranger("POST", `${base}/keys/${old.id}/successor`)).status).toBe(404);
  const made = await owner("POST", `${base}/keys/${old.id}/successor`);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body.secret).not.toBe(old.secret);
  const before = record((await owner("GET", `${base}/keys/${old.id}`)).body);
  const after = record(made.body.key);
  for (const field of ["name", "purpose", "scopes", "paths", "ipAllowlist", "tags", "quota", "ownerId", "expiresAt"]) {
    expect(after[field], field).toEqual(before[field]);
  }
  expect([before.status, after.status]).toEqual(["revoked", "active"]);
  clock.advance(DAY + 1000);
  const late = await api.machine();
  expect((await late("POST", `${base}/keys/${old.id}/successor`)).status).toBe(409);
  clock.set(START);
});

test("whoever may not make such a key alone asks for its successor", async () => {
  const { people } = api.organization;
  const made = await owner("POST", `${base}/keys`, {
    name: "in production",
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    owner: people.developer.userId,
  });
  const id = String(record(made.body.key).id);
  await developer("POST", `${base}/keys/${id}/revoke`, {});
  const asked = await developer("POST", `${base}/keys/${id}/successor`);
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  const extension = await developer("GET", `${base}/keys/${id}/extension`);
  expect(extension.body.refusal).not.toBeNull();
});

describe("the calendar feed", () => {
  const file = (url: unknown) => new URL(String(url)).pathname.replace("/api/v1", "");

  test("is read by its address alone, holds one's own keys, and escapes what people wrote (RFC 5545)", async () => {
    const name = `комма, точка; обратный \\ слэш и очень длинное имя ключа ${"x".repeat(30)}`;
    await makeKey({ name, expiresIn: "90d" }, developer);
    await makeKey({ name: "somebody else's" });
    const made = await developer("POST", "/account/calendar-feed");
    expect(made.status).toBe(201);
    const read = await api.anonymous("GET", file(made.body.url));
    expect(read.status).toBe(200);
    expect(read.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = String(read.body.text);
    expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const unfolded = text.replaceAll("\r\n ", "");
    expect(unfolded).toContain(
      `SUMMARY:Key expires: комма\\, точка\\; обратный \\\\ слэш и очень длинное имя ключа ${"x".repeat(30)} (Development)`,
    );
    expect(unfolded).toContain("DTSTART:20260405T090000Z");
    expect(text).not.toContain("somebody else");
    expect(text).not.toMatch(new RegExp(`${api.organization.project.keyPrefix}_dev_`));
  });

  test("a renewed address ends the old one; an ended feed and a guess answer 404", async () => {
    const first = await developer("POST", "/account/calendar-feed");
    const second = await developer("POST", "/account/calendar-feed");
    expect((await api.anonymous("GET", file(first.body.url))).status).toBe(404);
    expect((await api.anonymous("GET", file(second.body.url))).status).toBe(200);
    const feed = await developer("GET", "/account/calendar-feed");
    expect(feed.body).toMatchObject({ enabled: true, lastReadAt: START.toISOString() });
    expect(JSON.stringify(feed.body)).not.toContain("ics");
    expect((await developer("DELETE", "/account/calendar-feed")).status).toBe(204);
    for (const path of [file(second.body.url), "/calendar/x.ics", `/calendar/${"A".repeat(43)}.ics`]) {
      expect((await api.anonymous("GET", path)).status, path).toBe(404);
    }
    expect((await api.anonymous("POST", "/account/calendar-feed")).status).toBe(401);
  });

  test("its address is stored as a hash alone", async () => {
    const made = await developer("POST", "/account/calendar-feed");
    const token = file(made.body.url).slice("/calendar/".length, -".ics".length);
    const { rows } = await api.database.admin.query("select f::text as row from calendar_feeds f");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, "base64url").toString("hex"));
  });

  test("somebody who has left an organization sees nothing of it any more", async () => {
    const made = await developer("POST", "/account/calendar-feed");
    await api.database.admin.query("update members set state = 'removed' where id = $1", [
      api.organization.people.developer.memberId,
    ]);
    const read = await api.anonymous("GET", file(made.body.url));
    expect(String(read.body.text)).not.toContain("VEVENT");
  });
});
