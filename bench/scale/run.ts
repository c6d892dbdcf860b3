import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createBenchFixture } from "@/bench/load/fixture";
import { freePort, startGateway } from "@/bench/load/gateway-process";
import type { ServerProcess } from "@/bench/load/server-process";
import { hasWrk, type LoadResult, measure, median } from "@/bench/load/wrk";
import { hasRedis, TestRedis } from "@/lib/infra/redis/testing/server";
import { isInstalled, startHaproxy, startNginx, startPgBouncer } from "./balancers";
import { measureIngestion, measureLookups, measureReads, measureReplica, tryThroughBouncer } from "./database";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "gateways,redis,database,bouncer,replica" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const parts = new Set(values.only.split(","));
const HOT = 1000;
const TICKS = 100;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Processor seconds a process has used. */
function processorOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function main(): Promise<void> {
  if (!hasWrk())
    throw new Error("This bench drives its servers with wrk: install it first (Debian: apt-get install wrk).");
  const fixture = await createBenchFixture(20_000);
  const bodies = fixture.secrets.slice(0, HOT).map((key) =>
    JSON.stringify({
      key,
      scopes: ["invoices:read"],
      method: "GET",
      path: "/invoices/42",
      ip: "203.0.113.7",
      userAgent: "scale/1",
    }),
  );
  const headers = { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" };
  const drive = (url: string, cpu: number): Promise<LoadResult> =>
    measure({ url: `${url}/v1/verify`, method: "POST", headers, bodies, seconds, cpu });

  /** One row: calls a second, and what they cost the gateways in processor time. */
  async function row(name: string, url: string, gateways: readonly ServerProcess[]): Promise<void> {
    await measure({ url: `${url}/v1/verify`, method: "POST", headers, bodies, seconds: 1, cpu: 1 });
    const results: (LoadResult & { perProcessorSecond: number; shares: number[] })[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = gateways.map((one) => processorOf(one.pid));
      const result = await drive(url, 1);
      const used = gateways.map((one, index) => processorOf(one.pid) - (before[index] ?? 0));
      const total = used.reduce((sum, one) => sum + one, 0);
      results.push({
        ...result,
        perProcessorSecond: (result.requestsPerSecond * seconds) / total,
        shares: used.map((one) => one / total),
      });
    }
    const middle = (read: (one: (typeof results)[number]) => number) => median(results.map(read));
    const shares = gateways
      .map((_, index) => `${Math.round(middle((one) => one.shares[index] ?? 0) * 100)} %`)
      .join(" / ");
    say(
      `| ${name} | ${Math.round(middle((one) => one.requestsPerSecond))} | ${middle((one) => one.p50).toFixed(2)} | ${middle((one) => one.p99).toFixed(2)} | ${Math.round(middle((one) => one.perProcessorSecond))} | ${shares} | ${results.reduce((sum, one) => sum + one.errors, 0)} |`,
    );
  }

  const head = () => {
    say("| | calls/s | p50 ms | p99 ms | calls per processor second of the gateways | shares | errors |");
    say("| --- | ---: | ---: | ---: | ---: | --- | ---: |");
  };
  try {
    if (parts.has("gateways")) {
      say("\nTwo processors for everything: gateways on 0 (the second on 1), the load and the balancer on 1.\n");
      head();
      const one = await startGateway(fixture, { runtime: "bun", cpu: 0 });
      await row("one gateway", one.url, [one]);
      await one.stop();
      const port = await freePort();
      const shared = [];
      for (const cpu of [0, 1]) {
        shared.push(
          await startGateway(fixture, {
            runtime: "bun",
            cpu,
            port,
            spool: `${fixture.directory}/spool-shared-${cpu}`,
            variables: { GATEWAY_REUSE_PORT: "true" },
          }),
        );
      }
      await row("two on one port (SO_REUSEPORT)", `http://127.0.0.1:${port}`, shared);
      for (const gateway of shared) await gateway.stop();
      const pair = [];
      for (const cpu of [0, 1]) pair.push(await startGateway(fixture, { runtime: "bun", cpu }));
      const ports = pair.map((gateway) => Number(new URL(gateway.url).port));
      for (const [name, program, start] of [
        ["two behind nginx", "nginx", startNginx],
        ["two behind haproxy", "haproxy", startHaproxy],
      ] as const) {
        if (!isInstalled(program)) {
          say(`| ${name} | not run: ${program} is not installed | | | | | |`);
          continue;
        }
        const balancer = await start(fixture.directory, ports, "1");
        await row(name, balancer.url, pair);
        await balancer.stop();
      }
      for (const gateway of pair) await gateway.stop();
    }
    if (parts.has("redis") && hasRedis) {
      say("\nLimits in Redis (each key has one window), one gateway on processor 0, Redis and the load on 1.\n");
      head();
      for (const [name, start] of [
        ["one Redis", async () => [await TestRedis.start()]],
        ["Redis Cluster of three", () => TestRedis.startCluster()],
      ] as const) {
        const servers = await start();
        const url = servers.map((server) => server.url).join(",");
        const gateway = await startGateway(fixture, { runtime: "bun", cpu: 0, variables: { REDIS_URL: url } });
        await row(name, gateway.url, [gateway]);
        const text = await (await fetch(`${gateway.url}/metrics`)).text();
        say(
          `(of these ${/redis_errors_total (\d+)/.exec(text)?.[1]} were counted by the gateway alone: Redis took over 50 ms)`,
        );
        await gateway.stop();
        for (const server of servers) await server.stop();
      }
    }
    if (parts.has("database")) {
      say("\nOne Postgres (fsync on, both processors shared with the bench):");
      say(`- ingestion: ${await measureIngestion(fixture, seconds, 2000)}`);
      say(`- ingestion: ${await measureIngestion(fixture, seconds, 100)}`);
      say(`- look-ups: ${await measureLookups(fixture, seconds, 1)}`);
      say(`- look-ups: ${await measureLookups(fixture, seconds, 50)}`);
      say(
        `- pages' reads (list of keys, usage of a day): ${Math.round(await measureReads(fixture, fixture.appUrl, seconds, 4))}/s with 4 clients`,
      );
    }
    if (parts.has("bouncer") && isInstalled("pgbouncer", "--version")) {
      say("\nPgBouncer in transaction mode, 5 connections to Postgres:");
      const bouncer = await startPgBouncer(fixture.directory, fixture.appUrl);
      try {
        for (const line of await tryThroughBouncer(bouncer.url)) say(`- ${line}`);
        say(
          `- pages' reads with 50 clients over its 5 connections: ${Math.round(await measureReads(fixture, bouncer.url, seconds, 50))}/s`,
        );
      } finally {
        await bouncer.stop();
      }
    }
    if (parts.has("replica")) {
      say("\nA standby that streams:");
      for (const line of await measureReplica(fixture, await freePort(), seconds)) say(`- ${line}`);
    }
  } finally {
    await fixture.close();
  }
}

await main();
