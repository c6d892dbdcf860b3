import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether real Redis servers can be started here. */
export const hasRedis =
  spawnSync("redis-server", ["--version"]).status === 0 && spawnSync("redis-cli", ["--version"]).status === 0;

async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    // A cluster's nodes talk on their port plus 10,000.
    if (typeof address === "object" && address !== null && address.port < 55_000) return address.port;
  }
}

export class TestRedis {
  readonly url: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(child: ChildProcess, port: number, directory: string) {
    this.#child = child;
    this.#directory = directory;
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(options: { cluster?: boolean; port?: number } = {}): Promise<TestRedis> {
    const port = options.port ?? (await freePort());
    const directory = mkdtempSync(join(tmpdir(), "latchkey-redis-"));
    const args = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--dir",
      directory,
    ];
    if (options.cluster) args.push("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
    const redis = new TestRedis(spawn("redis-server", args, { stdio: "ignore" }), port, directory);
    for (let attempt = 0; attempt < 200 && redis.command("ping") !== "PONG"; attempt += 1) await sleep(20);
    return redis;
  }

  /** Three masters that share the slots. */
  static async startCluster(): Promise<TestRedis[]> {
    const nodes = await Promise.all([1, 2, 3].map(() => TestRedis.start({ cluster: true })));
    const [first] = nodes;
    if (!first) throw new Error("There are three nodes.");
    const addresses = nodes.map((node) => `127.0.0.1:${node.port}`);
    spawnSync("redis-cli", ["--cluster", "create", ...addresses, "--cluster-replicas", "0", "--cluster-yes"]);
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (nodes.every((node) => node.command("cluster", "info").includes("cluster_state:ok"))) return nodes;
      await sleep(50);
    }
    throw new Error("The cluster did not come up.");
  }

  command(...words: string[]): string {
    return spawnSync("redis-cli", ["-p", String(this.port), ...words])
      .stdout.toString()
      .trim();
  }

  /** Stops answering without closing connections, and goes on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await exited;
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
