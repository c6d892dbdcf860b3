import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { manualClock } from "@/lib/core/clock";
import { KeyRing } from "./key-ring";
import type { LeaseDatabase } from "./lease-database";
import { PUBLICATION_LEAD, ROTATION_INTERVAL } from "./lifetimes";
import { rotateSigningKeys } from "./rotate-signing-keys";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("many gateways that start at once agree on one first key", async () => {
  const clock = manualClock(new Date());
  const rings = Array.from(
    { length: 10 },
    () => new KeyRing({ database: { run: (work) => work(database.gateway.pool) }, vault: database.vault, clock }),
  );
  const signers = await Promise.all(rings.map((ring) => ring.signer()));
  expect(new Set(signers.map((signer) => signer.id)).size).toBe(1);
});

test("an outage of Postgres stops neither signing nor publishing, and a successor takes over at its time", async () => {
  const clock = manualClock(new Date());
  let isOut = false;
  const link: LeaseDatabase = {
    run: (work) => (isOut ? Promise.reject(new Error("out")) : work(database.gateway.pool)),
  };
  const fresh = new KeyRing({ database: link, vault: database.vault, clock });
  const first = (await fresh.signer()).id;
  clock.advance(ROTATION_INTERVAL * 1000 + 1000);
  const { made } = await rotateSigningKeys({ db: database.app, vault: database.vault, clock });
  expect((await fresh.published()).keys.map((key) => key.kid).sort()).toEqual([first, made].sort());
  expect((await fresh.signer()).id).toBe(first);
  isOut = true;
  clock.advance(PUBLICATION_LEAD * 1000 - 1);
  expect((await fresh.signer()).id).toBe(first);
  clock.advance(1);
  expect((await fresh.signer()).id).toBe(made);
  expect((await fresh.published()).keys).toHaveLength(2);
  const cold = new KeyRing({ database: link, vault: database.vault, clock });
  await expect(cold.signer()).rejects.toThrow("out");
});
