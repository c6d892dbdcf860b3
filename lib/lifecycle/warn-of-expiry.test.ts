import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { keys } from "@/db/schema/keys";
import { keyLifecycle } from "@/db/schema/lifecycle";
import { members, teamMembers, teams } from "@/db/schema/people";
import { withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { updateKey } from "@/lib/keys/update-key";
import { insertKey, mailsOf, namesIn, type TestKey } from "./testing/keys";
import { warnOfExpiry } from "./warn-of-expiry";

const DAY = 86_400_000;
const START = new Date("2026-01-05T09:00:00Z");
const clock = manualClock(START);
let database: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(START);
  organization = await createTestOrganization(database, clock);
});

const system = () => organization.system();
const after = (days: number) => new Date(START.getTime() + days * DAY);
const expiring = async () =>
  (await mailsOf(database, organization)).filter(({ template }) => template === "key-expiring");

/** Looks every hour, from now until the given day, as workers do. */
async function pass(days: number, hours = 6): Promise<void> {
  const end = clock.now().getTime() + days * DAY;
  while (clock.now().getTime() < end) {
    clock.advance(hours * 3_600_000);
    await warnOfExpiry(system());
  }
}

async function made(name: string, days: number, more: Partial<Parameters<typeof insertKey>[2]> = {}): Promise<TestKey> {
  return insertKey(database, organization, { name, createdAt: clock.now(), expiresAt: after(days), ...more });
}

test("an owner hears of an expiry at 30, 14, 7, 3 and 1 days, once each; admins hear from the third day on", async () => {
  await made("billing", 90);
  await pass(95, 12);
  const to = new Map<string, unknown[]>();
  for (const mail of await expiring()) {
    const [key] = Array.isArray(mail.props.keys) ? mail.props.keys : [];
    to.set(mail.to, [...(to.get(mail.to) ?? []), key.daysLeft]);
  }
  const { people } = organization;
  expect(to.get(people.developer.email)).toEqual([30, 14, 7, 3, 1]);
  expect(to.get(people.admin.email)).toEqual([3, 1]);
  expect(to.get(people.owner.email)).toEqual([3, 1]);
  expect(to.has(people.auditor.email)).toBe(false);
});

test("several keys of one person on one day are one mail, soonest first", async () => {
  for (let index = 0; index < 5; index += 1) {
    await made(`key ${index}`, 60, { expiresAt: new Date(after(60).getTime() + (5 - index) * 3_600_000) });
  }
  clock.set(after(29));
  await pass(2, 12);
  const mails = await expiring();
  expect(mails.map(({ to }) => to)).toEqual([organization.people.developer.email]);
  expect(namesIn(mails[0])).toEqual(["key 4", "key 3", "key 2", "key 1", "key 0"]);
});

test("however often and from however many workers it is looked at, a step is told once (M44)", async () => {
  await made("once", 40);
  clock.set(after(10));
  await Promise.all(Array.from({ length: 8 }, () => warnOfExpiry(system())));
  await warnOfExpiry(system());
  expect(await expiring()).toHaveLength(1);
});

test("after downtime only the latest step is told, not all that were missed", async () => {
  await made("slept through", 60);
  clock.set(after(54));
  await pass(1);
  const [mail, ...others] = await expiring();
  expect(others).toEqual([]);
  expect(namesIn(mail)).toEqual(["slept through"]);
  await pass(6);
  const owners = (await expiring()).filter(({ to }) => to === organization.people.developer.email);
  expect(owners).toHaveLength(3);
});

test("a clock that goes back and forth tells nothing twice (M42)", async () => {
  await made("jumping", 40);
  for (const day of [10, 9, 10, 11, 10, 26, 25, 26]) {
    clock.set(after(day));
    await warnOfExpiry(system());
  }
  expect(await expiring()).toHaveLength(2);
});

test("a changed date calls back mail that has not left, and the other keys in it are told of again", async () => {
  const moved = await made("moved", 40);
  await made("stays", 40);
  clock.set(after(10));
  await warnOfExpiry(system());
  await updateKey(organization.as("owner"), moved.id, { expiresAt: after(200).toISOString() });
  expect((await expiring()).map(({ state }) => state)).toEqual(["cancelled"]);
  clock.advance(3_600_000);
  await warnOfExpiry(system());
  const mails = await expiring();
  expect(mails.map(({ state }) => state)).toEqual(["cancelled", "queued"]);
  expect(namesIn(mails[1])).toEqual(["stays"]);
  await pass(165, 48);
  const later = (await expiring()).filter((mail) => namesIn(mail).includes("moved"));
  expect(later.length).toBeGreaterThan(0);
});

test("whoever sets a date knows it: a step before that day is not told", async () => {
  await made("short", 5);
  await pass(5);
  const owners = (await expiring()).filter(({ to }) => to === organization.people.developer.email);
  expect(owners).toHaveLength(2);
  const first = owners[0]?.props.keys;
  expect(Array.isArray(first) ? first[0].daysLeft : null).toBe(3);
});

test("disabled and revoked keys, and keys without an end, are not told of", async () => {
  const disabled = await made("disabled", 40);
  const revoked = await made("revoked", 40);
  await made("never", 40, { expiresAt: null });
  await withOrganization(system(), async (tx) => {
    await tx.update(keys).set({ state: "disabled", disabledAt: START }).where(eq(keys.id, disabled.id));
    await tx.update(keys).set({ state: "revoked", revokedAt: START }).where(eq(keys.id, revoked.id));
  });
  await pass(41, 12);
  expect(await expiring()).toEqual([]);
});

test("a team's key is its members' business, and a fallback owner hears a week before", async () => {
  const teamId = newId("team");
  const { people, id: organizationId } = organization;
  await withOrganization(system(), async (tx) => {
    await tx.insert(teams).values({ organizationId, id: teamId, slug: "payments", name: "Payments", createdAt: START });
    for (const person of [people.developer, people.admin]) {
      await tx.insert(teamMembers).values({ organizationId, teamId, memberId: person.memberId });
    }
  });
  const key = await made("the team's", 40, { ownerTeamId: teamId });
  await withOrganization(system(), (tx) =>
    tx.insert(keyLifecycle).values({ organizationId, keyId: key.id, fallbackUserId: people.auditor.userId }),
  );
  clock.set(after(10));
  await warnOfExpiry(system());
  expect((await expiring()).map(({ to }) => to).sort()).toEqual([people.admin.email, people.developer.email].sort());
  clock.set(after(33));
  await warnOfExpiry(system());
  expect((await expiring()).map(({ to }) => to)).toContain(people.auditor.email);
});

test("a key whose owner has left is told to owners and admins from the first step", async () => {
  await made("orphan", 40);
  await withOrganization(system(), (tx) =>
    tx.update(members).set({ state: "removed" }).where(eq(members.id, organization.people.developer.memberId)),
  );
  clock.set(after(10));
  await warnOfExpiry(system());
  const { admin, owner } = organization.people;
  expect((await expiring()).map(({ to }) => to).sort()).toEqual([admin.email, owner.email].sort());
});

test("days are those of the organization's calendar, also over a change of clocks (M43)", async () => {
  await database.admin.query("update organizations set timezone = 'Europe/Berlin' where id = $1", [organization.id]);
  // Clocks go forward on 2026-03-29; the key ends 00:30 local time on the 30th, which is 22:30 UTC on the 29th.
  clock.set(new Date("2026-03-01T09:00:00Z"));
  await made("over the change", 0, { expiresAt: new Date("2026-03-29T22:30:00Z") });
  clock.set(new Date("2026-03-29T05:59:00Z"));
  await warnOfExpiry(system());
  expect(await expiring()).toHaveLength(0);
  clock.set(new Date("2026-03-29T06:00:00Z"));
  await warnOfExpiry(system());
  const [mail] = (await expiring()).filter(({ to }) => to === organization.people.developer.email);
  const listed = mail?.props.keys;
  expect(Array.isArray(listed) ? [listed[0].daysLeft, listed[0].expiresAt] : null).toEqual([
    1,
    "2026-03-29T22:30:00.000Z",
  ]);
});
