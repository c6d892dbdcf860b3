import { createInterface } from "node:readline";
import { openDatabase } from "@/db/client";
import type { UserActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { type Raced, type RacedCall, racerOf } from "@/lib/keys/testing/revocation-race";

/** What one of the two processes is started with. */
export type RacerSetting = { appUrl: string; master: string; actor: Omit<UserActor, "mfaAt"> };
/** A line on its input; it answers with one line of outcomes. */
export type RacerOrder = { id: number; raced: Raced; calls: RacedCall[] };

const setting: RacerSetting = JSON.parse(process.argv[2] ?? "{}");
const db = openDatabase({ url: setting.appUrl, name: "racer", max: 24, acquireTimeout: 60_000 });
const vault = new Vault([{ version: 1, secret: Buffer.from(setting.master, "base64") }]);
// Connections are open before the start, so that the calls meet.
await Promise.all(Array.from({ length: 16 }, () => db.pool.query("select pg_sleep(0.05)")));
process.stdout.write("ready\n");
const answering: Promise<void>[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { id, raced, calls }: RacerOrder = JSON.parse(line);
  const actor = { ...setting.actor, mfaAt: systemClock.now() };
  const request = { requestId: "race", ip: null, userAgent: null };
  const race = racerOf({ actor, db, vault, clock: systemClock, request });
  answering.push(
    race(raced, calls).then((outcomes) => void process.stdout.write(`${JSON.stringify({ id, outcomes })}\n`)),
  );
}
await Promise.all(answering);
await db.close();
