import { parseArgs } from "node:util";
import pg from "pg";
import { createBenchFixture } from "@/bench/load/fixture";
import { freePort, startGateway, verifyOnce } from "@/bench/load/gateway-process";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    runtime: { type: "string", default: "bun" },
    clients: { type: "string", default: "16" },
  },
});
const kills = Number(values.kills);
const runtime = values.runtime === "node" ? "node" : "bun";
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Kills a gateway under load again and again, and compares what the clients were answered with what SQL counts. */
async function main(): Promise<void> {
  const fixture = await createBenchFixture(4);
  const key = fixture.secrets[0] ?? "";
  const port = await freePort();
  let gateway = await startGateway(fixture, { runtime, port });
  const { spool } = gateway;
  const answered = new Set<string>();
  const unanswered = new Set<string>();
  let running = true;
  const clients = Array.from({ length: Number(values.clients) }, async (_, client) => {
    for (let call = 0; running; call += 1) {
      const name = `c${client}-${call}`;
      try {
        const { code } = await verifyOnce(fixture, gateway.url, key, name);
        if (code === "VALID") answered.add(name);
      } catch {
        unanswered.add(name);
        await pause(15);
      }
    }
  });
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await pause(300 + (kill % 7) * 120);
      await gateway.stop("SIGKILL");
      gateway = await startGateway(fixture, { runtime, port, spool });
      if (kill % 10 === 0) process.stdout.write(`${kill} kills, ${answered.size} answered\n`);
    }
    await pause(500);
    running = false;
    await Promise.all(clients);
    await gateway.stop("SIGTERM");
    gateway = await startGateway(fixture, { runtime, port, spool });
    await pause(2500);
    const client = new pg.Client({ connectionString: fixture.adminUrl });
    await client.connect();
    const rows = await client.query<{ agent: string; total: string }>(
      "select agent, sum(count) as total from usage_events group by agent",
    );
    const hourly = await client.query<{ total: string }>("select coalesce(sum(count), 0) as total from usage_hourly");
    await client.end();
    const counted = new Map(rows.rows.map((row) => [row.agent, Number(row.total)]));
    const lost = [...answered].filter((name) => !counted.has(name)).length;
    const doubled = [...counted.values()].filter((total) => total !== 1).length;
    const invented = [...counted.keys()].filter((name) => !answered.has(name) && !unanswered.has(name)).length;
    const total = [...counted.values()].reduce((sum, value) => sum + value, 0);
    process.stdout.write(
      `\n| runtime | kills | answered | in flight at a kill | counted by SQL | rollups | lost | doubled | invented |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n` +
        `| ${runtime} | ${kills} | ${answered.size} | ${unanswered.size} | ${total} | ${Number(hourly.rows[0]?.total)} | ${lost} | ${doubled} | ${invented} |\n`,
    );
    if (lost + doubled + invented > 0 || total !== Number(hourly.rows[0]?.total)) process.exitCode = 1;
  } finally {
    running = false;
    await gateway.stop("SIGKILL").catch(() => undefined);
    await fixture.close();
  }
}

await main();
