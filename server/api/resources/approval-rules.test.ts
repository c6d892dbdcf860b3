import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson, addTeam } from "@/lib/approvals/testing/people";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let harness: ApiHarness;
let base: string;
let owner: Caller;
let member: Caller;
let team: `team_${string}`;
let counter = 0;

beforeAll(async () => {
  harness = await createApiHarness();
  base = `/organizations/${harness.organization.slug}`;
  owner = harness.as(harness.organization.people.owner);
  team = await addTeam(harness.organization, "billing");
  member = harness.as(await addPerson(harness.organization, "developer", { team }));
});
afterAll(() => harness.close());

function keyBody(more: Record<string, unknown> = {}) {
  counter += 1;
  return {
    name: `key ${counter}`,
    project: "api",
    environment: "staging",
    scopes: ["items:read"],
    expiresIn: "20d",
    ...more,
  };
}

function ruleBody(more: Record<string, unknown> = {}) {
  return {
    name: "read in staging",
    conditions: {
      environments: [harness.organization.environments.staging.id],
      scopes: ["*:read"],
      teams: [team],
      longestLifetime: 30 * 86_400,
      ...more,
    },
  };
}

async function makeRule(more: Record<string, unknown> = {}): Promise<string> {
  const made = await owner("POST", `${base}/approval-rules`, ruleBody(more));
  expect(made.status).toBe(201);
  return (made.body.rule as { id: string }).id;
}

describe("a standing rule", () => {
  test("is tried on past requests before it can be switched on, and then approves exactly what it says", async () => {
    const before = await member("POST", `${base}/keys`, keyBody());
    expect(before.status).toBe(202);
    const denied = await member("POST", `${base}/keys`, keyBody());
    await owner("POST", `${base}/requests/${(denied.body.request as { id: string }).id}/deny`, { reason: "no" });
    await member("POST", `${base}/keys`, keyBody({ scopes: ["items:write"] }));

    const id = await makeRule();
    const early = await owner("POST", `${base}/approval-rules/${id}/enable`);
    expect([early.status, early.body.code]).toEqual([409, "conflict"]);
    const replay = await owner("POST", `${base}/approval-rules/${id}/replay`, { days: 30 });
    expect(replay.body).toMatchObject({ requests: 3, approved: 2, contradicted: 1 });
    expect((await owner("POST", `${base}/approval-rules/${id}/enable`)).body).toMatchObject({
      rule: { enabled: true },
    });

    const made = await member("POST", `${base}/keys`, keyBody());
    expect([made.status, typeof made.body.secret]).toEqual([201, "string"]);
    const record = await owner("GET", `${base}/requests?state=claimed`);
    expect(record.body.items).toMatchObject([{ approvedBy: "rule", approvedById: id }]);

    for (const body of [
      keyBody({ scopes: ["items:read", "items:write"] }),
      keyBody({ expiresIn: "31d" }),
      keyBody({ environment: "production" }),
    ]) {
      expect((await member("POST", `${base}/keys`, body)).status).toBe(202);
    }
    const outsider = harness.as(harness.organization.people.developer);
    expect((await outsider("POST", `${base}/keys`, keyBody())).status).toBe(202);

    await owner("POST", `${base}/approval-rules/${id}/disable`);
    expect((await member("POST", `${base}/keys`, keyBody())).status).toBe(202);
  });

  test("never approves a sensitive scope that it does not say", async () => {
    const id = await makeRule({ scopes: [], teams: [] });
    await owner("POST", `${base}/approval-rules/${id}/replay`);
    await owner("POST", `${base}/approval-rules/${id}/enable`);
    expect((await member("POST", `${base}/keys`, keyBody({ scopes: ["items:write"] }))).status).toBe(202);
    expect((await member("POST", `${base}/keys`, keyBody())).status).toBe(201);
    const changed = await owner(
      "PATCH",
      `${base}/approval-rules/${id}`,
      ruleBody({ scopes: [], teams: [], includeSensitive: true }),
    );
    expect(changed.body).toMatchObject({ rule: { enabled: false, replayed: false, version: 2 } });
    expect((await owner("DELETE", `${base}/approval-rules/${id}`)).status).toBe(204);
    expect((await owner("DELETE", `${base}/approval-rules/${id}`)).status).toBe(404);
  });

  test("is the owners' and admins' to write: bad input, no session, wrong role and another tenant are refused", async () => {
    const id = await makeRule();
    const wrong = await owner(
      "POST",
      `${base}/approval-rules`,
      ruleBody({ environments: ["env_nothing"], teams: ["team_nothing"] }),
    );
    expect(wrong.body.errors).toMatchObject([{ path: "conditions.environments.0" }, { path: "conditions.teams.0" }]);
    expect((await owner("POST", `${base}/approval-rules`, { ...ruleBody(), surprise: 1 })).status).toBe(400);
    const elsewhere = `/organizations/${harness.other.slug}`;
    for (const [method, path, body] of [
      ["POST", "/approval-rules", ruleBody()],
      ["PATCH", `/approval-rules/${id}`, { name: "x" }],
      ["DELETE", `/approval-rules/${id}`, undefined],
      ["POST", `/approval-rules/${id}/replay`, {}],
      ["POST", `/approval-rules/${id}/enable`, undefined],
    ] as const) {
      expect((await harness.anonymous(method, `${base}${path}`, body)).status).toBe(401);
      expect((await member(method, `${base}${path}`, body)).status).toBe(403);
      expect((await harness.as(harness.organization.people.auditor)(method, `${base}${path}`, body)).status).toBe(403);
      const stranger = await harness.as(harness.other.people.owner)(method, `${elsewhere}${path}`, body);
      expect([400, 404]).toContain(stranger.status);
      expect((await harness.as(harness.other.people.owner)(method, `${base}${path}`, body)).status).toBe(404);
    }
  });
});

describe("a bound machine", () => {
  test("sees the rules and emergencies of its own environments only, and no settings of the whole organization", async () => {
    const { environments, project } = harness.organization;
    const second = await owner("POST", `${base}/projects`, { name: "Second", keyPrefix: "second" });
    const elsewhere = await owner("GET", `${base}/projects/second`);
    const foreign = (elsewhere.body.environments as { id: string; slug: string }[])[1]?.id ?? "";
    expect(second.status).toBe(201);
    await makeRule({ environments: [foreign], projects: [elsewhere.body.id] });
    const shared = await makeRule({ environments: [environments.staging.id, foreign] });
    const bound = await harness.machine(["requests:read"], { projectId: project.id });
    const seen = await bound("GET", `${base}/approval-rules`);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toContain(foreign);
    expect(JSON.stringify(seen.body)).not.toContain(String(elsewhere.body.id));
    expect((seen.body.items as { id: string }[]).map(({ id }) => id)).toContain(shared);
    const narrow = await harness.machine(["requests:read"], {
      projectId: project.id,
      environmentIds: [environments.production.id],
    });
    expect((await narrow("GET", `${base}/approval-rules`)).body.items).toEqual([]);
    expect((await bound("GET", `${base}/approval-settings`)).status).toBe(403);
    expect((await (await harness.machine(["requests:read"]))("GET", `${base}/approval-settings`)).status).toBe(200);
    const admin = harness.as(harness.organization.people.admin);
    await owner("PATCH", `${base}/approval-settings`, {
      breakGlassMembers: [harness.organization.people.admin.userId],
    });
    const use = { project: "second", environment: "production", reason: "an outage of the second" };
    expect((await admin("POST", `${base}/break-glass`, use)).status).toBe(201);
    expect((await bound("GET", `${base}/break-glass`)).body.items).toEqual([]);
    expect((await owner("GET", `${base}/break-glass`)).body.items).toHaveLength(1);
  });
});

describe("approval settings", () => {
  test("name people for emergencies and keep the webhook's address sealed", async () => {
    const { people } = harness.organization;
    const url = "https://hooks.chat.example/services/T0/B0/very-secret";
    const set = await owner("PATCH", `${base}/approval-settings`, {
      breakGlassMembers: [people.admin.userId],
      webhookUrl: url,
    });
    expect(set.body).toMatchObject({ breakGlassMembers: [people.admin.userId], webhookHost: "hooks.chat.example" });
    expect(JSON.stringify(set.body)).not.toContain("very-secret");
    const stored = await harness.database.admin.query("select webhook_url from approval_settings");
    expect(Buffer.from(stored.rows[0].webhook_url).toString("latin1")).not.toContain("very-secret");
    const wrong = await owner("PATCH", `${base}/approval-settings`, { breakGlassMembers: [people.developer.userId] });
    expect(wrong.body.errors).toMatchObject([{ path: "breakGlassMembers.0", message: "must be an owner or admin" }]);
    expect((await member("PATCH", `${base}/approval-settings`, {})).status).toBe(403);
    expect((await harness.anonymous("GET", `${base}/approval-settings`)).status).toBe(401);
    expect((await harness.as(harness.other.people.owner)("GET", `${base}/approval-settings`)).status).toBe(404);
    expect((await owner("PATCH", `${base}/approval-settings`, { webhookUrl: "file:///etc/passwd" })).status).toBe(400);
    await owner("PATCH", `${base}/approval-settings`, { webhookUrl: null });
  });
});

describe("break-glass", () => {
  test("lets a named admin act alone for its time, tells every owner, and is closed by someone else's review", async () => {
    const { people, environments } = harness.organization;
    const named = await addPerson(harness.organization, "admin");
    const admin = harness.as(named);
    // An admin who has to ask in production, as hardened organizations have it.
    await harness.database.admin.query("insert into member_access values ($1, $2, $3, 'request')", [
      harness.organization.id,
      named.memberId,
      environments.production.id,
    ]);
    const body = { project: "api", environment: "production", reason: "the payment provider is down" };
    const unnamed = await admin("POST", `${base}/break-glass`, body);
    expect([unnamed.status, unnamed.body.code]).toEqual([403, "forbidden"]);
    await owner("PATCH", `${base}/approval-settings`, { breakGlassMembers: [named.userId], breakGlassDuration: "30m" });
    expect(
      (await admin("POST", `${base}/keys`, keyBody({ environment: "production", scopes: ["items:write"] }))).status,
    ).toBe(202);
    expect((await admin("POST", `${base}/break-glass`, { ...body, reason: "x" })).status).toBe(400);
    expect((await admin("POST", `${base}/break-glass`, { ...body, duration: "2h" })).status).toBe(400);
    await harness.database.admin.query("update sessions set mfa_at = null where id = $1", [named.sessionId]);
    expect((await admin("POST", `${base}/break-glass`, body)).body.code).toBe("step_up_required");
    await harness.database.admin.query("update sessions set mfa_at = now() where id = $1", [named.sessionId]);

    const opened = await admin("POST", `${base}/break-glass`, body);
    expect(opened.status).toBe(201);
    const { id } = opened.body.use as { id: string };
    expect((await admin("POST", `${base}/break-glass`, body)).status).toBe(409);
    const told = await harness.database.admin.query(
      "select user_id from email_outbox where template = 'break-glass-used' and event like $1 || '/%'",
      [id],
    );
    expect(told.rows).toEqual([{ user_id: people.owner.userId }]);

    const made = await admin("POST", `${base}/keys`, keyBody({ environment: "production", scopes: ["items:write"] }));
    expect([made.status, typeof made.body.secret]).toEqual([201, "string"]);

    const text = { review: "One key was made; it was right and is revoked." };
    expect((await owner("POST", `${base}/break-glass/${id}/review`, text)).status).toBe(409);
    expect((await member("POST", `${base}/break-glass/${id}/end`)).status).toBe(403);
    expect((await admin("POST", `${base}/break-glass/${id}/end`)).status).toBe(200);
    expect(
      (await admin("POST", `${base}/keys`, keyBody({ environment: "production", scopes: ["items:write"] }))).status,
    ).toBe(202);
    expect((await admin("POST", `${base}/break-glass/${id}/review`, text)).status).toBe(403);
    const reviewed = await owner("POST", `${base}/break-glass/${id}/review`, text);
    expect(reviewed.body).toMatchObject({
      use: { active: false, reviewedBy: people.owner.userId, requests: [{ kind: "create_key" }] },
    });
    expect((await owner("POST", `${base}/break-glass/${id}/review`, text)).status).toBe(409);
  });

  test("ends by itself at its time, and is nobody's outside", async () => {
    const { people } = harness.organization;
    await owner("PATCH", `${base}/approval-settings`, { breakGlassMembers: [people.admin.userId] });
    const admin = harness.as(people.admin);
    const opened = await admin("POST", `${base}/break-glass`, {
      project: "api",
      environment: "staging",
      reason: "an outage in staging",
    });
    const { id } = opened.body.use as { id: string };
    await harness.database.admin.query(
      "update break_glass_uses set ends_at = now() - interval '1 second' where id = $1",
      [id],
    );
    const listed = await owner("GET", `${base}/break-glass?limit=1`);
    expect(listed.body.items).toMatchObject([{ id, active: false }]);
    expect((await admin("POST", `${base}/break-glass/${id}/end`)).status).toBe(409);
    // A new one can be opened although nothing has tidied up the old one.
    expect(
      (
        await admin("POST", `${base}/break-glass`, {
          project: "api",
          environment: "staging",
          reason: "again an outage",
        })
      ).status,
    ).toBe(201);
    expect((await harness.anonymous("GET", `${base}/break-glass`)).status).toBe(401);
    expect((await harness.as(harness.other.people.owner)("GET", `${base}/break-glass`)).status).toBe(404);
    const stranger = harness.as(harness.other.people.owner);
    const elsewhere = `/organizations/${harness.other.slug}/break-glass/${id}/review`;
    expect((await stranger("POST", elsewhere, { review: "none of my business at all" })).status).toBe(404);
    expect((await harness.as(people.auditor)("GET", `${base}/break-glass`)).status).toBe(200);
  });
});
