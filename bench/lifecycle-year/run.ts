import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { migrateDatabase } from "@/db/migrate";
import type { TestDatabase } from "@/db/testing/database";
import { createTestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { expectedOf } from "./model";
import { drawScenario, START } from "./scenario";
import { simulate } from "./simulate";

/*
 * A year of keys on a clock of our own: what the program mails and changes by itself against a model that was written from the
 * issue's words and imports nothing of the program. Ends with 1 at the first difference.
 * usage: npm run bench:lifecycle-year [-- --keys 1000] [--days 365] [--seed 1]
 */

const MASTER = Buffer.alloc(32, "latchkey lifecycle bench");

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1] ?? fallback);
}

function difference(what: string, found: readonly string[], expected: readonly string[]): number {
  const [mine, theirs] = [new Set(found), new Set(expected)];
  const missing = expected.filter((line) => !mine.has(line));
  const extra = found.filter((line) => !theirs.has(line));
  const doubled = found.length - mine.size;
  console.log(
    `${what}: ${found.length}, expected ${expected.length}; missing ${missing.length}, not expected ${extra.length}, twice ${doubled}`,
  );
  for (const line of missing.slice(0, 10)) console.log(`  missing       ${line}`);
  for (const line of extra.slice(0, 10)) console.log(`  not expected  ${line}`);
  return missing.length + extra.length + doubled;
}

const scenario = drawScenario(option("keys", 1000), option("days", 365), option("seed", 1));
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-year-"));
const postgres = await startEmbeddedPostgres({ directory, durable: false });
const { appUrl, gatewayUrl } = await migrateDatabase({ adminUrl: postgres.url, masterSecret: MASTER });
const admin = new pg.Pool({ connectionString: postgres.url, max: 2 });
const app = openDatabase({ url: appUrl, name: "bench" });
const gateway = openDatabase({ url: gatewayUrl, name: "bench" });
const vault = new Vault([{ version: 1, secret: MASTER }]);
const close = async () => {
  await Promise.allSettled([app.close(), gateway.close(), admin.end()]);
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
};
const database: TestDatabase = { adminUrl: postgres.url, appUrl, gatewayUrl, app, gateway, admin, vault, close };

try {
  const clock = manualClock(new Date(START));
  const organization = await createTestOrganization(database, clock);
  const begun = performance.now();
  const found = await simulate(database, organization, clock, scenario, (day) => {
    if (day % 30 === 0) console.log(`day ${day} after ${Math.round((performance.now() - begun) / 1000)} s`);
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`${scenario.keys.length} keys over ${scenario.days} days, ${found.looks} looks: ${seconds} s`);
  const expected = expectedOf(scenario);
  const wrong =
    difference("mails", found.mails, expected.mails) + difference("changes", found.transitions, expected.transitions);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await close();
}
