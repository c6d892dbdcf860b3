import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { type Id, idSchema } from "@/lib/core/ids";
import { identifyKey } from "@/lib/keys/identify-key";
import { revokeKey } from "@/lib/keys/revoke-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import { insertKey, insertUse, mailsOf, type TestKey } from "@/lib/lifecycle/testing/keys";
import { updatePolicy } from "@/lib/policies/update-policy";
import { deliverRotation } from "./deliver-rotation";
import { createTarget, removeTarget, testTarget, updateTarget } from "./delivery-targets";
import { forceRotations } from "./force-rotations";
import { changeKeySchedule, readKeyRotation } from "./key-schedule";
import { planRotations } from "./plan-rotations";
import { rotateToLink } from "./rotate-to-link";
import { startVault, type TestVault } from "./testing/vault-server";
import { readVersionUse } from "./version-use";
import { watchOverlaps } from "./watch-overlaps";

const DAY = 86_400_000;
const START = new Date("2026-01-05T09:00:00Z");
const clock = manualClock(START);
const OUTBOUND = { allowPrivate: true };
const NAMES = { project: "api", environment: "production" };
let database: TestDatabase;
let organization: TestOrganization;
let vault: TestVault;

beforeAll(async () => {
  database = await createTestDatabase();
  vault = await startVault();
});
afterAll(async () => {
  await vault.stop();
  await database.close();
});
beforeEach(async () => {
  clock.set(START);
  vault.intercept(null);
  vault.stored.clear();
  vault.calls.length = 0;
  organization = await createTestOrganization(database, clock);
});

const system = () => organization.system();
const owner = () => organization.as("owner");
const after = (days: number) => new Date(START.getTime() + days * DAY);
const made = (name: string) => insertKey(database, organization, { name, createdAt: START, expiresAt: after(360) });
const mails = async (template: string) =>
  (await mailsOf(database, organization)).filter((mail) => mail.template === template);

async function newTarget(url = vault.url): Promise<string> {
  const target = await createTarget(owner(), {
    name: "Vault",
    kind: "vault_kv2",
    settings: { address: url, mount: "kv", path: "apps/default" },
    credentials: { token: vault.token },
  });
  return target.id;
}

/** A key that a schedule rotates into Vault every 30 days. */
async function scheduled(name = "billing"): Promise<{ key: TestKey; target: string }> {
  const key = await made(name);
  const target = await newTarget();
  await changeKeySchedule(owner(), key.id, {
    intervalDays: 30,
    hour: 3,
    deliveryTarget: target,
    deliveryPlace: `apps/${name}`,
  });
  return { key, target };
}

async function openRotationOf(keyId: string): Promise<Id<"rotation">> {
  const { rows } = await database.admin.query(
    "select id from rotations where key_id = $1 and state in ('due', 'delivering')",
    [keyId],
  );
  return idSchema("rotation").parse(rows[0]?.id);
}

async function versionsOf(keyId: string) {
  const { rows } = await database.admin.query(
    "select id, number, ends_at, end_reason from key_versions where key_id = $1 order by number",
    [keyId],
  );
  return rows;
}

const currentOf = async (keyId: string) =>
  (await database.admin.query("select current_version_id from keys where id = $1", [keyId])).rows[0].current_version_id;

test("a schedule puts a new secret into Vault, and only then begins the old one's overlap", async () => {
  const { key } = await scheduled();
  clock.set(new Date("2026-02-04T02:59:00Z"));
  expect(await planRotations(system())).toBe(0);
  clock.set(new Date("2026-02-04T03:00:00Z"));
  expect(await Promise.all([planRotations(system()), planRotations(system())])).toContain(1);
  expect(await planRotations(system())).toBe(0);
  const rotationId = await openRotationOf(key.id);
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("delivered");
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("nothing to do");
  const [put] = vault.stored.get("kv/apps/billing") ?? [];
  const found = await identifyKey(owner(), { secret: put?.value ?? "" });
  expect(found.key.id).toBe(key.id);
  const [old, current] = await versionsOf(key.id);
  expect(current).toMatchObject({ number: 2, ends_at: null });
  expect(old.ends_at).toEqual(new Date(clock.now().getTime() + DAY));
  expect(await currentOf(key.id)).toBe(current.id);
  const use = await readVersionUse(owner(), key.id);
  expect(use.items[0]).toMatchObject({ number: 2, cause: "schedule", deliveredTo: "Vault: kv/apps/billing" });
  const next = await readKeyRotation(owner(), key.id);
  expect(next).toMatchObject({ nextAt: "2026-03-06T03:00:00.000Z", open: null });
});

test("a delivery that fails ends nothing: the old version goes on, however often it is tried", async () => {
  const { key } = await scheduled();
  clock.set(after(31));
  await planRotations(system());
  const rotationId = await openRotationOf(key.id);
  vault.intercept((response) => {
    response.writeHead(403, { "content-type": "application/json" }).end('{"errors":["permission denied"]}');
    return true;
  });
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await expect(deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).rejects.toThrow(
      /permission denied/,
    );
  }
  expect(await deliverRotation(system(), { rotationId, isLast: true }, OUTBOUND)).toBe("failed");
  const [old, ...tried] = await versionsOf(key.id);
  expect(old).toMatchObject({ ends_at: null });
  expect(await currentOf(key.id)).toBe(old.id);
  expect(tried.map(({ end_reason }) => end_reason)).toEqual(Array.from({ length: 4 }, () => "not_delivered"));
  expect(tried.every(({ ends_at }) => ends_at <= clock.now())).toBe(true);
  const told = await mails("delivery-failed");
  expect(told.map(({ to }) => to).sort()).toEqual(
    [organization.people.developer, organization.people.admin, organization.people.owner]
      .map(({ email }) => email)
      .sort(),
  );
  const { rows } = await database.admin.query(
    "select count(*)::int as n from audit_events where target_id = $1 and action = 'key.delivery_failed'",
    [key.id],
  );
  expect(rows[0].n).toBe(4);
  // The next try is a day later, and it does what the first could not.
  clock.advance(3_600_000);
  expect(await planRotations(system())).toBe(0);
  clock.advance(DAY);
  expect(await planRotations(system())).toBe(1);
  vault.intercept(null);
  const again = { rotationId: await openRotationOf(key.id), isLast: false };
  expect(await deliverRotation(system(), again, OUTBOUND)).toBe("delivered");
  // A rotation by hand afterwards finds its number free.
  await rotateKey(owner(), key.id, {});
  expect((await versionsOf(key.id)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a secret that may have arrived goes on working although nobody said so", async () => {
  const { key } = await scheduled();
  clock.set(after(31));
  await planRotations(system());
  const rotationId = await openRotationOf(key.id);
  let lost = "";
  vault.intercept((response, call) => {
    lost = /"value":"([^"]+)"/.exec(call.raw)?.[1] ?? "";
    response.destroy();
    return true;
  });
  await expect(deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).rejects.toThrow(
    /cannot be reached|broke off/,
  );
  const [old, unconfirmed] = await versionsOf(key.id);
  expect(old.ends_at).toBeNull();
  expect(unconfirmed.ends_at > clock.now()).toBe(true);
  expect((await identifyKey(owner(), { secret: lost })).key.id).toBe(key.id);
  vault.intercept(null);
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("delivered");
});

test("an attempt that slept while another took over promotes nothing and has the target repaired (M44)", async () => {
  const { key } = await scheduled();
  clock.set(after(31));
  await planRotations(system());
  const rotationId = await openRotationOf(key.id);
  let wake: () => void = () => undefined;
  const asleep = new Promise<void>((resolve) => {
    vault.intercept((response, call) => {
      vault.intercept(null);
      resolve();
      wake = () => {
        const body = call.body;
        const data =
          body !== null && typeof body === "object" && "data" in body ? Object.entries(Object(body.data)) : [];
        vault.stored
          .get("kv/apps/billing")
          ?.push(Object.fromEntries(data.map(([name, value]) => [name, String(value)])));
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      };
      return true;
    });
  });
  const slow = deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND);
  await asleep;
  clock.advance(11 * 60_000);
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("delivered");
  const promoted = await currentOf(key.id);
  wake();
  expect(await slow).toBe("superseded");
  expect(await currentOf(key.id)).toBe(promoted);
  // What the target holds now works until the repair has put the current secret there.
  const held = vault.stored.get("kv/apps/billing")?.at(-1)?.value ?? "";
  const stale = (await versionsOf(key.id)).find(({ number }) => number === 2);
  expect(stale.ends_at > clock.now()).toBe(true);
  expect((await identifyKey(owner(), { secret: held })).key.id).toBe(key.id);
  const repair = await openRotationOf(key.id);
  expect(await deliverRotation(system(), { rotationId: repair, isLast: false }, OUTBOUND)).toBe("delivered");
  expect(vault.stored.get("kv/apps/billing")?.at(-1)?.latchkey_version).toBe("4");
});

test("a delivery whose process died is taken up again, and the key is rotated once in effect", async () => {
  const { key } = await scheduled();
  clock.set(after(31));
  await planRotations(system());
  const rotationId = await openRotationOf(key.id);
  await database.admin.query(
    "update rotations set state = 'delivering', claim = 'a dead process', claimed_at = $2, attempts = 1 where id = $1",
    [rotationId, clock.now().toISOString()],
  );
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("nothing to do");
  clock.advance(16 * 60_000);
  await database.admin.query("delete from graphile_worker._private_jobs");
  await planRotations(system());
  const { rows } = await database.admin.query(
    "select count(*)::int as n from graphile_worker._private_jobs where key = $1",
    [`deliver_rotation/${rotationId}`],
  );
  expect(rows[0].n).toBe(1);
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("delivered");
});

test("a key that was revoked meanwhile gets no new current secret", async () => {
  const { key } = await scheduled();
  clock.set(after(31));
  await planRotations(system());
  const rotationId = await openRotationOf(key.id);
  let arrived: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let answer: () => void = () => undefined;
  vault.intercept((response) => {
    answer = () => void response.writeHead(200, { "content-type": "application/json" }).end("{}");
    arrived();
    return true;
  });
  const delivering = deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND);
  await reached;
  await revokeKey(owner(), key.id, {});
  answer();
  expect(await delivering).toBe("cancelled");
  expect((await versionsOf(key.id)).every(({ ends_at }) => ends_at !== null && ends_at <= clock.now())).toBe(true);
});

test("a paused schedule rotates nothing until it is resumed", async () => {
  const { key } = await scheduled();
  await changeKeySchedule(owner(), key.id, { paused: true });
  clock.set(after(200));
  expect(await planRotations(system())).toBe(0);
  expect((await readKeyRotation(owner(), key.id)).nextAt).toBeNull();
  await changeKeySchedule(owner(), key.id, { paused: false });
  expect(await planRotations(system())).toBe(1);
});

test("without a target a due rotation is its owner's task, told once and again after a week, and done by their rotation", async () => {
  const keys = [await made("one"), await made("two")];
  clock.set(after(91));
  expect(await planRotations(system())).toBe(2);
  await planRotations(system());
  expect((await mails("rotations-due")).map(({ to }) => to)).toEqual([organization.people.developer.email]);
  clock.set(after(97.9));
  await planRotations(system());
  expect(await mails("rotations-due")).toHaveLength(2);
  for (const { id } of keys) await rotateKey(organization.as("developer"), id, {});
  await planRotations(system());
  expect((await readKeyRotation(owner(), keys[0]?.id ?? "")).recent[0]).toMatchObject({
    state: "done",
    cause: "policy",
  });
  clock.set(after(120));
  await planRotations(system());
  expect((await mails("rotations-due")).concat(await mails("rotation-due"))).toHaveLength(2);
});

test("an admin asks for a set of keys at once: delivered where there is a target, a task where there is none", async () => {
  const { key: delivered } = await scheduled();
  const task = await made("by hand");
  const revoked = await made("revoked");
  await revokeKey(owner(), revoked.id, {});
  const ids = [delivered.id, task.id, revoked.id];
  const asked = await forceRotations(owner(), { keys: ids, reason: "a laptop was stolen" });
  expect(asked.rotations.map(({ keyId, cause, state }) => [keyId, cause, state]).sort()).toEqual(
    [
      [delivered.id, "forced", "due"],
      [task.id, "forced", "due"],
    ].sort(),
  );
  expect(asked.left).toEqual([{ key: revoked.id, why: "The key is revoked; that is final." }]);
  expect((await forceRotations(owner(), { keys: ids, reason: "again" })).rotations).toEqual([]);
  const [mail] = await mails("rotation-due");
  expect(mail?.props.reason).toBe("An admin asks for it: a laptop was stolen");
  await expect(forceRotations(organization.as("developer"), { keys: [task.id], reason: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const rotationId = await openRotationOf(delivered.id);
  expect(await deliverRotation(system(), { rotationId, isLast: false }, OUTBOUND)).toBe("delivered");
});

test("an old version in use is told of before its end, once, with who uses it", async () => {
  const key = await made("in use");
  await rotateKey(owner(), key.id, { overlap: "24h" });
  clock.set(after(0.4));
  await insertUse(database, organization, key, {
    at: clock.now(),
    ip: "198.51.100.4",
    endpoint: "/items/{id}",
    count: 3,
  });
  expect(await watchOverlaps(system())).toBe(0);
  clock.set(after(0.6));
  await Promise.all([watchOverlaps(system()), watchOverlaps(system())]);
  clock.set(after(0.9));
  await watchOverlaps(system());
  const [mail, ...more] = await mails("overlap-ending-still-in-use");
  expect(more).toEqual([]);
  expect(mail?.props).toMatchObject({
    clientCount: 1,
    endWaits: false,
    clients: [{ address: "198.51.100.4", endpoint: "/items/{id}", calls: 3 }],
  });
  expect((await versionsOf(key.id))[0].ends_at).toEqual(after(1));
});

test("where the policy says so the end waits while the old version is in use, and comes when it is not", async () => {
  await updatePolicy(owner(), NAMES, { policy: { overlapWaitsForUse: true } });
  const key = await made("waits");
  await rotateKey(owner(), key.id, { overlap: "24h" });
  for (const day of [0.7, 1.5, 2.5]) {
    clock.set(after(day));
    await insertUse(database, organization, key, { at: clock.now() });
    await watchOverlaps(system());
  }
  expect((await versionsOf(key.id))[0].ends_at).toEqual(after(4));
  for (const day of [3.6, 3.9, 4.1]) {
    clock.set(after(day));
    await watchOverlaps(system());
  }
  expect((await versionsOf(key.id))[0].ends_at).toEqual(after(4));
  expect(await mails("overlap-ending-still-in-use")).toHaveLength(1);
});

test("a rotation for someone else shows the secret to nobody", async () => {
  const key = await made("handed over");
  const answer = await rotateToLink(organization.as("developer"), key.id, { expiresIn: "1h", note: "for ops" });
  expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${organization.project.keyPrefix}_prod_[0-9A-Za-z]{38}`));
  expect(answer.link.url).toContain("/hand-over/");
  expect((await versionsOf(key.id)).map(({ number }) => number)).toEqual([1, 2]);
});

test("the key page's versions say who still uses the old one", async () => {
  const key = await made("side by side");
  clock.set(after(1));
  const rotated = await rotateKey(owner(), key.id, { reason: "quarterly" });
  await insertUse(database, organization, key, { at: after(1.1), ip: "198.51.100.4", agent: "old-job/1", count: 5 });
  await insertUse(database, organization, key, { at: after(1.1), versionId: rotated.key.versionId ?? "", count: 2 });
  clock.set(after(1.2));
  const { items } = await readVersionUse(organization.as("auditor"), key.id);
  expect(items.map(({ number, status, reason }) => [number, status, reason])).toEqual([
    [2, "current", "quarterly"],
    [1, "overlap", null],
  ]);
  expect(items[1]).toMatchObject({
    clientCount: 1,
    clients: [{ address: "198.51.100.4", agent: "old-job/1", endpoint: "/items", calls: 5 }],
    days: [{ day: "2026-01-06", accepted: 5, refused: 0 }],
  });
});

test("a schedule stays within the policy, and where secrets go is chosen by those who manage the environment", async () => {
  const key = await made("bounded");
  const developer = organization.as("developer");
  const target = await newTarget();
  await expect(changeKeySchedule(developer, key.id, { intervalDays: 91 })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(changeKeySchedule(developer, key.id, { deliveryTarget: target })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(changeKeySchedule(developer, key.id, { deliveryPlace: "other/secret" })).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const deliveryPlace of ["../prod", "a/../b", "/abs", "a//b", "a b", "a/./b", "a/"]) {
    await expect(changeKeySchedule(owner(), key.id, { deliveryPlace }), deliveryPlace).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
  expect((await changeKeySchedule(developer, key.id, { intervalDays: 30, hour: 2 })).schedule.intervalDays).toBe(30);
  await expect(changeKeySchedule(organization.as("auditor"), key.id, { paused: true })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a rotation that the policy asks for is paused by those who manage the environment alone", async () => {
  const key = await made("bound by the policy");
  const developer = organization.as("developer");
  await expect(changeKeySchedule(developer, key.id, { paused: true })).rejects.toMatchObject({ code: "forbidden" });
  expect((await changeKeySchedule(owner(), key.id, { paused: true })).schedule.pausedAt).not.toBeNull();
  // Whoever may change the schedule changes the rest of it, and ends the pause.
  const kept = await changeKeySchedule(developer, key.id, { paused: true, hour: 3 });
  expect(kept.schedule).toMatchObject({ hour: 3, pausedAt: START.toISOString() });
  expect((await changeKeySchedule(developer, key.id, { paused: false })).schedule.pausedAt).toBeNull();
  await updatePolicy(owner(), NAMES, { policy: { rotationInterval: null } });
  expect((await changeKeySchedule(developer, key.id, { paused: true })).schedule.pausedAt).not.toBeNull();
});

test("a target that is removed while keys are given it is theirs or gone, never half of both", async () => {
  const keys = [await made("a"), await made("b"), await made("c")];
  for (let round = 0; round < 10; round += 1) {
    const id = await newTarget();
    const outcomes = await Promise.allSettled([
      ...keys.map((key) => changeKeySchedule(owner(), key.id, { deliveryTarget: id })),
      removeTarget(owner(), id),
      ...keys.map((key) => changeKeySchedule(owner(), key.id, { deliveryTarget: id })),
    ]);
    const codes = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(codes.filter((code) => code !== "invalid_input" && code !== "conflict")).toEqual([]);
    for (const key of keys) await changeKeySchedule(owner(), key.id, { deliveryTarget: null });
    await removeTarget(owner(), id).catch((error: unknown) => expect(error).toMatchObject({ code: "not_found" }));
  }
});

test("a target's credentials are sealed, never answered, and do not follow a changed address", async () => {
  const id = await newTarget();
  const { rows } = await database.admin.query("select d.*, d::text as whole from delivery_targets d where id = $1", [
    id,
  ]);
  expect(rows[0].whole).not.toContain(vault.token);
  expect(rows[0].credentials.toString("latin1")).not.toContain(vault.token);
  const trail = await withOrganization(system(), (tx) =>
    tx.execute("select before::text, after::text from audit_events"),
  );
  expect(JSON.stringify(trail.rows)).not.toContain(vault.token);
  const elsewhere = { address: "https://evil.example", mount: "kv" };
  await expect(updateTarget(owner(), id, { settings: elsewhere })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(createTarget(organization.as("developer"), {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(createTarget(organization.as("admin", { mfa: false }), {})).rejects.toMatchObject({
    code: "step_up_required",
  });
});

test("the test button says what is wrong without a secret leaving, and never reaches inside unless the installation allows it", async () => {
  const id = await newTarget();
  expect(await testTarget(owner(), id, OUTBOUND)).toEqual({
    ok: true,
    message: "The token may write at kv/data/apps/default.",
  });
  expect(vault.calls.every(({ path }) => path === "/v1/sys/capabilities-self")).toBe(true);
  await updateTarget(owner(), id, { credentials: { token: "hvs.another-token" } });
  expect(await testTarget(owner(), id, OUTBOUND)).toEqual({
    ok: false,
    message: "Vault answered 403: permission denied.",
  });
  const before = vault.calls.length;
  expect(await testTarget(owner(), id, {})).toMatchObject({
    ok: false,
    message: expect.stringContaining("not on the public internet"),
  });
  expect(vault.calls).toHaveLength(before);
});

test("a target that keys use is not removed", async () => {
  const { key, target } = await scheduled();
  await expect(removeTarget(owner(), target)).rejects.toMatchObject({ code: "conflict" });
  await changeKeySchedule(owner(), key.id, { deliveryTarget: null });
  await removeTarget(owner(), target);
});
