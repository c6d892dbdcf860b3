import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base: string;
let owner: Caller;
let developer: Caller;
let auditor: Caller;

beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/keys`;
  owner = api.as(api.organization.people.owner);
  developer = api.as(api.organization.people.developer);
  auditor = api.as(api.organization.people.auditor);
});
afterAll(() => api.close());

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("An object was expected.");
  return Object.fromEntries(Object.entries(value));
}
function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("A string was expected.");
  return value;
}
function items(body: Record<string, unknown>): Record<string, unknown>[] {
  if (!Array.isArray(body.items)) throw new Error(`A list was expected: ${JSON.stringify(body)}`);
  return body.items.map(record);
}

async function makeKey(more: Record<string, unknown> = {}, who = owner): Promise<{ id: string; secret: string }> {
  const draft = { name: "a key", project: "api", environment: "development", scopes: ["items:read"] };
  const answer = await who("POST", base, { ...draft, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { id: text(record(answer.body.key).id), secret: text(answer.body.secret) };
}

describe("every verb on a key", () => {
  const calls: [string, string, Record<string, unknown> | undefined][] = [
    ["GET", "", undefined],
    ["PATCH", "", { name: "other" }],
    ["POST", "/rotate", {}],
    ["POST", "/disable", {}],
    ["POST", "/enable", {}],
    ["POST", "/revoke", {}],
    ["POST", "/transfer", { owner: "usr_00000000000000000000000000" }],
    ["GET", "/versions", undefined],
    ["GET", "/events", undefined],
    ["GET", "/audit", undefined],
    ["GET", "/usage", undefined],
  ];

  test.each(calls)(
    "%s %s answers 404 for another tenant, 401 for nobody, and changes nothing",
    async (method, path, body) => {
      const { id } = await makeKey();
      const state = async () =>
        (
          await api.database.admin.query(
            "select k.*, (select count(*) from key_versions v where v.key_id = k.id) n from keys k where id = $1",
            [id],
          )
        ).rows;
      const before = await state();
      const stranger = api.as(api.other.people.owner);
      expect((await stranger(method, `${base}/${id}${path}`, body)).status).toBe(404);
      expect((await stranger(method, `/organizations/${api.other.slug}/keys/${id}${path}`, body)).status).toBe(404);
      expect((await api.anonymous(method, `${base}/${id}${path}`, body)).status).toBe(401);
      expect((await owner(method, `${base}/key_00000000000000000000000000${path}`, body)).status).toBe(404);
      expect((await owner(method, `${base}/nonsense${path}`, body)).status).toBe(404);
      expect(await state()).toEqual(before);
    },
  );

  test.each(calls.filter(([method]) => method !== "GET"))(
    "%s %s is refused for an auditor and for others' keys",
    async (method, path, body) => {
      const { id } = await makeKey();
      expect((await auditor(method, `${base}/${id}${path}`, body)).status).toBe(403);
      expect((await developer(method, `${base}/${id}${path}`, body)).status).toBe(403);
    },
  );

  test.each(calls)("%s %s refuses fields and parameters that are not known", async (method, path, body) => {
    const { id } = await makeKey();
    const answer =
      method === "GET"
        ? await owner(method, `${base}/${id}${path}?surprise=1`)
        : await owner(method, `${base}/${id}${path}`, { ...body, surprise: 1 });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: "surprise" }] });
  });
});

describe("editing", () => {
  test("a change is audited with before and after, and names only what changed", async () => {
    const { id, secret } = await makeKey({ tags: { a: "1" } });
    const answer = await owner("PATCH", `${base}/${id}`, {
      name: "new name",
      tags: { a: "1" },
      ipAllowlist: ["192.0.2.0/24"],
    });
    expect(answer.body).toMatchObject({ name: "new name", ipAllowlist: ["192.0.2.0/24"] });
    const timeline = items((await owner("GET", `${base}/${id}/audit`)).body);
    expect(timeline.map((event) => event.action)).toEqual(["key.updated", "key.created"]);
    expect(timeline[0]).toMatchObject({
      before: { name: "a key", ipAllowlist: [] },
      after: { name: "new name", ipAllowlist: ["192.0.2.0/24"] },
      actorName: api.organization.people.owner.name,
    });
    expect(record(timeline[0]?.after).tags).toBeUndefined();
    expect(JSON.stringify(timeline)).not.toContain(secret);
  });

  test("an owner narrows their own key freely, and more rights in production need an approval", async () => {
    const { id } = await makeKey({
      environment: "production",
      owner: api.organization.people.developer.userId,
      ipAllowlist: ["192.0.2.0/24"],
    });
    expect(
      (await developer("PATCH", `${base}/${id}`, { ipAllowlist: ["192.0.2.16/28"], purpose: "less" })).status,
    ).toBe(200);
    for (const change of [
      { scopes: ["items:read", "items:write"] },
      { ipAllowlist: [] },
      { ipAllowlist: ["192.0.0.0/16"] },
      { expiresIn: "300d" },
    ]) {
      const refused = await developer("PATCH", `${base}/${id}`, change);
      expect(refused.body).toMatchObject({ status: 403, widened: [Object.keys(change)[0]?.replace("In", "At")] });
    }
    expect((await owner("PATCH", `${base}/${id}`, { scopes: ["items:read", "items:write"] })).status).toBe(200);
    const detail = await developer("GET", `${base}/${id}`);
    const actions = record(detail.body.actions);
    expect(actions).toMatchObject({ edit: null, rotate: null, revoke: null });
    expect(actions.widen).toContain("approval");
  });

  test("an expiry stays within the policy when it is moved", async () => {
    const { id } = await makeKey({ environment: "production" });
    expect((await owner("PATCH", `${base}/${id}`, { expiresIn: "400d" })).body).toMatchObject({
      status: 400,
      errors: [{ path: "expiresAt" }],
    });
    expect((await owner("PATCH", `${base}/${id}`, { expiresAt: null })).status).toBe(400);
    expect((await owner("PATCH", `${base}/${id}`, { expiresIn: "200d" })).status).toBe(200);
  });
});

describe("stopping", () => {
  test("a revoked key is final: nothing changes it any more", async () => {
    const { id } = await makeKey();
    const answer = await owner("POST", `${base}/${id}/revoke?wait=1s`, {
      reason: "key_compromise",
      comment: "seen in a log",
    });
    expect(answer.body).toMatchObject({
      key: { status: "revoked", revocationReason: "key_compromise", revocationComment: "seen in a log" },
      propagation: { confirmed: 0, total: 0 },
    });
    for (const [path, body] of [
      ["/revoke", {}],
      ["/enable", {}],
      ["/disable", {}],
      ["/rotate", {}],
    ] as const) {
      expect((await owner("POST", `${base}/${id}${path}`, body)).status).toBe(409);
    }
    expect((await owner("PATCH", `${base}/${id}`, { name: "x" })).status).toBe(409);
    const versions = items((await owner("GET", `${base}/${id}/versions`)).body);
    expect(versions).toMatchObject([{ number: 1, status: "ended", endReason: "revoked" }]);
    expect((await owner("POST", `${base}/${id}/revoke?wait=11s`, {})).body).toMatchObject({
      status: 400,
      errors: [{ path: "wait" }],
    });
  });

  test("a disabled key is enabled again, once", async () => {
    const { id } = await makeKey();
    expect((await owner("POST", `${base}/${id}/enable`)).status).toBe(409);
    expect((await owner("POST", `${base}/${id}/disable`)).body).toMatchObject({ key: { status: "disabled" } });
    expect((await owner("POST", `${base}/${id}/disable`)).status).toBe(409);
    expect((await owner("POST", `${base}/${id}/rotate`)).status).toBe(409);
    expect((await owner("POST", `${base}/${id}/enable`)).body).toMatchObject({
      key: { status: "active", disabledAt: null },
    });
  });

  test("a receipt counts live gateways only, and waits until they have confirmed", async () => {
    const admin = api.database.admin;
    const node =
      "insert into gateway_nodes (id, name, started_at, last_seen_at, acknowledged_epoch, stopped_at) values ($1, $1, now(), now() - $2::interval, $3, $4)";
    await admin.query(node, ["node_live", "0 s", 0, null]);
    await admin.query(node, ["node_gone", "1 min", 0, null]);
    await admin.query(node, ["node_stopped", "0 s", 0, new Date()]);
    try {
      const { id } = await makeKey();
      const early = await owner("POST", `${base}/${id}/disable`);
      expect(early.body.propagation).toMatchObject({ confirmed: 0, total: 1 });
      const listener = new pg.Client({ connectionString: api.database.gatewayUrl });
      await listener.connect();
      listener.on("notification", ({ payload }) => {
        const heard: unknown = JSON.parse(payload ?? "{}");
        if (typeof heard !== "object" || heard === null || !("barrier" in heard) || !("epoch" in heard)) return;
        const { epoch } = heard;
        setTimeout(
          () => listener.query("update gateway_nodes set acknowledged_epoch = $1 where id = 'node_live'", [epoch]),
          150,
        );
      });
      await listener.query("listen latchkey_verdicts");
      const waited = await owner("POST", `${base}/${id}/enable?wait=4s`);
      await listener.end();
      expect(waited.body.propagation).toMatchObject({ confirmed: 1, total: 1 });
      const { milliseconds } = record(waited.body.propagation);
      expect(milliseconds).toBeGreaterThanOrEqual(140);
      expect(milliseconds).toBeLessThan(3000);
    } finally {
      await admin.query("delete from gateway_nodes");
    }
  });
});

describe("mail", () => {
  const mails = async (event: string) =>
    (await api.database.admin.query("select * from email_outbox where event like $1 order by recipient", [event])).rows;

  test("an owner is told once when somebody else revokes their key, and not when they do it themselves", async () => {
    const { people } = api.organization;
    const { id, secret } = await makeKey({ owner: people.developer.userId });
    expect((await owner("POST", `${base}/${id}/revoke`, { reason: "superseded", comment: "moved" })).status).toBe(200);
    const sent = await mails(`key.revoked/${id}/%`);
    expect(sent.map(({ recipient, template, state }) => [recipient, template, state])).toEqual([
      [people.developer.email, "key-revoked", "queued"],
    ]);
    const props: unknown = JSON.parse(api.database.vault.open(sent[0]?.content, `email_outbox/${sent[0]?.id}`));
    expect(props).toMatchObject({
      reason: "superseded: moved",
      revokedBy: { email: people.owner.email },
      callsLastDay: 0,
    });
    expect(JSON.stringify(props)).not.toContain(secret);
    const own = await makeKey();
    await owner("POST", `${base}/${own.id}/revoke`);
    expect(await mails(`key.revoked/${own.id}/%`)).toEqual([]);
  });

  test("owners hear of a new key in a high environment, and of none in a low one", async () => {
    const { people } = api.organization;
    const machine = await api.machine(["keys:write"]);
    const { id } = await makeKey({ environment: "production" }, machine);
    expect((await mails(`key.created/${id}/%`)).map(({ recipient }) => recipient)).toEqual([people.owner.email]);
    const low = await makeKey({}, machine);
    expect(await mails(`key.created/${low.id}/%`)).toEqual([]);
  });
});

describe("rotating", () => {
  test("the old version goes on for the overlap, and the key stays one", async () => {
    const { id, secret } = await makeKey();
    const answer = await owner("POST", `${base}/${id}/rotate`, { overlap: "2h", reason: "yearly" });
    expect(answer.body).toMatchObject({
      key: { id, versionNumber: 2 },
      previousVersion: { number: 1, endsOnFirstUse: false },
    });
    expect(answer.body.secret).not.toBe(secret);
    const versions = items((await owner("GET", `${base}/${id}/versions`)).body);
    expect(versions).toMatchObject([
      { number: 2, status: "current", endsAt: null },
      { number: 1, status: "overlap", endReason: "rotated" },
    ]);
    const left = Date.parse(text(versions[1]?.endsAt)) - Date.now();
    expect(left).toBeGreaterThan(7_100_000);
    expect(left).toBeLessThanOrEqual(7_200_000);
  });

  test("an overlap of 0 ends the old version at once, and one of first_use with that use", async () => {
    const { id } = await makeKey();
    expect((await owner("POST", `${base}/${id}/rotate`, { overlap: 0 })).status).toBe(200);
    expect((await owner("POST", `${base}/${id}/rotate`, { overlap: "first_use" })).body).toMatchObject({
      previousVersion: { number: 2, endsOnFirstUse: true },
    });
    expect(items((await owner("GET", `${base}/${id}/versions`)).body).map(({ status }) => status)).toEqual([
      "current",
      "overlap",
      "ended",
    ]);
    const first = await owner("GET", `${base}/${id}/versions?limit=2`);
    const second = await owner("GET", `${base}/${id}/versions?limit=2&cursor=${text(first.body.nextCursor)}`);
    expect(items(second.body).map(({ number }) => number)).toEqual([1]);
  });

  test("an overlap beyond the policy is refused", async () => {
    const { id } = await makeKey({ environment: "production" });
    expect((await owner("POST", `${base}/${id}/rotate`, { overlap: "8d" })).body).toMatchObject({
      status: 400,
      errors: [{ path: "overlap" }],
    });
    expect((await owner("POST", `${base}/${id}/rotate`, { overlap: "soon" })).status).toBe(400);
  });

  test("in a high environment a rotation asks for a factor and a revocation never does", async () => {
    const { id } = await makeKey({ environment: "production", owner: api.organization.people.admin.userId });
    await api.database.admin.query("update sessions set mfa_at = null where id = $1", [
      api.organization.people.admin.sessionId,
    ]);
    const admin = api.as(api.organization.people.admin);
    expect((await admin("POST", `${base}/${id}/rotate`)).body).toMatchObject({ status: 403, code: "step_up_required" });
    expect((await admin("POST", `${base}/${id}/revoke`)).status).toBe(200);
  });
});

describe("handing over", () => {
  test("a key changes hands to a member who may look after it, and to nobody else", async () => {
    const { id } = await makeKey();
    const { people } = api.organization;
    expect((await owner("POST", `${base}/${id}/transfer`, { owner: people.developer.userId })).body).toMatchObject({
      key: { ownerId: people.developer.userId, ownerName: people.developer.name },
    });
    expect((await owner("POST", `${base}/${id}/transfer`, { owner: people.developer.userId })).status).toBe(409);
    for (const wrong of [people.auditor.userId, api.other.people.owner.userId, "nobody"]) {
      expect((await owner("POST", `${base}/${id}/transfer`, { owner: wrong })).body).toMatchObject({
        status: 400,
        errors: [{ path: "owner" }],
      });
    }
    expect((await developer("POST", `${base}/${id}/transfer`, { owner: people.owner.userId })).status).toBe(200);
    expect((await developer("POST", `${base}/${id}/transfer`, { owner: people.developer.userId })).status).toBe(403);
  });
});

describe("finding a key by its secret", () => {
  test("every version of a key is found, and the finding is audited without the secret", async () => {
    const { id, secret } = await makeKey();
    const { body } = await owner("POST", `${base}/${id}/rotate`, { overlap: 0 });
    expect((await owner("POST", `${base}/identify`, { secret: body.secret })).body).toMatchObject({
      key: { id },
      version: { number: 2, live: true },
    });
    expect((await auditor("POST", `${base}/identify`, { secret: ` ${secret}\n` })).body).toMatchObject({
      key: { id },
      version: { number: 1, live: false },
    });
    const timeline = items((await owner("GET", `${base}/${id}/audit`)).body);
    expect(timeline.filter((event) => event.action === "key.identified")).toHaveLength(2);
    const dump = await api.database.admin.query("select * from audit_events");
    expect(JSON.stringify(dump.rows)).not.toContain(secret);
  });

  test("a secret of another tenant, or of nobody, is not found", async () => {
    const { secret } = await makeKey();
    const stranger = api.as(api.other.people.owner);
    expect((await stranger("POST", `/organizations/${api.other.slug}/keys/identify`, { secret })).status).toBe(404);
    expect((await owner("POST", `${base}/identify`, { secret: `${secret}x` })).status).toBe(404);
    expect((await owner("POST", `${base}/identify`, { secret: "short" })).status).toBe(400);
    expect((await api.anonymous("POST", `${base}/identify`, { secret })).status).toBe(401);
    const writing = await api.machine(["keys:write"]);
    expect((await writing("POST", `${base}/identify`, { secret })).status).toBe(403);
  });
});
