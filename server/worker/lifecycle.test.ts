import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { parseEnvironment } from "@/lib/infra/environment";
import { createMailer } from "@/lib/infra/mailer/create-mailer";
import { resendError, startResendServer, type TestResendServer } from "@/lib/infra/mailer/testing/resend-server";
import { insertKey } from "@/lib/lifecycle/testing/keys";
import { createTarget } from "@/lib/rotation/delivery-targets";
import { changeKeySchedule } from "@/lib/rotation/key-schedule";
import { startVault, type TestVault } from "@/lib/rotation/testing/vault-server";
import { HANDLERS } from "./handlers";
import type { JobRun, WorkerDependencies } from "./job-context";
import { startWorker } from "./worker";

const DAY = 86_400_000;
// The queue runs on the database's clock, so this one is near it.
const clock = manualClock(new Date(new Date().setUTCHours(12, 0, 0, 0)));
let database: TestDatabase;
let organization: TestOrganization;
let resend: TestResendServer;
let vault: TestVault;
let dependencies: WorkerDependencies;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database, clock);
  resend = await startResendServer("re_test");
  vault = await startVault();
  dependencies = {
    db: database.app,
    vault: database.vault,
    clock,
    environment: parseEnvironment({
      NODE_ENV: "test",
      APP_URL: "http://localhost:3000",
      MAIL_FROM: "Latchkey <keys@example.test>",
      OUTBOUND_ALLOW_PRIVATE: "true",
    }),
    logger: pino({ level: "silent" }),
    mailer: createMailer({ resendApiKey: "re_test", resendBaseUrl: resend.url, mailbox: false }),
  };
});
afterAll(async () => {
  await resend.stop();
  await vault.stop();
  await database.close();
});

test("two workers that start together send one mail of an expiry and rotate a due key once, although the first try is refused", async () => {
  const now = clock.now().getTime();
  await insertKey(database, organization, {
    name: "ends in a week",
    createdAt: new Date(now - 60 * DAY),
    expiresAt: new Date(now + 7 * DAY),
  });
  const rotated = await insertKey(database, organization, {
    name: "rotated by the house",
    createdAt: new Date(now - 40 * DAY),
    expiresAt: new Date(now + 200 * DAY),
  });
  const owner = organization.as("owner");
  const target = await createTarget(owner, {
    name: "Vault",
    kind: "vault_kv2",
    settings: { address: vault.url, mount: "kv" },
    credentials: { token: vault.token },
  });
  await changeKeySchedule(owner, rotated.id, {
    intervalDays: 30,
    deliveryTarget: target.id,
    deliveryPlace: "apps/one",
  });
  let refusals = 0;
  resend.intercept((response) => {
    if (refusals > 0) return false;
    refusals += 1;
    return resendError(response, 503, "application_error", "try again");
  });
  const workers = [startWorker(dependencies, database.appUrl), startWorker(dependencies, database.appUrl)];
  await Promise.all(workers.map((worker) => worker.ready));
  const isDone = () => resend.sent.size > 0 && vault.stored.has("kv/apps/one");
  for (let waited = 0; !isDone() && waited < 300; waited += 1) await sleep(100);
  // A second look of both finds everything done.
  await database.app.drizzle.execute("select graphile_worker.add_job('look_after_keys', '{}')");
  await sleep(3000);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(resend.sent.size).toBe(1);
  expect(vault.stored.get("kv/apps/one")).toHaveLength(1);
  const { rows } = await database.admin.query(
    "select (select count(*)::int from key_versions where key_id = $1) as versions, (select count(*)::int from rotations) as rotations",
    [rotated.id],
  );
  expect(rows[0]).toEqual({ versions: 2, rotations: 1 });
}, 60_000);

test("one job of an organization waits at a time, however often the schedule comes round", async () => {
  await database.admin.query("delete from graphile_worker._private_jobs");
  const run: JobRun = { ...dependencies, attempt: 1, maxAttempts: 3 };
  for (let round = 0; round < 3; round += 1) await HANDLERS.look_after_keys({}, run);
  const { rows } = await database.admin.query("select count(*)::int as n from graphile_worker._private_jobs");
  expect(rows[0].n).toBe(1);
});
