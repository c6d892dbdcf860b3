import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export type Runtime = "bun" | "node";
export const RUNTIMES: readonly Runtime[] = ["bun", "node"];

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  return address.port;
}

export type GatewayProcessOptions = {
  runtime: Runtime;
  databaseUrl: string;
  spoolDirectory?: string;
  port?: number;
  variables?: Record<string, string>;
  /** False: return as soon as it is spawned. */
  waitUntilReady?: boolean;
};

/** A real gateway process, as `npm start` runs it. */
export class GatewayProcess {
  readonly url: string;
  readonly spoolDirectory: string;
  readonly child: ChildProcess;
  output = "";

  private constructor(child: ChildProcess, url: string, spoolDirectory: string) {
    this.child = child;
    this.url = url;
    this.spoolDirectory = spoolDirectory;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-50_000);
      });
    }
  }

  static async start(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const port = options.port ?? (await freePort());
    const spoolDirectory = options.spoolDirectory ?? mkdtempSync(join(tmpdir(), "latchkey-spool-"));
    const [program, args] =
      options.runtime === "bun"
        ? [join(ROOT, "node_modules/.bin/bun"), ["server/gateway/main-bun.ts"]]
        : [process.execPath, ["--import", "tsx", "server/gateway/main-node.ts"]];
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH ?? "",
        HOME: process.env.HOME ?? "",
        NODE_ENV: "test",
        DATABASE_GATEWAY_URL: options.databaseUrl,
        LATCHKEY_MASTER_SECRETS: `1:${TEST_MASTER_SECRET.toString("base64")}`,
        NEXTAUTH_SECRET: "x".repeat(32),
        GATEWAY_PORT: String(port),
        GATEWAY_HOST: "127.0.0.1",
        GATEWAY_SPOOL_DIR: spoolDirectory,
        APP_URL: "https://keys.example.test",
        ...options.variables,
      },
    });
    const gateway = new GatewayProcess(child, `http://127.0.0.1:${port}`, spoolDirectory);
    if (options.waitUntilReady !== false) await gateway.untilReady();
    return gateway;
  }

  async untilReady(milliseconds = 60_000): Promise<void> {
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && this.child.exitCode === null) {
      const status = await fetch(`${this.url}/readyz`).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 200) return;
      await sleep(30);
    }
    throw new Error(`The gateway did not become ready:\n${this.output}`);
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill(signal);
    await exited;
  }

  /** Ends it and removes its spool. */
  async remove(): Promise<void> {
    await this.end();
    rmSync(this.spoolDirectory, { recursive: true, force: true });
  }

  async verify(token: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.url}/v1/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async code(token: string, body: unknown): Promise<unknown> {
    return (await this.verify(token, body)).body.code;
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1));
  }
}

/** Waits until a condition holds; throws when it does not in time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 5000,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not within ${milliseconds} ms: ${what}`);
    await sleep(10);
  }
}
