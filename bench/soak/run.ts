import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createBenchFixture } from "@/bench/load/fixture";
import { startGateway } from "@/bench/load/gateway-process";
import { hasWrk, measure } from "@/bench/load/wrk";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    runtime: { type: "string", default: "bun" },
    keys: { type: "string", default: "5000" },
    every: { type: "string", default: "10" },
  },
});
const seconds = Number(values.minutes) * 60;
const every = Number(values.every);
const runtime = values.runtime === "node" ? "node" : "bun";
/** Growth in the second half that would still be called flat, per hour. */
const FLAT_MEGABYTES = 60;

type Sample = { second: number; resident: number; heap: number; calls: number; lag: number; backlog: number };

/** Least squares: what `value` gains per second. */
function slope(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const middle = samples.reduce((sum, one) => sum + one.second, 0) / samples.length;
  const mean = samples.reduce((sum, one) => sum + value(one), 0) / samples.length;
  let up = 0;
  let across = 0;
  for (const one of samples) {
    up += (one.second - middle) * (value(one) - mean);
    across += (one.second - middle) ** 2;
  }
  return across === 0 ? 0 : up / across;
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

/** One gateway at full load; its memory is looked at every few seconds, and has to stop growing. */
async function main(): Promise<void> {
  if (!hasWrk())
    throw new Error("This bench drives the gateway with wrk: install it first (Debian: apt-get install wrk).");
  const fixture = await createBenchFixture(Number(values.keys));
  const gateway = await startGateway(fixture, { runtime, cpu: 0 });
  const metrics = async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
    return {
      heap: read("latchkey_gateway_heap_bytes") / 1024 / 1024,
      calls: Number(/verdicts_total\{code="VALID"\} (\d+)/.exec(text)?.[1] ?? 0),
      lag: read("latchkey_gateway_event_loop_lag_worst_seconds") * 1000,
      backlog: read("latchkey_gateway_spool_segments"),
    };
  };
  const samples: Sample[] = [];
  try {
    const bodies = fixture.secrets.map((key) =>
      JSON.stringify({
        key,
        scopes: ["invoices:read"],
        method: "GET",
        path: "/invoices/42",
        ip: "203.0.113.7",
        userAgent: "soak/1",
      }),
    );
    const headers = { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" };
    const load = measure({ url: `${gateway.url}/v1/verify`, method: "POST", headers, bodies, seconds, cpu: 1 });
    const began = performance.now();
    process.stdout.write(
      "| second | resident MB | heap MB | calls/s | worst lag ms | segments waiting |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let calls = 0;
    let at = began;
    for (let next = every; next < seconds; next += every) {
      await new Promise((resolve) => setTimeout(resolve, began + next * 1000 - performance.now()));
      const now = performance.now();
      const told = await metrics();
      const sample = { second: (now - began) / 1000, resident: residentMegabytes(gateway.pid), ...told };
      const rate = ((told.calls - calls) / (now - at)) * 1000;
      calls = told.calls;
      at = now;
      samples.push(sample);
      process.stdout.write(
        `| ${sample.second.toFixed(0)} | ${sample.resident.toFixed(1)} | ${sample.heap.toFixed(1)} | ${rate.toFixed(0)} | ${sample.lag.toFixed(1)} | ${sample.backlog} |\n`,
      );
    }
    const result = await load;
    const half = samples.slice(Math.floor(samples.length / 2));
    const perHour = slope(half, (one) => one.resident) * 3600;
    const heapPerHour = slope(half, (one) => one.heap) * 3600;
    const most = Math.max(...samples.map((one) => one.resident));
    const flat =
      perHour < FLAT_MEGABYTES ||
      (half.at(-1)?.resident ?? 0) <
        Math.max(...samples.slice(0, samples.length - half.length).map((one) => one.resident));
    process.stdout.write(
      `\n${values.minutes} minutes under ${runtime}, ${fixture.secrets.length} hot keys, one processor: ${Math.round(result.requestsPerSecond)} calls/s, p50 ${result.p50.toFixed(2)} ms, p99 ${result.p99.toFixed(2)} ms, ${result.errors} errors. ` +
        `Resident at most ${most.toFixed(0)} MB; in the second half ${perHour.toFixed(1)} MB an hour (heap ${heapPerHour.toFixed(1)}): ${flat ? "flat" : "IT GROWS"}.\n`,
    );
    if (!flat || result.errors > 0) process.exitCode = 1;
  } finally {
    await gateway.stop();
    await fixture.close();
  }
}

await main();
