import { parseArgs } from "node:util";
import pg from "pg";
import { BENCH_SECRET, createBenchFixture } from "@/bench/load/fixture";
import { startGateway, verifyOnce } from "@/bench/load/gateway-process";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { idSchema } from "@/lib/core/ids";
import { Vault } from "@/lib/core/vault";
import { revokeKey } from "@/lib/keys/revoke-key";

const { values } = parseArgs({
  options: { trials: { type: "string", default: "1000" }, load: { type: "string", default: "8" } },
});
const trials = Number(values.trials);

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * Revokes a key that a gateway has in its cache and asks that gateway without pause until it refuses, while other clients keep
 * it busy. The time runs from the moment the verb has committed.
 */
async function main(): Promise<void> {
  const fixture = await createBenchFixture(trials + 100);
  const [first, second] = await Promise.all([
    startGateway(fixture, { runtime: "bun" }),
    startGateway(fixture, { runtime: "node" }),
  ]);
  const db = openDatabase({ url: fixture.appUrl, name: "bench-revocation", max: 4 });
  const ctx = {
    actor: {
      type: "system" as const,
      organizationId: idSchema("organization").parse(fixture.organizationId),
      process: "bench",
    },
    db,
    clock: systemClock,
    vault: new Vault([{ version: 1, secret: BENCH_SECRET }]),
    request: { requestId: "bench", ip: null, userAgent: null },
  };
  let running = true;
  const busy = Array.from({ length: Number(values.load) }, async (_, index) => {
    const url = index % 2 === 0 ? first.url : second.url;
    while (running)
      await verifyOnce(fixture, url, fixture.secrets[trials + (index % 100)] ?? "").catch(() => undefined);
  });
  const delays: number[] = [];
  const receipts: number[] = [];
  let unconfirmed = 0;
  try {
    for (let trial = 0; trial < trials; trial += 1) {
      const secret = fixture.secrets[trial] ?? "";
      const id = fixture.keyIds[trial] ?? "";
      for (const url of [first.url, second.url]) {
        const before = await verifyOnce(fixture, url, secret);
        if (before.code !== "VALID")
          throw new Error(`Trial ${trial}: the key was ${before.code} before it was revoked.`);
      }
      const answer = await revokeKey(ctx, id, { reason: "superseded" }, { wait: "5s" });
      const committed = performance.now() - answer.propagation.milliseconds;
      for (const url of [first.url, second.url]) {
        let refusedAt = 0;
        while (refusedAt === 0) {
          const { code } = await verifyOnce(fixture, url, secret);
          if (code === "REVOKED") refusedAt = performance.now();
        }
        delays.push(refusedAt - committed);
      }
      receipts.push(answer.propagation.milliseconds);
      if (answer.propagation.confirmed !== answer.propagation.total || answer.propagation.total !== 2) unconfirmed += 1;
    }
  } finally {
    running = false;
    await Promise.all(busy);
  }
  delays.sort((a, b) => a - b);
  receipts.sort((a, b) => a - b);
  const row = (name: string, sorted: readonly number[]) =>
    `| ${name} | ${sorted.length} | ${quantile(sorted, 0.5).toFixed(1)} | ${quantile(sorted, 0.99).toFixed(1)} | ${(sorted.at(-1) ?? 0).toFixed(1)} |\n`;
  process.stdout.write("| ms | samples | p50 | p99 | maximum |\n| --- | ---: | ---: | ---: | ---: |\n");
  process.stdout.write(row("revoked → refused, two gateways", delays));
  process.stdout.write(row("receipt of both gateways", receipts));
  process.stdout.write(`\n${unconfirmed} of ${trials} receipts were not complete within 5 s.\n`);
  await db.close();
  const client = new pg.Client({ connectionString: fixture.adminUrl });
  await client.connect();
  const audited = await client.query<{ n: number }>(
    "select count(*)::int as n from audit_events where action = 'key.revoked'",
  );
  await client.end();
  process.stdout.write(`${audited.rows[0]?.n} audit rows for ${trials} revocations.\n`);
  await Promise.all([first.stop(), second.stop()]);
  await fixture.close();
  if ((delays.at(-1) ?? 0) > 1000 || unconfirmed > 0) process.exitCode = 1;
}

await main();
