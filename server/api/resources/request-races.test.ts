import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { createTestOrganization, type TestOrganization, type TestPerson } from "@/db/testing/organization";
import { addPerson, removePerson } from "@/lib/approvals/testing/people";
import { newId } from "@/lib/core/ids";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { type ApiNode, type NodeCall, startApiNode } from "../testing/api-node";
import { API_APP_URL, API_AUTH_SECRET, type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let nodes: [ApiNode, ApiNode];
let counter = 0;

beforeAll(async () => {
  api = await createApiHarness();
  const options = {
    databaseUrl: api.database.appUrl,
    appUrl: API_APP_URL,
    authSecret: API_AUTH_SECRET,
    masterSecret: TEST_MASTER_SECRET,
  };
  nodes = [await startApiNode(options), await startApiNode(options)];
}, 120_000);
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()));
  await api.close();
});

/** Sends the calls to both web processes at the same moment, every other one to each; how often each status was answered. */
async function race(calls: readonly NodeCall[]): Promise<Record<number, number>> {
  const parts = nodes.map((node, index) => node.post(calls.filter((_, place) => place % 2 === index)));
  const counts: Record<number, number> = {};
  for (const { status } of (await Promise.all(parts)).flat()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function callAs(person: TestPerson, path: string, body: unknown = {}): Promise<NodeCall> {
  const token = await encode({ token: { sid: person.sessionId }, secret: API_AUTH_SECRET });
  return {
    path,
    body,
    headers: {
      origin: API_APP_URL,
      "sec-fetch-site": "same-origin",
      "x-latchkey-socket-address": "203.0.113.9",
      cookie: `${sessionCookieName(API_APP_URL)}=${token}`,
    },
  };
}

async function countRows(query: string, values: unknown[]): Promise<number> {
  const { rows } = await api.database.admin.query<{ n: number }>(`select count(*)::int as n from ${query}`, values);
  return rows[0]?.n ?? -1;
}

/** Asks for a production key with a sensitive scope, which takes two approvals. */
async function ask(person: TestPerson, scopes = ["items:write"]): Promise<string> {
  counter += 1;
  const answer = await api.as(person)("POST", `/organizations/${api.organization.slug}/requests`, {
    kind: "create_key",
    reason: "a race",
    name: `raced ${counter}`,
    project: "api",
    environment: "production",
    scopes,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const { request } = answer.body;
  if (typeof request !== "object" || request === null || !("id" in request)) throw new Error("A request was expected.");
  return String(request.id);
}

const pathOf = (id: string, verb: string) => `/organizations/${api.organization.slug}/requests/${id}/${verb}`;

/** A second session of the same person, as another browser has it. */
async function secondLogin(person: TestPerson): Promise<TestPerson> {
  const sessionId = newId("session");
  await api.database.admin.query(
    `insert into sessions (id, user_id, created_at, last_seen_at, expires_at, mfa_at, method)
     values ($1, $2, now(), now(), now() + interval '1 day', now(), 'password')`,
    [sessionId, person.userId],
  );
  return { ...person, sessionId };
}

// Fifty calls through two processes take a while on a busy machine.
describe("two web processes on one database", { timeout: 180_000 }, () => {
  test("nobody approves their own request, not by fifty calls, two logins and two processes (M6)", async () => {
    const { owner } = api.organization.people;
    const colleague = await addPerson(api.organization, "admin");
    // A restricted admin has to ask; an owner by role may approve everything but this.
    await api.database.admin.query("insert into member_access values ($1, $2, $3, 'request')", [
      api.organization.id,
      colleague.memberId,
      api.organization.environments.production.id,
    ]);
    const id = await ask(colleague);
    const logins = [colleague, await secondLogin(colleague)];
    const calls = Array.from({ length: 50 }, (_, n) => callAs(logins[n % 2] ?? colleague, pathOf(id, "approve")));
    expect(await race(await Promise.all(calls))).toEqual({ 403: 50 });
    expect(await countRows("request_decisions where request_id = $1", [id])).toBe(0);
    // The one approval of somebody else counts once, also by two logins.
    const twice = [owner, await secondLogin(owner)];
    const again = Array.from({ length: 50 }, (_, n) => callAs(twice[n % 2] ?? owner, pathOf(id, "approve")));
    expect(await race(await Promise.all(again))).toEqual({ 200: 1, 409: 49 });
    expect(await countRows("requests where id = $1 and state = 'pending'", [id])).toBe(1);
  });

  test("of fifty approvals at once as many count as are needed, with one effect; of fifty claims one makes a key (M7)", async () => {
    const approvers = await Promise.all(Array.from({ length: 50 }, () => addPerson(api.organization, "admin")));
    const { developer } = api.organization.people;
    const id = await ask(developer);
    const calls = await Promise.all(approvers.map((person) => callAs(person, pathOf(id, "approve"))));
    expect(await race(calls)).toEqual({ 200: 2, 409: 48 });
    expect(await countRows("request_decisions where request_id = $1", [id])).toBe(2);
    expect(await countRows("audit_events where target_id = $1 and action = 'request.approved'", [id])).toBe(1);
    const claims = await Promise.all(Array.from({ length: 50 }, () => callAs(developer, pathOf(id, "claim"))));
    expect(await race(claims)).toEqual({ 201: 1, 409: 49 });
    expect(await countRows("keys where name = $1", [`raced ${counter}`])).toBe(1);
  });

  test("an approver who is removed while fifty decide leaves at most what the others gave (M9)", async () => {
    const gone = await addPerson(api.organization, "admin");
    const id = await ask(api.organization.people.developer);
    expect(await race([await callAs(gone, pathOf(id, "approve"))])).toEqual({ 200: 1 });
    const rest = await Promise.all(Array.from({ length: 50 }, () => callAs(gone, pathOf(id, "approve"))));
    const [counts] = await Promise.all([race(rest), removePerson(api.organization, gone)]);
    expect(counts[200] ?? 0).toBe(0);
    // One approval more is not two: the removed member's does not count.
    const owner = api.as(api.organization.people.owner);
    const decided = await owner("POST", pathOf(id, "approve"), {});
    expect(decided.body).toMatchObject({ request: { state: "pending", approvalsNeeded: 1 } });
  });

  test("a claim, a cancellation and a late denial at once leave one end (M9)", async () => {
    const { developer, owner, admin } = api.organization.people;
    for (let round = 0; round < 5; round += 1) {
      const id = await ask(developer, ["items:read"]);
      expect(await race([await callAs(owner, pathOf(id, "approve"))])).toEqual({ 200: 1 });
      const calls = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          n % 3 === 0
            ? callAs(developer, pathOf(id, "cancel"))
            : n % 3 === 1
              ? callAs(developer, pathOf(id, "claim"))
              : callAs(admin, pathOf(id, "deny"), { reason: "late" }),
        ),
      );
      const counts = await race(calls);
      expect((counts[200] ?? 0) + (counts[201] ?? 0)).toBe(1);
      const claimed = await countRows("requests where id = $1 and state = 'claimed' and key_id is not null", [id]);
      expect(await countRows("keys where name = $1", [`raced ${counter}`])).toBe(claimed);
      expect(counts[201] ?? 0).toBe(claimed);
    }
  });

  test("a hundred parallel creates at a limit of ten make ten keys (M10)", async () => {
    const small: TestOrganization = await createTestOrganization(api.database);
    await api.database.admin.query(`update organizations set settings = '{"keyLimit": 10}' where id = $1`, [small.id]);
    const body = { name: "many", project: "api", environment: "development", scopes: ["items:read"] };
    const calls = await Promise.all(
      Array.from({ length: 100 }, () => callAs(small.people.owner, `/organizations/${small.slug}/keys`, body)),
    );
    expect(await race(calls)).toEqual({ 201: 10, 409: 90 });
    expect(await countRows("keys where organization_id = $1", [small.id])).toBe(10);
  });
});
