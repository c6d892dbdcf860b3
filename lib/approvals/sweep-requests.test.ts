import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { type ManualClock, manualClock } from "@/lib/core/clock";
import { idSchema } from "@/lib/core/ids";
import type { PresentedRequest } from "./answer-schema";
import { approveRequest } from "./decide-request";
import { updateSettings } from "./manage-settings";
import { escapeSlack, postRequestMessage } from "./post-request-message";
import { readRequest } from "./read-request";
import { submitRequest } from "./submit-request";
import { expireRequests, remindApprovers } from "./sweep-requests";
import { addPerson, contextAs, setPolicy } from "./testing/people";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let database: TestDatabase;
let organization: TestOrganization;
let clock: ManualClock;
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  clock = manualClock(new Date("2026-11-22T12:00:00Z"));
  organization = await createTestOrganization(database, clock);
});
afterAll(() => database.close());

function ask(more: Record<string, unknown> = {}): Promise<PresentedRequest> {
  counter += 1;
  return submitRequest(organization.as("developer"), {
    kind: "create_key",
    reason: "it is needed",
    name: `key ${counter}`,
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    ...more,
  });
}

async function mails(template: string): Promise<string[]> {
  const { rows } = await database.admin.query<{ user_id: string }>(
    "select user_id from email_outbox where template = $1 order by user_id",
    [template],
  );
  return rows.map((row) => row.user_id);
}

async function clearMails(): Promise<void> {
  await database.admin.query("delete from email_outbox");
}

test("approvers are asked at once, reminded once a day with one mail, and both sides warned before it lapses; twice is once", async () => {
  await clearMails();
  const { owner, admin, developer } = organization.people;
  const approvers = [owner.userId, admin.userId].sort();
  const [first] = [await ask(), await ask()];
  expect(await mails("request-to-approve")).toEqual([...approvers, ...approvers].sort());
  await remindApprovers(organization.system());
  expect(await mails("request-reminder")).toEqual([]);
  clock.advance(DAY);
  await Promise.all([remindApprovers(organization.system()), remindApprovers(organization.system())]);
  await remindApprovers(organization.system());
  expect(await mails("request-reminder")).toEqual(approvers);
  clock.advance(5 * DAY + HOUR);
  await remindApprovers(organization.system());
  await remindApprovers(organization.system());
  const warned = await mails("request-expiring");
  expect(warned).toEqual([...approvers, ...approvers, developer.userId, developer.userId].sort());
  clock.advance(DAY);
  const [one, two] = await Promise.all([expireRequests(organization.system()), expireRequests(organization.system())]);
  expect(one + two).toBe(2);
  expect(await mails("request-decided")).toEqual([developer.userId, developer.userId]);
  expect((await readRequest(organization.as("developer"), first.id)).closeReason).toBe("nobody decided in time");
});

test("an approval that nobody claims expires", async () => {
  const request = await ask();
  await approveRequest(organization.as("admin"), request.id, {});
  clock.advance(3 * DAY);
  expect((await readRequest(organization.as("developer"), request.id)).state).toBe("expired");
  expect(await expireRequests(organization.system())).toBe(1);
  const read = await readRequest(organization.as("developer"), request.id);
  expect([read.state, read.closeReason, read.keyId]).toEqual(["expired", "nobody claimed it in time", null]);
});

test("a request that waits too long escalates to the fallback, who may decide from then on and not before", async () => {
  const lead = await addPerson(organization, "developer");
  const deputy = await addPerson(organization, "developer");
  await setPolicy(organization, "production", {
    approvals: { count: 1, roles: [], teams: [], members: [lead.userId] },
    escalateAfter: 3600,
  });
  await updateSettings(organization.as("owner"), { fallbackMembers: [deputy.userId] });
  const request = await ask();
  const early = approveRequest(contextAs(organization, deputy), request.id, {});
  await expect(early).rejects.toMatchObject({ code: "forbidden" });
  await clearMails();
  clock.advance(HOUR);
  await remindApprovers(organization.system());
  await remindApprovers(organization.system());
  expect(await mails("request-to-approve")).toEqual([deputy.userId]);
  expect(
    (await readRequest(organization.as("developer"), request.id)).approvers.map(({ userId }) => userId).sort(),
  ).toEqual([lead.userId, deputy.userId].sort());
  expect((await approveRequest(contextAs(organization, deputy), request.id, {})).state).toBe("approved");
  await setPolicy(organization, "production", {});
});

test("the chat hears of a request, without markup of people's own, and an address of the inside is not called", async () => {
  const received: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push(body);
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await updateSettings(organization.as("owner"), { webhookUrl: `http://127.0.0.1:${port}/hook` });
  const request = await ask({ name: "<!channel> & co", reason: "see <https://evil.example|the docs>" });
  const jobs = await database.admin.query(
    "select count(*)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'post_request_message'",
  );
  expect(jobs.rows[0]?.n).toBe(1);
  const message = { requestId: idSchema("request").parse(request.id), event: "asked" as const };
  await expect(postRequestMessage(organization.system(), message, {})).rejects.toThrow(/not on the public internet/);
  expect(received).toEqual([]);
  expect(await postRequestMessage(organization.system(), message, { allowPrivate: true })).toBe("posted");
  const [body] = received;
  expect(body).toContain("&lt;!channel&gt; &amp; co");
  expect(body).not.toContain("<!channel>");
  expect(body).not.toContain("<https://evil.example");
  expect(body).toContain(`/requests/${request.id}|Open the request>`);
  expect(escapeSlack("<@U1>")).toBe("&lt;@U1&gt;");
  server.close();
});
