import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { migrateDatabase } from "@/db/migrate";
import type { TestDatabase } from "@/db/testing/database";
import { createTestOrganization } from "@/db/testing/organization";
import { Vault } from "@/lib/core/vault";
import { type Racer, raceRevocation } from "@/lib/keys/testing/revocation-race";
import type { RacerOrder, RacerSetting } from "./racer";

/*
 * Revocation raced by everything else that changes a key, from two processes on one Postgres. Prints the rounds and the
 * survivors, keys that are not dead as they must be, and ends with 1 when there is one.
 * usage: npm run bench:races [-- --rounds 1000]
 */

const MASTER = Buffer.alloc(32, "latchkey races bench");
const AT_ONCE = 4;

function roundsWanted(): number {
  const at = process.argv.indexOf("--rounds");
  const rounds = Number(at < 0 ? 1000 : process.argv[at + 1]);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds must be a whole number of at least 1.");
  return rounds;
}

/** A process of its own that makes the calls it is told to. */
async function startRacer(setting: RacerSetting): Promise<{ race: Racer; child: ChildProcess }> {
  const script = fileURLToPath(new URL("./racer.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(setting)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  type Answer = { resolve(outcomes: Awaited<ReturnType<Racer>>): void; reject(error: Error): void };
  const waiting = new Map<number, Answer>();
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "ready") return resolve();
      const { id, outcomes } = JSON.parse(line);
      waiting.get(id)?.resolve(outcomes);
      waiting.delete(id);
    });
    child.once("exit", (code) => {
      const error = new Error(`A racer ended with ${code}.`);
      reject(error);
      for (const answer of waiting.values()) answer.reject(error);
    });
  });
  let orders = 0;
  const race: Racer = (raced, calls) =>
    new Promise((resolve, reject) => {
      orders += 1;
      const order: RacerOrder = { id: orders, raced, calls: [...calls] };
      waiting.set(order.id, { resolve, reject });
      child.stdin.write(`${JSON.stringify(order)}\n`);
    });
  return { race, child };
}

const rounds = roundsWanted();
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-races-"));
const postgres = await startEmbeddedPostgres({ directory, durable: false });
const { appUrl, gatewayUrl } = await migrateDatabase({ adminUrl: postgres.url, masterSecret: MASTER });
const admin = new pg.Pool({ connectionString: postgres.url, max: AT_ONCE });
const app = openDatabase({ url: appUrl, name: "bench", max: AT_ONCE });
const gateway = openDatabase({ url: gatewayUrl, name: "bench", max: 1 });
const vault = new Vault([{ version: 1, secret: MASTER }]);
const children: ChildProcess[] = [];
const close = async () => {
  for (const child of children) child.stdin?.end();
  await Promise.allSettled([app.close(), gateway.close(), admin.end()]);
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((resolve) => child.once("exit", resolve))));
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
};
const database: TestDatabase = { adminUrl: postgres.url, appUrl, gatewayUrl, app, gateway, admin, vault, close };

try {
  const organization = await createTestOrganization(database);
  const { userId, memberId, sessionId } = organization.people.owner;
  const actor = { type: "user" as const, organizationId: organization.id, userId, memberId, sessionId } as const;
  const setting = {
    appUrl,
    master: MASTER.toString("base64"),
    actor: { ...actor, role: "owner" as const, access: {} },
  };
  const racers: Racer[] = [];
  for (let index = 0; index < 2; index += 1) {
    const { race, child } = await startRacer(setting);
    children.push(child);
    racers.push(race);
  }
  const begun = performance.now();
  const faults: string[] = [];
  const effects = new Map<string, number>();
  let survivors = 0;
  let next = 0;
  const lane = async () => {
    for (let round = next++; round < rounds; round = next++) {
      const ctx = organization.as("owner");
      const result = await raceRevocation(ctx, admin, racers, organization.people.admin.userId, round);
      if (result.faults.length > 0) survivors += 1;
      faults.push(...result.faults);
      for (const call of result.done) effects.set(call, (effects.get(call) ?? 0) + 1);
      if ((round + 1) % 100 === 0) console.log(`${round + 1} rounds, ${survivors} survivors`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  for (const fault of faults.slice(0, 20)) console.log(fault);
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`\n| rounds | processes | seconds | survivors | ${[...effects.keys()].join(" | ")} |`);
  console.log(`|${" ---: |".repeat(4 + effects.size)}`);
  console.log(`| ${rounds} | 2 | ${seconds} | ${survivors} | ${[...effects.values()].join(" | ")} |`);
  process.exitCode = survivors === 0 ? 0 : 1;
} finally {
  await close();
}
