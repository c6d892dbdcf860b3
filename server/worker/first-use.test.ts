import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { parseEnvironment } from "@/lib/infra/environment";
import { createKey } from "@/lib/keys/create-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import { HANDLERS } from "./handlers";

let database: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database);
});
afterAll(() => database.close());

test("a version that ended with the first use of a newer one gets one audit row, however often the job runs", async () => {
  const ctx = organization.as("owner");
  const draft = { name: "rotated", project: "api", environment: "development", scopes: ["items:read"] };
  const { key } = await createKey(ctx, draft);
  const rotated = await rotateKey(ctx, key.id, { overlap: "first_use" });
  const run = () =>
    HANDLERS.audit_ended_versions(
      {},
      {
        db: database.app,
        vault: database.vault,
        clock: systemClock,
        environment: parseEnvironment({ NODE_ENV: "test", APP_URL: "http://localhost:3000" }),
        logger: pino({ level: "silent" }),
        mailer: null,
        attempt: 1,
        maxAttempts: 1,
      },
    );
  const rows = async () =>
    (
      await database.admin.query(
        "select actor_type, target_id, before, reason from audit_events where action = 'key.version_ended'",
      )
    ).rows;
  await run();
  expect(await rows()).toEqual([]);
  // As the verify server ends it, with its own role.
  const end = () =>
    database.gateway.pool.query("select end_superseded_versions($1, $2, $3)", [
      [organization.id],
      [key.id],
      [rotated.key.versionId],
    ]);
  await end();
  await end();
  await Promise.all([run(), run()]);
  await run();
  expect(await rows()).toEqual([
    {
      actor_type: "system",
      target_id: key.id,
      before: { versionId: rotated.previousVersion.id, versionNumber: 1 },
      reason: "a newer version was used for the first time",
    },
  ]);
});
