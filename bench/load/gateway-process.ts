import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchFixture } from "@/bench/load/fixture";
import { type ServerProcess, startServer } from "@/bench/load/server-process";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

export type GatewayOptions = {
  runtime: "bun" | "node";
  cpu?: number | string;
  port?: number;
  spool?: string;
  variables?: Record<string, string>;
};

/** A gateway as `npm start` runs it, on the bench's database. */
export async function startGateway(
  fixture: BenchFixture,
  options: GatewayOptions,
): Promise<ServerProcess & { spool: string }> {
  const port = options.port ?? (await freePort());
  const spool = options.spool ?? join(fixture.directory, `spool-${options.runtime}-${port}`);
  mkdirSync(spool, { recursive: true });
  const bun = options.runtime === "bun";
  const server = await startServer({
    command: bun ? join(ROOT, "node_modules/.bin/bun") : process.execPath,
    args: bun ? ["server/gateway/main-bun.ts"] : ["--import", "tsx", "server/gateway/main-node.ts"],
    environment: {
      ...fixture.variables,
      GATEWAY_PORT: String(port),
      GATEWAY_HOST: "127.0.0.1",
      GATEWAY_SPOOL_DIR: spool,
      ...options.variables,
    },
    port,
    ready: "/readyz",
    cpu: options.cpu ?? "0,1",
  });
  return { ...server, spool };
}

/** One verification, as a backend asks for it. */
export async function verifyOnce(
  fixture: BenchFixture,
  url: string,
  key: string,
  userAgent = "bench/1.0",
): Promise<{ status: number; code: string }> {
  const response = await fetch(`${url}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${fixture.serviceToken}`, "content-type": "application/json" },
    body: JSON.stringify({ key, method: "GET", path: "/invoices/42", ip: "203.0.113.7", userAgent }),
  });
  const body: unknown = await response.json();
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
  return { status: response.status, code };
}
