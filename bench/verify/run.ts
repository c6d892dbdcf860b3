import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { type BenchFixture, createBenchFixture } from "@/bench/load/fixture";
import { freePort, startGateway } from "@/bench/load/gateway-process";
import { type ServerProcess, startServer } from "@/bench/load/server-process";
import { hasWrk, type Load, type LoadResult, measure, median } from "@/bench/load/wrk";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const HOT_KEYS = 1000;

type Contender = { name: string; server: ServerProcess; load: Omit<Load, "seconds"> };

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
    cold: { type: "string", default: "40000" },
    out: { type: "string", default: join(ROOT, "bench/results/verify.json") },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const coldKeys = Number(values.cold);

function verifyBody(key: string): string {
  return JSON.stringify({
    key,
    scopes: ["invoices:read"],
    method: "GET",
    path: "/invoices/42",
    ip: "203.0.113.7",
    userAgent: "bench/1.0",
  });
}

async function nginx(answer: string, directory: string): Promise<ServerProcess | null> {
  if (spawnSync("nginx", ["-v"]).error) return null;
  const port = await freePort();
  const config = join(directory, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log /dev/null; events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${directory}/body; keepalive_requests 100000000;
server { listen 127.0.0.1:${port}; location / { default_type application/json; return 200 '${answer}'; } } }`,
  );
  return startServer({ command: "nginx", args: ["-c", config], port });
}

/** Better Auth and its plugin, in a folder of their own: a peer, not a dependency. */
async function betterAuth(fixture: BenchFixture): Promise<{ server: ServerProcess; keys: string[] } | null> {
  const folder = join(tmpdir(), "latchkey-bench-better-auth");
  cpSync(join(HERE, "peers/better-auth"), folder, { recursive: true });
  if (!existsSync(join(folder, "node_modules/better-auth"))) {
    const installed = spawnSync("npm", ["install", "--legacy-peer-deps", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "ignore",
    });
    if (installed.status !== 0) return null;
  }
  const client = new pg.Client({ connectionString: fixture.adminUrl });
  await client.connect();
  await client.query("create database better_auth");
  await client.end();
  const url = new URL(fixture.adminUrl);
  url.pathname = "/better_auth";
  const port = await freePort();
  const keysFile = join(fixture.directory, "better-auth-keys.json");
  const server = await startServer({
    command: process.execPath,
    args: [join(folder, "server.mjs")],
    environment: { PORT: String(port), DATABASE_URL: url.toString(), KEYS_FILE: keysFile, NODE_ENV: "production" },
    port,
  });
  return { server, keys: JSON.parse(readFileSync(keysFile, "utf8")) };
}

async function oneSelect(fixture: BenchFixture, answer: string): Promise<ServerProcess> {
  const client = new pg.Client({ connectionString: fixture.adminUrl });
  await client.connect();
  await client.query("create table bench_rows (id text primary key, document jsonb not null)");
  await client.query("insert into bench_rows select 'row_' || n, $1 from generate_series(1, 10000) n", [answer]);
  await client.query("analyze bench_rows");
  await client.end();
  const port = await freePort();
  return startServer({
    command: process.execPath,
    args: [join(HERE, "peers/one-select.mjs")],
    environment: { PORT: String(port), DATABASE_URL: fixture.adminUrl, NODE_ENV: "production" },
    port,
  });
}

async function sampleAnswer(fixture: BenchFixture, server: ServerProcess): Promise<string> {
  const response = await fetch(`${server.url}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" },
    body: verifyBody(fixture.secrets[0] ?? ""),
  });
  const text = await response.text();
  if (!text.includes('"valid":true'))
    throw new Error(`The gateway refuses the bench's key: ${response.status} ${text}`);
  return text;
}

async function main(): Promise<void> {
  if (!hasWrk())
    throw new Error("This bench drives its servers with wrk: install it first (Debian: apt-get install wrk).");
  process.stdout.write(`Preparing ${HOT_KEYS + coldKeys} keys …\n`);
  const fixture = await createBenchFixture(HOT_KEYS + coldKeys, 1);
  const running: ServerProcess[] = [];
  const keep = <S extends ServerProcess | null>(server: S): S => {
    if (server) running.push(server);
    return server;
  };
  try {
    const bun = keep(await startGateway(fixture, { runtime: "bun", cpu: 0 }));
    const node = keep(await startGateway(fixture, { runtime: "node", cpu: 0 }));
    const answer = await sampleAnswer(fixture, bun);
    const barePort = await freePort();
    const bare = keep(
      await startServer({
        command: process.execPath,
        args: [join(HERE, "peers/bare-node.mjs")],
        environment: { PORT: String(barePort), ANSWER: answer, NODE_ENV: "production" },
        port: barePort,
      }),
    );
    const constant = keep(await nginx(answer, fixture.directory));
    const select = keep(await oneSelect(fixture, answer));
    const peer = await betterAuth(fixture);
    if (peer) running.push(peer.server);

    const token = { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" };
    const hot = fixture.secrets.slice(0, HOT_KEYS).map(verifyBody);
    const post = (server: ServerProcess, path: string, bodies: string[]) => ({
      url: server.url + path,
      method: "POST" as const,
      headers: token,
      bodies,
    });
    const authorize = (server: ServerProcess) => ({
      url: `${server.url}/v1/authorize`,
      method: "GET" as const,
      headers: {
        authorization: `Bearer ${fixture.secrets[0]}`,
        "x-latchkey-token": fixture.serviceToken,
        "x-original-method": "GET",
        "x-original-uri": "/invoices/42",
        "x-latchkey-scopes": "invoices:read",
        "x-forwarded-for": "203.0.113.7",
      },
      bodies: [],
    });
    const contenders: Contender[] = [
      { name: "(a) bare node:http", server: bare, load: post(bare, "/", hot) },
      { name: "gateway on Bun, hot keys", server: bun, load: post(bun, "/v1/verify", hot) },
      { name: "gateway on Node, hot keys", server: node, load: post(node, "/v1/verify", hot) },
      { name: "gateway on Bun, /v1/authorize", server: bun, load: authorize(bun) },
      { name: "gateway on Node, /v1/authorize", server: node, load: authorize(node) },
      { name: "(d) one SELECT", server: select, load: post(select, "/", hot) },
    ];
    if (constant) contenders.push({ name: "(b) nginx constant", server: constant, load: post(constant, "/", hot) });
    if (peer) {
      const bodies = peer.keys.map((key) => JSON.stringify({ key }));
      contenders.push({ name: "(c) Better Auth apiKey", server: peer.server, load: post(peer.server, "/", bodies) });
    }
    const results = new Map<string, LoadResult[]>();
    const record = (name: string, result: LoadResult) => results.set(name, [...(results.get(name) ?? []), result]);
    for (const contender of contenders) await measure({ ...contender.load, seconds: 1 });
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, load } of contenders) {
        const result = await measure({ ...load, seconds });
        record(name, result);
        process.stdout.write(`round ${round + 1}  ${name.padEnd(34)} ${Math.round(result.requestsPerSecond)}/s\n`);
      }
      // Cold: every key is asked for the first time. The process is warm, as the server of the SELECTs is.
      for (const runtime of ["bun", "node"] as const) {
        const fresh = await startGateway(fixture, { runtime, cpu: 0 });
        await measure({ ...post(fresh, "/v1/verify", hot), seconds: 1 });
        const bodies = fixture.secrets.slice(HOT_KEYS).map(verifyBody);
        const result = await measure({ ...post(fresh, "/v1/verify", bodies), seconds: 2 });
        await fresh.stop();
        record(`gateway on ${runtime === "bun" ? "Bun" : "Node"}, cold keys`, result);
        process.stdout.write(
          `round ${round + 1}  ${`${runtime}, cold keys`.padEnd(34)} ${Math.round(result.requestsPerSecond)}/s\n`,
        );
      }
    }
    report(results, answer.length);
  } finally {
    await Promise.allSettled(running.map((server) => server.stop()));
    await fixture.close();
  }
}

function report(results: Map<string, LoadResult[]>, answerBytes: number): void {
  const rate = (name: string) => median((results.get(name) ?? []).map((result) => result.requestsPerSecond));
  const bare = rate("(a) bare node:http");
  const select = rate("(d) one SELECT");
  const peer = rate("(c) Better Auth apiKey");
  const rows = [...results.keys()].map((name) => ({
    name,
    perSecond: Math.round(rate(name)),
    p50: median((results.get(name) ?? []).map((result) => result.p50)),
    p99: median((results.get(name) ?? []).map((result) => result.p99)),
    errors: (results.get(name) ?? []).reduce((sum, result) => sum + result.errors, 0),
    toBare: rate(name) / bare,
    toSelect: rate(name) / select,
    toBetterAuth: peer > 0 ? rate(name) / peer : null,
  }));
  process.stdout.write(
    `\nMedians of ${rounds} interleaved rounds of ${seconds} s, one server processor, 64 connections, answers of ${answerBytes} bytes\n\n`,
  );
  process.stdout.write(
    "| server | requests/s | p50 ms | p99 ms | × bare node:http | × one SELECT | × Better Auth | errors |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
  );
  for (const row of rows) {
    const other = row.toBetterAuth === null ? "" : row.toBetterAuth.toFixed(1);
    process.stdout.write(
      `| ${row.name} | ${row.perSecond} | ${row.p50.toFixed(2)} | ${row.p99.toFixed(2)} | ${row.toBare.toFixed(2)} | ${row.toSelect.toFixed(2)} | ${other} | ${row.errors} |\n`,
    );
  }
  mkdirSync(join(values.out, ".."), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify({ rounds, seconds, answerBytes, rows }, null, 2)}\n`);
}

await main();
