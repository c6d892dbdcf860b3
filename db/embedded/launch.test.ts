import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBinaries } from "@/db/embedded/binaries";
import { EmbeddedPostgresError } from "@/db/embedded/error";
import { type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/launch";
import { isRunning } from "@/db/embedded/postmaster";

const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const isRoot = process.getuid?.() === 0;

let root: string;
let directory: string;
let last: EmbeddedPostgres | undefined;

async function start(options: { port?: number; database?: string; durable?: boolean } = {}): Promise<EmbeddedPostgres> {
  last = await startEmbeddedPostgres({ directory, durable: false, ...options });
  return last;
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded Postgres", () => {
  beforeAll(() => {
    root = mkdtempSync(join(memory, "latchkey-embedded-"));
    directory = root;
  });
  afterAll(async () => {
    await last?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it("is made by the first start: UTF-8, password required, this machine only, the database asked for", async () => {
    const server = await start({ database: "latchkey" });
    expect(server.adopted).toBe(false);
    const [settings] = await ask<Record<string, string>>(
      server.url,
      `SELECT current_database() AS database, current_setting('listen_addresses') AS addresses,
              current_setting('server_encoding') AS encoding, current_setting('max_connections') AS connections,
              current_setting('unix_socket_directories') AS sockets`,
    );
    expect(settings).toEqual({
      database: "latchkey",
      addresses: "127.0.0.1",
      encoding: "UTF8",
      connections: "200",
      sockets: "",
    });
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    await expect(ask(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(directory, "cluster.json")).mode & 0o777).toBe(0o600);
  });

  it.runIf(isRoot)("never runs as root, and its data can be read by its own user alone", async () => {
    const server = await start();
    expect(statSync(server.dataDirectory).uid).not.toBe(0);
    expect(statSync(server.dataDirectory).mode & 0o077).toBe(0);
    expect(statSync(`/proc/${server.pid}`).uid).toBe(statSync(server.dataDirectory).uid);
    expect(statSync(directory).mode & 0o777).toBe(0o711);
  });

  it("is adopted while it runs, by another start as by a look-up", async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
    expect(await findEmbeddedPostgres(directory)).toMatchObject({ adopted: true, pid: first.pid });
  });

  it("keeps what was committed, and its port, through a kill -9", async () => {
    const before = await start({ durable: true });
    await ask(before.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(before.pid, "SIGKILL");
    const after = await start({ durable: true });
    expect(after).toMatchObject({ adopted: false, port: before.port });
    expect(await ask(after.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("starts beside a postmaster.pid that names a living process of someone else", async () => {
    const server = await start();
    const file = join(server.dataDirectory, "postmaster.pid");
    const content = readFileSync(file, "utf8");
    await server.stop();
    writeFileSync(file, content.replace(/^\d+/, String(process.pid)));
    expect(await findEmbeddedPostgres(directory)).toBeNull();
    expect((await start()).adopted).toBe(false);
    expect(isRunning(process.pid)).toBe(true);
  });

  it("is started once by starts that happen at once", async () => {
    await (await start()).stop();
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
    expect(servers.filter((server) => !server.adopted)).toHaveLength(1);
  });

  it("is gone after stop, which may be called again", async () => {
    const server = await start();
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(await findEmbeddedPostgres(directory)).toBeNull();
    await expect(server.stop()).resolves.toBeUndefined();
  });

  it("takes another port when its own is taken meanwhile, but says so when the port was asked for", async () => {
    const server = await start();
    await server.stop();
    const squatter = createServer().listen(server.port, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    try {
      await expect(start({ port: server.port })).rejects.toThrow(
        new EmbeddedPostgresError(`Postgres cannot listen on port ${server.port}, because another program does.`),
      );
      expect((await start()).port).not.toBe(server.port);
    } finally {
      squatter.close();
    }
  });

  it("refuses data of another Postgres version in one sentence", async () => {
    const server = await start();
    await server.stop();
    const file = join(server.dataDirectory, "PG_VERSION");
    const version = readFileSync(file, "utf8");
    writeFileSync(file, "9\n");
    await expect(start()).rejects.toThrow(/^The data in .* is of Postgres 9, but Postgres \d+ is installed; .*\.$/);
    writeFileSync(file, version);
  });

  it("makes the cluster anew when the first start was killed midway", async () => {
    const broken = join(root, "broken");
    mkdirSync(join(broken, "data.draft", "base"), { recursive: true });
    writeFileSync(join(broken, "data.draft.password"), "left behind");
    const server = await startEmbeddedPostgres({ directory: broken, durable: false });
    try {
      expect(await ask(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect(existsSync(join(broken, "data.draft"))).toBe(false);
      expect(existsSync(join(broken, "data.draft.password"))).toBe(false);
    } finally {
      await server.stop();
    }
  });
});

describe("an installation in a folder that Postgres' user cannot enter", () => {
  it.runIf(isRoot)("keeps its data in /var/lib/latchkey and finds it again", async () => {
    const home = mkdtempSync(join(memory, "latchkey-private-"));
    const inside = join(home, "project", ".latchkey", "postgres");
    let server = await startEmbeddedPostgres({ directory: inside, durable: false });
    try {
      expect(server.dataDirectory).toMatch(/^\/var\/lib\/latchkey\/[0-9a-f]{16}\/data$/);
      await server.stop();
      const again = await startEmbeddedPostgres({ directory: inside, durable: false });
      expect(again.dataDirectory).toBe(server.dataDirectory);
      server = again;
      expect(statSync(home).mode & 0o777).toBe(0o700);
    } finally {
      await server.stop();
      rmSync(dirname(server.dataDirectory), { recursive: true });
      rmSync(home, { recursive: true });
    }
  });
});

describe("a platform without Postgres binaries", () => {
  it("is told what to do in one sentence", () => {
    expect(() => findBinaries("sunos", "sparc")).toThrow(
      /^No embedded Postgres is installed for sunos-sparc; run npm ci again, or set DATABASE_URL to .*\.$/,
    );
  });
});
