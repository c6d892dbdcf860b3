import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { disableKey } from "@/lib/keys/disable-key";
import { enableKey } from "@/lib/keys/enable-key";
import { readKey } from "@/lib/keys/read-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import { readEnvironmentRules, replaceEnvironmentRules } from "./manage-rules";
import { refusedSince } from "./refused-since";
import { reportExpiredUse } from "./report-expired-use";
import { sweepDisabled } from "./sweep-disabled";
import { sweepUnused } from "./sweep-unused";
import { insertKey, insertUse, mailsOf, namesIn, seeGateway } from "./testing/keys";

const DAY = 86_400_000;
const START = new Date("2026-01-05T09:00:00Z");
const clock = manualClock(START);
const NAMES = { project: "api", environment: "production" };
let database: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(START);
  organization = await createTestOrganization(database, clock);
  await database.admin.query("delete from gateway_nodes");
});

const after = (days: number) => new Date(START.getTime() + days * DAY);
const unused = async () => (await mailsOf(database, organization)).filter(({ template }) => template === "keys-unused");
const made = (name: string) =>
  insertKey(database, organization, { name, createdAt: clock.now(), expiresAt: after(1000) });
const statusOf = async (id: string) => (await readKey(organization.as("owner"), id)).status;

/** Looks at the given day, with a gateway that reports. */
async function lookOn(day: number): Promise<number> {
  clock.set(after(day));
  await seeGateway(database, clock.now());
  return sweepUnused(organization.system());
}

async function rules(document: Record<string, unknown>): Promise<void> {
  await replaceEnvironmentRules(organization.as("owner"), NAMES, document);
}

test("a key that is never used is told of, disabled and revoked, each after its own time and once", async () => {
  await rules({ neverUsed: { tell: 10, disable: 20, revoke: 40 } });
  const { id } = await made("forgotten");
  expect(await lookOn(9)).toBe(0);
  expect(await lookOn(10)).toBe(1);
  expect(await lookOn(11)).toBe(0);
  expect(await statusOf(id)).toBe("active");
  expect(await lookOn(20)).toBe(1);
  expect(await statusOf(id)).toBe("disabled");
  expect(await lookOn(39)).toBe(0);
  expect(await lookOn(40)).toBe(1);
  expect(await statusOf(id)).toBe("revoked");
  expect(await lookOn(400)).toBe(0);
  const mails = await unused();
  expect(mails.map(({ props }) => (Array.isArray(props.keys) ? props.keys[0].response : null))).toEqual([
    "tell",
    "disable",
    "revoke",
  ]);
  const [first] = mails.map(({ props }) => (Array.isArray(props.keys) ? props.keys[0].next : null));
  expect(first).toEqual({ response: "disable", at: after(20).toISOString() });
  const { rows } = await database.admin.query(
    "select action, actor_type, reason from audit_events where target_id = $1 order by seq",
    [id],
  );
  expect(rows).toEqual([
    { action: "key.disabled", actor_type: "system", reason: expect.stringContaining("Never used for 20 days") },
    { action: "key.revoked", actor_type: "system", reason: expect.stringContaining("Never used for 40 days") },
  ]);
});

test("idle days count from the last call; a call begins a new spell", async () => {
  await rules({ idle: { tell: null, disable: 30, revoke: null } });
  const key = await made("sometimes");
  await insertUse(database, organization, key, { at: after(5) });
  await lookOn(34);
  expect(await statusOf(key.id)).toBe("active");
  await insertUse(database, organization, key, { at: after(34) });
  await lookOn(63);
  expect(await statusOf(key.id)).toBe("active");
  await lookOn(65);
  expect(await statusOf(key.id)).toBe("disabled");
});

test("a key that its owner enables again is not disabled for the same spell", async () => {
  await rules({ neverUsed: { tell: null, disable: 10, revoke: null } });
  const { id } = await made("needed after all");
  await lookOn(10);
  await enableKey(organization.as("owner"), id, {});
  await lookOn(12);
  await lookOn(40);
  expect(await statusOf(id)).toBe("active");
});

test("while no gateway reports, silence disables nothing", async () => {
  await rules({ neverUsed: { tell: 5, disable: 10, revoke: 20 } });
  const { id } = await made("quiet");
  clock.set(after(50));
  await seeGateway(database, after(40));
  expect(await sweepUnused(organization.system())).toBe(0);
  expect(await statusOf(id)).toBe("active");
});

test("after downtime the strongest response that is due happens alone, with one mail for all keys", async () => {
  await rules({ neverUsed: { tell: 5, disable: 10, revoke: 20 } });
  const [one, two] = [await made("one"), await made("two")];
  await lookOn(60);
  expect([await statusOf(one.id), await statusOf(two.id)]).toEqual(["revoked", "revoked"]);
  const mails = await unused();
  expect(mails).toHaveLength(1);
  expect(namesIn(mails[0]).sort()).toEqual(["one", "two"]);
});

test("the policy's own idle rule holds beside them", async () => {
  const { id } = await made("by policy");
  expect((await readEnvironmentRules(organization.as("auditor"), NAMES)).policyIdle).toEqual({
    days: 90,
    response: "tell",
  });
  await lookOn(90);
  expect(await unused()).toHaveLength(1);
  expect(await statusOf(id)).toBe("active");
});

test("a disabled key is revoked after its quiet days, counted from the last refused call", async () => {
  await rules({ revokeDisabled: 14 });
  const key = await made("being retired");
  clock.set(after(1));
  await disableKey(organization.as("owner"), key.id, {});
  await insertUse(database, organization, key, { at: after(10), verdict: "DISABLED" });
  clock.set(after(16));
  expect(await sweepDisabled(organization.system())).toEqual({ revoked: 0, ended: 0 });
  clock.set(new Date(after(24).getTime() + 3_600_000));
  expect(await sweepDisabled(organization.system())).toEqual({ revoked: 1, ended: 0 });
  expect(await statusOf(key.id)).toBe("revoked");
});

test("an old version that nobody uses ends before its overlap; one in use goes on", async () => {
  await rules({ endIdleVersions: 2 });
  const [idle, used] = [await made("idle"), await made("used")];
  for (const { id } of [idle, used]) await rotateKey(organization.as("owner"), id, { overlap: "7d" });
  await insertUse(database, organization, used, { at: after(2) });
  clock.set(after(3));
  expect(await sweepDisabled(organization.system())).toEqual({ revoked: 0, ended: 1 });
  const { rows } = await database.admin.query("select ends_at from key_versions where id = any($1) order by ends_at", [
    [idle.versionId, used.versionId],
  ]);
  expect(rows.map((row) => row.ends_at)).toEqual([after(3), after(7)]);
});

test("a disabled key says how often it was refused since, and from where", async () => {
  const key = await made("retired");
  await insertUse(database, organization, key, { at: after(0.5) });
  clock.set(after(1));
  await disableKey(organization.as("owner"), key.id, {});
  await insertUse(database, organization, key, { at: after(1.1), verdict: "DISABLED", ip: "198.51.100.4", count: 2 });
  await insertUse(database, organization, key, { at: after(1.2), verdict: "DISABLED", agent: "go-http/1" });
  clock.set(after(2));
  const found = await refusedSince(organization.as("auditor"), key.id);
  expect(found).toMatchObject({ status: "disabled", calls: 3, clientCount: 2, since: after(1).toISOString() });
  expect(found.clients[0]).toMatchObject({ address: "198.51.100.4", calls: 2 });
});

test("an expired key that is still used is reported to its owner, once a day and only while it is used", async () => {
  const key = await insertKey(database, organization, { name: "done", createdAt: START, expiresAt: after(10) });
  await insertUse(database, organization, key, { at: after(10.1), verdict: "EXPIRED", count: 4 });
  await insertUse(database, organization, key, { at: after(10.2), verdict: "EXPIRED", ip: "198.51.100.4" });
  const reports = async () =>
    (await mailsOf(database, organization)).filter(({ template }) => template === "key-expired-still-used");
  for (const day of [10.3, 10.4, 10.45]) {
    clock.set(after(day));
    await Promise.all([reportExpiredUse(organization.system()), reportExpiredUse(organization.system())]);
  }
  expect((await reports()).map(({ to, props }) => [to, props.callsRefused, props.clientCount])).toEqual([
    [organization.people.developer.email, 5, 2],
  ]);
  clock.set(after(13));
  await reportExpiredUse(organization.system());
  expect(await reports()).toHaveLength(1);
  await insertUse(database, organization, key, { at: after(13.5), verdict: "EXPIRED" });
  clock.set(after(14));
  await reportExpiredUse(organization.system());
  expect(await reports()).toHaveLength(2);
});

test("rules are changed by those who manage the environment, with their audit row, and by nobody else", async () => {
  const change = (role: "owner" | "developer" | "auditor", mfa = true) =>
    replaceEnvironmentRules(organization.as(role, { mfa }), NAMES, { revokeDisabled: 30 });
  await expect(change("developer")).rejects.toMatchObject({ code: "forbidden" });
  await expect(change("auditor")).rejects.toMatchObject({ code: "forbidden" });
  await expect(change("owner", false)).rejects.toMatchObject({ code: "step_up_required" });
  expect((await change("owner")).rules.revokeDisabled).toBe(30);
  const rows = await withOrganization(organization.system(), (tx) =>
    tx.execute("select action from audit_events where action = 'environment.unused_rules_changed'"),
  );
  expect(rows.rows).toHaveLength(1);
  await expect(
    replaceEnvironmentRules(organization.as("owner"), NAMES, { idle: { tell: 0, disable: null, revoke: null } }),
  ).rejects.toMatchObject({ code: "invalid_input" });
});
