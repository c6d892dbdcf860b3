import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { expectedOf } from "./model";
import { drawScenario, HASTY, START } from "./scenario";
import { simulate } from "./simulate";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test("a hundred keys over two months: every mail and change is the model's, no more and no less", async () => {
  const clock = manualClock(new Date(START));
  const organization = await createTestOrganization(database, clock);
  const scenario = drawScenario(100, 60, 7, HASTY);
  const found = await simulate(database, organization, clock, scenario);
  const expected = expectedOf(scenario);
  expect(found.transitions).toEqual(expected.transitions);
  expect(found.mails).toEqual(expected.mails);
  for (const template of ["key-expiring", "key-expired", "keys-unused", "rotation-due", "delivery-failed"]) {
    expect(expected.mails.filter((line) => line.includes(` ${template}`)).length, template).toBeGreaterThan(3);
  }
  for (const change of ["rotated", "disabled", "revoked"]) {
    expect(expected.transitions.filter((line) => line.includes(` ${change} `)).length, change).toBeGreaterThan(3);
  }
}, 300_000);
