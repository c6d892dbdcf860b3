import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import type { Context } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { LatchkeyError } from "@/lib/core/errors";
import { createKey } from "./create-key";
import { revokeKey } from "./revoke-key";
import { rotateKey } from "./rotate-key";
import { RACED_CALLS, raceRevocation, racerOf } from "./testing/revocation-race";

let database: TestDatabase;
let organization: TestOrganization;
// A crowd waits for its turn here, however busy the machine is.
let patient: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  patient = openDatabase({ url: database.appUrl, name: "test-races", max: 20, acquireTimeout: 60_000 });
  organization = await createTestOrganization(database);
});
afterAll(async () => {
  await patient.close();
  await database.close();
});

function ownerOf(tenant: TestOrganization): Context {
  return { ...tenant.as("owner"), db: patient };
}

const draft = { name: "raced", project: "api", environment: "development", scopes: ["items:read"] };

/** How many fulfilled; every other one must have been told of a conflict, not have failed in some other way. */
function won(results: PromiseSettledResult<unknown>[]): number {
  for (const result of results) {
    if (result.status === "rejected") {
      expect(result.reason).toBeInstanceOf(LatchkeyError);
      expect(result.reason).toMatchObject({ code: "conflict" });
    }
  }
  return results.filter(({ status }) => status === "fulfilled").length;
}

async function stateOf(id: string) {
  const key = (await database.admin.query("select state, revoked_at from keys where id = $1", [id])).rows[0];
  const versions = (
    await database.admin.query("select ends_at, ends_on_first_use from key_versions where key_id = $1", [id])
  ).rows;
  const audit = (
    await database.admin.query("select action from audit_events where target_id = $1 order by seq", [id])
  ).rows.map(({ action }) => String(action));
  return { key, versions, audit };
}

test("of 50 parallel revocations one takes effect", async () => {
  const ctx = ownerOf(organization);
  const { key } = await createKey(ctx, draft);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => revokeKey(ctx, key.id, {})));
  expect(won(results)).toBe(1);
  expect((await stateOf(key.id)).audit.filter((action) => action === "key.revoked")).toHaveLength(1);
});

test("50 parallel rotations leave one live version, and each success has its own audit row", async () => {
  const ctx = ownerOf(organization);
  const { key } = await createKey(ctx, draft);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => rotateKey(ctx, key.id, { overlap: "1h" })));
  const successes = won(results);
  expect(successes).toBeGreaterThanOrEqual(1);
  const { versions, audit } = await stateOf(key.id);
  expect(versions).toHaveLength(successes + 1);
  expect(versions.filter(({ ends_at }) => ends_at === null)).toHaveLength(1);
  expect(audit.filter((action) => action === "key.rotated")).toHaveLength(successes);
});

// `npm run bench:races` is the long form, from two processes.
const ROUNDS = 60;

test("whatever runs beside it, a revoked key stays revoked and has no live version (M8)", {
  timeout: ROUNDS * 2000,
}, async () => {
  const racers = [racerOf(ownerOf(organization)), racerOf({ ...organization.as("admin"), db: patient })];
  const heir = organization.people.admin.userId;
  const faults: string[] = [];
  const done = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 2) {
    const pair = await Promise.all(
      [round, round + 1].map((one) => raceRevocation(ownerOf(organization), database.admin, racers, heir, one)),
    );
    faults.push(...pair.flatMap((result) => result.faults));
    for (const call of pair.flatMap((result) => result.done)) done.add(call);
  }
  expect(faults).toEqual([]);
  // Each of them came through at times: what never wins is no rival.
  expect([...done].sort()).toEqual(RACED_CALLS);
});

test("100 parallel creates at a limit of 10 make 10 keys", async () => {
  const small = await createTestOrganization(database);
  await database.admin.query(`update organizations set settings = '{"keyLimit": 10}' where id = $1`, [small.id]);
  const ctx = ownerOf(small);
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => createKey(ctx, draft)));
  expect(won(results)).toBe(10);
  const { rows } = await database.admin.query("select count(*)::int as n from keys where organization_id = $1", [
    small.id,
  ]);
  expect(rows[0]?.n).toBe(10);
});

test("a key whose audit row cannot be written is not made", async () => {
  const ctx = ownerOf(organization);
  const count = async () => (await database.admin.query("select count(*)::int as n from keys")).rows[0]?.n;
  const before = await count();
  await database.admin.query(
    "create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$",
  );
  await database.admin.query(
    "create trigger refuse before insert on audit_events for each row execute function refuse_audit()",
  );
  try {
    await expect(createKey(ctx, draft)).rejects.toThrow();
    expect(await count()).toBe(before);
  } finally {
    await database.admin.query("drop trigger refuse on audit_events");
    await database.admin.query("drop function refuse_audit()");
  }
});
