import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { addPerson, addTeam } from "@/lib/approvals/testing/people";
import { findEmail } from "@/lib/emails/catalogue";
import { insertKey, mailsOf, namesIn } from "@/lib/lifecycle/testing/keys";
import { type ApiHarness, createApiHarness } from "../testing/harness";

const DAY = 86_400_000;
const after = (days: number) => new Date(Date.now() + days * DAY);
let api: ApiHarness;
let organization: TestOrganization;
let path = "";
beforeAll(async () => {
  api = await createApiHarness();
});
afterAll(() => api.close());
beforeEach(async () => {
  organization = await createTestOrganization(api.database);
  path = `/organizations/${organization.slug}/projects/api/environments/production/policy`;
});
afterEach(async () => {
  // Whatever a test did, nobody was told of another organization's keys.
  expect(await mailsOf(api.database, api.other)).toEqual([]);
});

type Wanted = Partial<Parameters<typeof insertKey>[2]>;
const make = (name: string, wanted: Wanted = {}) =>
  insertKey(api.database, organization, { name, createdAt: new Date(), expiresAt: after(200), ...wanted });
const change = (body: Record<string, unknown>, role: "owner" | "admin" | "developer" | "auditor" = "owner") =>
  api.as(organization.people[role])("PATCH", path, body);
const told = async () =>
  (await mailsOf(api.database, organization)).filter(({ template }) => template === "keys-out-of-bounds");
const auditOf = async (action: string) =>
  (
    await api.database.admin.query("select * from audit_events where organization_id = $1 and action = $2", [
      organization.id,
      action,
    ])
  ).rows;
const endOf = async (id: string) =>
  (await api.database.admin.query("select expires_at from keys where id = $1", [id])).rows[0]?.expires_at;

const WARN = { policy: { requireIpAllowlist: true }, outOfBounds: { action: "warn" } };

test("each owner of keys that a new policy leaves out of bounds gets one mail that names them all and what is wrong, and the keys go on", async () => {
  const { developer, admin } = organization.people;
  const open = await make("open");
  await make("also open", { expiresAt: null });
  await make("of the admin", { owner: "admin" });
  await make("elsewhere", { environment: "staging" });
  await make("over", { expiresAt: after(-1) });
  expect(await change({ ...WARN, policy: { requireIpAllowlist: true, allowNever: false } })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
  const mails = await told();
  expect(Object.fromEntries(mails.map((mail) => [mail.to, namesIn(mail).sort()]))).toEqual({
    [developer.email]: ["also open", "open"],
    [admin.email]: ["of the admin"],
  });
  expect(mails).toHaveLength(2);
  expect(await endOf(open.id)).not.toBeNull();
  expect(await auditOf("key.expiry_shortened")).toEqual([]);
  const [row] = await auditOf("policy.updated");
  expect(row).toMatchObject({
    before: { requireIpAllowlist: false },
    after: { requireIpAllowlist: true, outOfBounds: { action: "warn", ownersTold: 2 } },
  });
  const mine = mails.find(({ to }) => to === developer.email);
  const { subject, text } = (await findEmail("keys-out-of-bounds")?.renderUnknown(mine?.props)) ?? {};
  expect(subject).toBe("Outside the new policy: 2 keys");
  expect(text).toContain("never expires, has no IP allow-list");
  expect(text).toContain(`/${organization.slug}/keys/${open.id}`);
  expect(text).toContain(`/${organization.slug}/projects/api/environments/production/policy`);
});

test("nobody is told twice of one change, and again of the next", async () => {
  await make("open");
  expect((await change(WARN)).status).toBe(200);
  expect((await change(WARN)).body.version).toBe(2);
  expect(await told()).toHaveLength(1);
  const late = await Promise.all([1, 2, 3].map(() => change({ ...WARN, policy: { idleAfterDays: 5 }, ifVersion: 2 })));
  expect(late.filter(({ status }) => status === 200)).not.toHaveLength(0);
  expect(await told()).toHaveLength(2);
});

test("without a choice, or with nothing, nobody is told and nothing ends", async () => {
  const open = await make("open");
  const before = await endOf(open.id);
  expect((await change({ policy: { requireIpAllowlist: true } })).status).toBe(200);
  expect((await change({ policy: { idleAfterDays: 5 }, outOfBounds: { action: "nothing" } })).status).toBe(200);
  expect(await told()).toEqual([]);
  expect(await endOf(open.id)).toEqual(before);
  for (const row of await auditOf("policy.updated")) expect(row.after).not.toHaveProperty("outOfBounds");
});

test("a team's members are told of its keys, and of a key that nobody looks after any more the admins", async () => {
  const team = await addTeam(organization, "billing");
  const member = await addPerson(organization, "developer", { team });
  const gone = await addPerson(organization, "developer", { team });
  await make("of the team", { ownerTeamId: team });
  const orphan = await make("orphan");
  await api.database.admin.query("update keys set owner_user_id = $1 where id = $2", [gone.userId, orphan.id]);
  await api.database.admin.query("update members set state = 'removed', removed_at = now() where id = $1", [
    gone.memberId,
  ]);
  expect((await change(WARN)).status).toBe(200);
  const { owner, admin } = organization.people;
  expect(Object.fromEntries((await told()).map((mail) => [mail.to, namesIn(mail)]))).toEqual({
    [member.email]: ["of the team"],
    [owner.email]: ["orphan"],
    [admin.email]: ["orphan"],
  });
});

test("of very many keys a mail names 50 and counts the others", async () => {
  for (let index = 0; index < 53; index += 1) await make(`key ${index}`);
  expect((await change(WARN)).status).toBe(200);
  const [mail] = await told();
  expect(namesIn(mail)).toHaveLength(50);
  expect(mail?.props.more).toBe(3);
});

test("keys out of bounds end on the date that is named, with an audit row each, and their owners are told of it; others stay", async () => {
  const open = await make("open");
  const short = await make("short", { expiresAt: after(2) });
  const bounded = await make("bounded", { owner: "admin" });
  await api.database.admin.query("update keys set ip_allowlist = '{203.0.113.0/24}' where id = $1", [bounded.id]);
  const [shortEnd, boundedEnd] = [await endOf(short.id), await endOf(bounded.id)];
  const endsAt = after(30).toISOString();
  expect((await change({ ...WARN, outOfBounds: { action: "end", endsAt } })).status).toBe(200);
  expect(await endOf(open.id)).toEqual(new Date(endsAt));
  expect(await endOf(short.id)).toEqual(shortEnd);
  expect(await endOf(bounded.id)).toEqual(boundedEnd);
  expect(await auditOf("key.expiry_shortened")).toMatchObject([{ target_id: open.id, after: { expiresAt: endsAt } }]);
  expect(await auditOf("policy.updated")).toMatchObject([
    { after: { outOfBounds: { action: "end", endsAt, ownersTold: 1 } } },
  ]);
  const mails = await told();
  expect(mails.map((mail) => [mail.to, namesIn(mail), mail.props.endsAt])).toEqual([
    [organization.people.developer.email, ["open"], endsAt],
  ]);
});

test.each([
  [{ action: "warn", endsAt: "2090-01-01T00:00:00Z" }, "outOfBounds"],
  [{ action: "end" }, "outOfBounds.endsAt"],
  [{ action: "end", endsAt: "tomorrow" }, "outOfBounds.endsAt"],
  [{ action: "end", endsAt: new Date(Date.now() + 3_600_000).toISOString() }, "outOfBounds.endsAt"],
  [{ action: "delete" }, "outOfBounds.action"],
  ["warn", "outOfBounds"],
])("a choice that cannot be changes nothing and tells nobody: %j", async (outOfBounds, wrong) => {
  await make("open");
  const answer = await change({ ...WARN, outOfBounds });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body.errors)).toContain(`"path":"${wrong}`);
  expect((await api.as(organization.people.owner)("GET", path)).body.version).toBe(1);
  expect(await told()).toEqual([]);
});

test("who may not change the policy cannot have anybody warned by it", async () => {
  await make("open");
  expect((await change(WARN, "developer")).body.code).toBe("forbidden");
  expect((await change(WARN, "auditor")).body.code).toBe("forbidden");
  expect((await api.anonymous("PATCH", path, WARN)).status).toBe(401);
  expect((await api.as(api.other.people.owner)("PATCH", path, WARN)).status).toBe(404);
  expect(await told()).toEqual([]);
});

test("a policy whose owners cannot be told is not changed", async () => {
  await make("open");
  await api.database.admin.query(
    "create function refuse_mail() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$",
  );
  await api.database.admin.query(
    "create trigger refuse before insert on email_outbox for each row execute function refuse_mail()",
  );
  try {
    expect((await change(WARN)).status).toBe(500);
    expect((await api.as(organization.people.owner)("GET", path)).body.version).toBe(1);
  } finally {
    await api.database.admin.query("drop trigger refuse on email_outbox");
    await api.database.admin.query("drop function refuse_mail()");
  }
});
