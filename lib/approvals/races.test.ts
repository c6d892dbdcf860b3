import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization, type TestPerson } from "@/db/testing/organization";
import type { PresentedRequest } from "./answer-schema";
import { cancelRequest } from "./cancel-request";
import { claimRequest } from "./claim-request";
import { approveRequest, denyRequest } from "./decide-request";
import { editRequest } from "./edit-request";
import { submitRequest } from "./submit-request";
import { expireRequests } from "./sweep-requests";
import { addPerson, contextAs, removePerson, setPolicy } from "./testing/people";
import { raceInTwoProcesses } from "./testing/race";

let database: TestDatabase;
let organization: TestOrganization;
let admins: TestPerson[];
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 });
  organization = await createTestOrganization(database);
  admins = await Promise.all(Array.from({ length: 50 }, () => addPerson(organization, "admin")));
});
afterAll(() => database.close());

function ask(more: Record<string, unknown> = {}): Promise<PresentedRequest> {
  counter += 1;
  return submitRequest(organization.as("developer"), {
    kind: "create_key",
    reason: "a race",
    name: `race ${counter}`,
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    ...more,
  });
}

function actorOf(person: TestPerson) {
  const { userId, memberId, role, sessionId } = person;
  return { type: "user" as const, organizationId: organization.id, userId, memberId, role, access: {}, sessionId };
}

async function countRows(query: string, values: unknown[]): Promise<number> {
  const { rows } = await database.admin.query<{ n: number }>(query, values);
  return rows[0]?.n ?? -1;
}

// Two processes of their own have to start first, which takes a while on a busy machine.
describe("races of decisions", { timeout: 120_000 }, () => {
  test("of 50 parallel approvals in two processes exactly as many count as are needed, and there is one effect (M7)", async () => {
    const request = await ask({ scopes: ["items:write"] });
    const calls = admins.map((person) => ({ verb: "approve" as const, requestId: request.id, actor: actorOf(person) }));
    const results = await raceInTwoProcesses(database, calls);
    expect(results.filter((result) => result === "approved")).toHaveLength(1);
    expect(results.filter((result) => result === "pending")).toHaveLength(1);
    expect(results.filter((result) => result === "conflict")).toHaveLength(48);
    const effects = "select count(*)::int as n from audit_events where action = 'request.approved' and target_id = $1";
    expect(await countRows(effects, [request.id])).toBe(1);
    expect(
      await countRows("select count(*)::int as n from request_decisions where request_id = $1", [request.id]),
    ).toBe(2);
    const mails = "select count(*)::int as n from email_outbox where event = $1 || '/approved'";
    expect(await countRows(mails, [request.id])).toBe(1);
  });

  test("50 parallel approvals of one elevation make one grant", async () => {
    await setPolicy(organization, "staging", { approvals: { count: 1, roles: [], teams: [], members: [] } });
    const key = await ask({ environment: "staging", name: "to elevate" });
    await approveRequest(organization.as("owner"), key.id, {});
    const claimed = await claimRequest(organization.as("developer"), key.id, {});
    const request = await submitRequest(organization.as("developer"), {
      kind: "elevate",
      reason: "one hour",
      key: claimed.key.id,
      scopes: ["items:write"],
      duration: "1h",
    });
    const calls = admins.map((person) => ({ verb: "approve" as const, requestId: request.id, actor: actorOf(person) }));
    const results = await raceInTwoProcesses(database, calls);
    expect(results.filter((result) => result === "approved")).toHaveLength(1);
    expect(await countRows("select count(*)::int as n from grants where request_id = $1", [request.id])).toBe(1);
  });

  test("50 parallel claims in two processes make one key", async () => {
    const request = await ask();
    await approveRequest(organization.as("admin"), request.id, {});
    const actor = actorOf(organization.people.developer);
    const calls = Array.from({ length: 50 }, () => ({ verb: "claim" as const, requestId: request.id, actor }));
    const results = await raceInTwoProcesses(database, calls);
    expect(results.filter((result) => result === "claimed")).toHaveLength(1);
    expect(results.filter((result) => result === "conflict")).toHaveLength(49);
    expect(await countRows("select count(*)::int as n from keys where name = $1", [request.keyName])).toBe(1);
  });

  test("approve, deny, cancel and claim at once end in one state, whose history has no other end", async () => {
    const requester = actorOf(organization.people.developer);
    const asked = [await ask(), await ask(), await ask(), await ask(), await ask()];
    const calls = asked.flatMap(({ id: requestId }) => [
      ...admins.slice(0, 3).map((person) => ({ verb: "approve" as const, requestId, actor: actorOf(person) })),
      { verb: "cancel" as const, requestId, actor: requester },
      { verb: "claim" as const, requestId, actor: requester },
      ...admins.slice(3, 6).map((person) => ({ verb: "deny" as const, requestId, actor: actorOf(person) })),
    ]);
    // Every other call, so that both processes work on every request.
    const results = await raceInTwoProcesses(database, [
      ...calls.filter((_, at) => at % 2),
      ...calls.filter((_, at) => at % 2 === 0),
    ]);
    expect(results.filter((result) => result.startsWith("failed"))).toEqual([]);
    for (const { id } of asked) {
      const { rows } = await database.admin.query<{ action: string }>(
        "select action from audit_events where target_id = $1 order by seq",
        [id],
      );
      const story = rows.map(({ action }) => action.replace("request.", "")).join(" ");
      expect(story).toMatch(/^submitted (?:denied|cancelled|approved(?: claimed| cancelled)?)$/);
    }
  });
});

describe("a request that has moved on has no effect (M9)", () => {
  test("an edit voids decisions and makes a new revision; what was agreed to before is not executed", async () => {
    const request = await ask({ scopes: ["items:write"] });
    await approveRequest(organization.as("admin"), request.id, { hash: request.hash });
    const edited = await editRequest(organization.as("developer"), request.id, {
      scopes: ["items:read", "items:write"],
    });
    expect(edited).toMatchObject({ revision: 2, state: "pending", approvalsNeeded: 2 });
    // The approver's page still shows the first revision.
    const late = approveRequest(organization.as("owner"), request.id, { hash: request.hash });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    await approveRequest(organization.as("owner"), request.id, { hash: edited.hash });
    const again = await approveRequest(organization.as("admin"), request.id, { hash: edited.hash });
    expect(again.state).toBe("approved");
    await expect(editRequest(organization.as("developer"), request.id, { reason: "more" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("the decision of a removed approver does not count when the next one decides", async () => {
    const [leaver, first, second] = [
      await addPerson(organization, "admin"),
      await addPerson(organization, "admin"),
      await addPerson(organization, "admin"),
    ];
    const request = await ask({ scopes: ["items:write"] });
    await approveRequest(contextAs(organization, leaver), request.id, {});
    await removePerson(organization, leaver);
    const after = await approveRequest(contextAs(organization, first), request.id, {});
    expect(after).toMatchObject({ state: "pending", approvalsNeeded: 1 });
    const last = await approveRequest(contextAs(organization, second), request.id, {});
    expect(last.state).toBe("approved");
  });

  test("the rule in force when it was submitted holds, whatever the policy says later", async () => {
    await setPolicy(organization, "production", {
      sensitiveApprovals: { count: 3, roles: ["owner", "admin"], teams: [], members: [] },
    });
    const request = await ask({ scopes: ["items:write"] });
    await setPolicy(organization, "production", {
      sensitiveApprovals: { count: 1, roles: [], teams: [], members: [] },
    });
    expect((await approveRequest(organization.as("admin"), request.id, {})).approvalsNeeded).toBe(2);
    expect((await approveRequest(organization.as("owner"), request.id, {})).approvalsNeeded).toBe(1);
    await setPolicy(organization, "production", {});
  });

  test("an expired request takes no decision, swept or not", async () => {
    const request = await ask();
    await database.admin.query("update requests set expires_at = now() - interval '1 second' where id = $1", [
      request.id,
    ]);
    await expect(approveRequest(organization.as("admin"), request.id, {})).rejects.toMatchObject({ code: "conflict" });
    await expireRequests(organization.system());
    await expect(denyRequest(organization.as("admin"), request.id, { reason: "late" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(cancelRequest(organization.as("developer"), request.id, {})).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("no step is skipped: what is not approved cannot be claimed, and SQL lets no ended request begin again", async () => {
    const request = await ask();
    await expect(claimRequest(organization.as("developer"), request.id, {})).rejects.toMatchObject({
      code: "conflict",
    });
    await cancelRequest(organization.as("developer"), request.id, {});
    for (const state of ["pending", "approved", "claimed"]) {
      const attempt = database.admin.query("update requests set state = $1, approved_by = 'people' where id = $2", [
        state,
        request.id,
      ]);
      await expect(attempt).rejects.toThrow(/cannot go from cancelled/);
    }
  });

  test("a payload that was changed behind the house's back is not executed", async () => {
    const request = await ask();
    await approveRequest(organization.as("admin"), request.id, {});
    await database.admin.query(
      `update requests set payload = jsonb_set(payload, '{scopes}', '["items:read","items:write"]') where id = $1`,
      [request.id],
    );
    await expect(claimRequest(organization.as("developer"), request.id, {})).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await countRows("select count(*)::int as n from keys where name = $1", [request.keyName])).toBe(0);
  });
});
