import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import pg from "pg";
import { createBenchFixture } from "@/bench/load/fixture";
import { startGateway } from "@/bench/load/gateway-process";
import { median } from "@/bench/load/wrk";
import { generateKeySecret } from "@/lib/core/key-format";

const { values } = parseArgs({
  options: { keys: { type: "string", default: "800" }, runtime: { type: "string", default: "bun" } },
});
const number = Number(values.keys);
const runtime = values.runtime === "node" ? "node" : "bun";
/** How far from a coin's toss a single comparison may be. What is told apart by one look is near 0 or 1. */
const ALLOWED = 0.2;

const KINDS = ["unknown, right prefix", "unknown, other prefix", "revoked", "expired", "disabled", "valid"] as const;
type Kind = (typeof KINDS)[number];

function emptyLists(): Record<Kind, number[]> {
  return {
    "unknown, right prefix": [],
    "unknown, other prefix": [],
    revoked: [],
    expired: [],
    disabled: [],
    valid: [],
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function ask(url: string, token: string, key: string): Promise<number> {
  const body = JSON.stringify({ key });
  const asked = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/v1/verify`,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "content-length": body.length,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(performance.now() - asked));
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

/** How often one of the first takes longer than one of the second: 0.5 when nothing tells them apart. */
function longer(first: readonly number[], second: readonly number[]): number {
  const sorted = [...second].sort((a, b) => a - b);
  let sum = 0;
  for (const value of first) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    sum += low;
  }
  return sum / (first.length * second.length);
}

/**
 * Times look-ups of keys that no gateway has seen, and of the same ones again at once, by what they are. An unknown key is
 * forgotten after 10 s and a real one is not, so somebody who holds the whole secret of a dead key can tell it by coming back.
 */
async function main(): Promise<void> {
  const fixture = await createBenchFixture(number * 4);
  const client = new pg.Client({ connectionString: fixture.adminUrl });
  await client.connect();
  const part = (index: number) => fixture.keyIds.slice(index * number, (index + 1) * number);
  await client.query("UPDATE keys SET state = 'revoked', revoked_at = now() WHERE id = ANY($1)", [part(0)]);
  await client.query("UPDATE keys SET expires_at = now() - interval '1 day' WHERE id = ANY($1)", [part(1)]);
  await client.query("UPDATE keys SET state = 'disabled' WHERE id = ANY($1)", [part(2)]);
  await client.end();
  const gateway = await startGateway(fixture, { runtime });
  const secrets: Record<Kind, string[]> = {
    "unknown, right prefix": Array.from({ length: number }, () => generateKeySecret("bench", "prod")),
    "unknown, other prefix": Array.from({ length: number }, () => generateKeySecret("other", "prod")),
    revoked: fixture.secrets.slice(0, number),
    expired: fixture.secrets.slice(number, 2 * number),
    disabled: fixture.secrets.slice(2 * number, 3 * number),
    valid: fixture.secrets.slice(3 * number),
  };
  let worst = 0;
  try {
    for (let warm = 0; warm < 500; warm += 1)
      await ask(gateway.url, fixture.serviceToken, generateKeySecret("bench", "prod"));
    const took = { "first time": emptyLists(), "again at once": emptyLists() };
    for (let index = 0; index < number; index += 1) {
      // The order changes, so that none is always behind the same other.
      for (let place = 0; place < KINDS.length; place += 1) {
        const kind = KINDS[(place + index) % KINDS.length];
        const secret = kind && secrets[kind][index];
        if (!kind || !secret) continue;
        for (const list of [took["first time"], took["again at once"]]) {
          // A caller may name 100 unknown keys a second; every call has the same pause before it.
          await new Promise((resolve) => setTimeout(resolve, 5));
          list[kind].push(await ask(gateway.url, fixture.serviceToken, secret));
        }
      }
    }
    for (const [round, lists] of Object.entries(took)) {
      const base = lists["unknown, right prefix"];
      process.stdout.write(
        `\n| ${round} | median ms | p90 ms | takes longer than an unknown one |\n| --- | ---: | ---: | ---: |\n`,
      );
      for (const kind of KINDS) {
        const list = [...lists[kind]].sort((a, b) => a - b);
        const share = longer(list, base);
        if (kind !== "unknown, right prefix" && kind !== "valid") worst = Math.max(worst, Math.abs(share - 0.5));
        process.stdout.write(
          `| ${kind} | ${median(list).toFixed(3)} | ${(list[Math.floor(list.length * 0.9)] ?? 0).toFixed(3)} | ${share.toFixed(3)} |\n`,
        );
      }
    }
  } finally {
    agent.destroy();
    await gateway.stop();
    await fixture.close();
  }
  process.stdout.write(
    `\nOf two refused keys one look tells the unknown one with at most ${(50 + worst * 100).toFixed(1)} % (50 %: not at all). What was refused says its code in its answer anyhow, to a caller that holds a service token.\n`,
  );
  if (worst > ALLOWED) process.exitCode = 1;
}

await main();
