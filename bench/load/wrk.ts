import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type LoadResult = { requestsPerSecond: number; p50: number; p99: number; errors: number };

export type Load = {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  /** One of these per request, in turn. Empty for GET. */
  bodies: string[];
  seconds: number;
  connections?: number;
  /** Processor the load generator is pinned to. */
  cpu?: number;
};

/** True when wrk is installed (`apt-get install wrk`). */
export function hasWrk(): boolean {
  return spawnSync("wrk", ["-v"]).error === undefined;
}

function luaString(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

function script(load: Load): string {
  const headers = Object.entries(load.headers).map(
    ([name, value]) => `headers[${luaString(name)}] = ${luaString(value)}`,
  );
  return `
local headers = {}
${headers.join("\n")}
local bodies = { ${load.bodies.map(luaString).join(",\n")} }
local requests = {}
local turn = 0
init = function()
  if #bodies == 0 then requests[1] = wrk.format(${luaString(load.method)}, nil, headers, nil) end
  for i, body in ipairs(bodies) do requests[i] = wrk.format(${luaString(load.method)}, nil, headers, body) end
end
request = function()
  turn = turn % #requests + 1
  return requests[turn]
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %f %f %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
`;
}

/** Drives one server as hard as it goes. Latencies are in milliseconds. */
export async function measure(load: Load): Promise<LoadResult> {
  const path = join(mkdtempSync(join(tmpdir(), "latchkey-wrk-")), "load.lua");
  writeFileSync(path, script(load));
  const args = ["-t1", `-c${load.connections ?? 64}`, `-d${load.seconds}s`, "--latency", "-s", path, load.url];
  const child = spawn("taskset", ["-c", String(load.cpu ?? 1), "wrk", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
  const found = /RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)/.exec(output);
  if (!found) throw new Error(`wrk gave no result:\n${output}`);
  const [requests, microseconds, p50, p99, errors] = found.slice(1).map(Number);
  return {
    requestsPerSecond: (requests ?? 0) / ((microseconds ?? 1) / 1e6),
    p50: (p50 ?? 0) / 1000,
    p99: (p99 ?? 0) / 1000,
    errors: errors ?? 0,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
