import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { type BenchFixture, createBenchFixture } from "@/bench/load/fixture";
import { freePort, startGateway } from "@/bench/load/gateway-process";
import { hasWrk, type Load, measure, median } from "@/bench/load/wrk";
import { newId } from "@/lib/core/ids";
import { readNodeId } from "@/server/gateway/spool/node-id";
import { SpoolGroup, SpoolWriter } from "@/server/gateway/spool/writer";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3600" },
    keys: { type: "string", default: "100" },
    runtime: { type: "string", default: "bun" },
  },
});
const runtime = values.runtime === "node" ? "node" : "bun";
const CALLS_EACH = 5;
const BEFORE = 4;
const ROUND = 2;

/** What a gateway would have left that could not reach Postgres for so many seconds; how many calls that is. */
function fillSpool(fixture: BenchFixture, folder: string, seconds: number, keys: number): number {
  mkdirSync(folder, { recursive: true });
  const spool = new SpoolWriter({
    directory: folder,
    nodeId: readNodeId(folder),
    life: "outage",
    onSegment: () => undefined,
    onError: (error) => {
      throw error;
    },
    onRecovered: () => undefined,
  });
  const groups = fixture.keyIds.slice(0, keys).map(
    (keyId) =>
      new SpoolGroup({
        kind: "verification",
        organizationId: fixture.organizationId,
        projectId: fixture.projectId,
        environmentId: fixture.environmentId,
        keyId,
        versionId: newId("keyVersion"),
        verdict: "VALID",
        method: "GET",
        endpoint: "/invoices/{id}",
        ip: "203.0.113.7",
        agent: "backlog/1",
        serviceTokenId: newId("serviceToken"),
        supersedes: false,
      }),
  );
  const first = Math.floor(Date.now() / 1000) - seconds;
  for (let second = first; second < first + seconds; second += 1) {
    for (let call = 0; call < CALLS_EACH; call += 1) for (const group of groups) spool.record(group, second, 1);
    spool.cutBefore(second + 1);
  }
  spool.close();
  return seconds * groups.length * CALLS_EACH;
}

/** A gateway comes back to an hour of usage that Postgres does not have, at full load. */
async function main(): Promise<void> {
  if (!hasWrk())
    throw new Error("This bench drives the gateway with wrk: install it first (Debian: apt-get install wrk).");
  const keys = Number(values.keys);
  const fixture = await createBenchFixture(Math.max(keys, 1000));
  const port = await freePort();
  const folder = join(fixture.directory, "spool-backlog");
  const headers = { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" };
  const bodies = fixture.secrets
    .slice(0, 500)
    .map((key) =>
      JSON.stringify({ key, method: "GET", path: "/invoices/42", ip: "203.0.113.7", userAgent: "backlog/2" }),
    );
  const load: Omit<Load, "seconds"> = {
    url: `http://127.0.0.1:${port}/v1/verify`,
    method: "POST",
    headers,
    bodies,
    cpu: 1,
  };
  try {
    const calm = await startGateway(fixture, { runtime, port, cpu: 0, spool: join(fixture.directory, "spool-calm") });
    await measure({ ...load, seconds: 2 });
    const before = await measure({ ...load, seconds: BEFORE });
    await calm.stop();
    const calls = fillSpool(fixture, folder, Number(values.seconds), keys);
    const files = readdirSync(folder).filter((name) => name.endsWith(".spool")).length;
    process.stdout.write(`${files} files of ${keys} groups wait: ${calls} calls.\n`);
    const gateway = await startGateway(fixture, { runtime, port, cpu: 0, spool: folder });
    const began = performance.now();
    const waiting = async () => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(/^latchkey_gateway_spool_segments (\d+)/m.exec(text)?.[1] ?? Number.NaN);
    };
    const rounds: { p50: number; p99: number; rate: number; errors: number }[] = [];
    process.stdout.write(
      "| after s | files waiting | calls/s | p50 ms | p99 ms |\n| ---: | ---: | ---: | ---: | ---: |\n",
    );
    let left = await waiting();
    while (left > 8 && performance.now() - began < 600_000) {
      const result = await measure({ ...load, seconds: ROUND });
      left = await waiting();
      rounds.push({ p50: result.p50, p99: result.p99, rate: result.requestsPerSecond, errors: result.errors });
      process.stdout.write(
        `| ${((performance.now() - began) / 1000).toFixed(0)} | ${left} | ${result.requestsPerSecond.toFixed(0)} | ${result.p50.toFixed(2)} | ${result.p99.toFixed(2)} |\n`,
      );
    }
    const took = (performance.now() - began) / 1000;
    await gateway.stop();
    const client = new pg.Client({ connectionString: fixture.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ n: string }>(
      "SELECT sum(count) AS n FROM usage_events WHERE agent = 'backlog/1'",
    );
    await client.end();
    const counted = Number(rows[0]?.n);
    const p99 = median(rounds.map((round) => round.p99));
    const rate = median(rounds.map((round) => round.rate));
    process.stdout.write(
      `\nDrained in ${took.toFixed(0)} s at full load under ${runtime} (${(files / took).toFixed(0)} files/s); calls/s ${rate.toFixed(0)} against ${before.requestsPerSecond.toFixed(0)} without a backlog, p99 ${p99.toFixed(1)} ms against ${before.p99.toFixed(1)} ms. Counted ${counted} of ${calls}.\n`,
    );
    if (counted !== calls || rounds.some((round) => round.errors > 0)) process.exitCode = 1;
  } finally {
    await fixture.close();
  }
}

await main();
