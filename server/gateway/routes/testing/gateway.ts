import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { buildGateway } from "../../build";
import type { GatewayAnswer, GatewayRequest } from "../../http";

export const GATEWAY_URL = "https://verify.latchkey.test";

export type GatewayReply = { status: number; headers: Readonly<Record<string, string>>; body: Record<string, unknown> };
export type TestGateway = {
  call(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string; ip?: string },
  ): Promise<GatewayReply>;
  stop(): Promise<void>;
};

/** A gateway over the test's database; requests are injected, no port is opened. */
export async function startTestGateway(
  database: TestDatabase,
  options: { privateHosts?: readonly string[]; trustedProxies?: number } = {},
): Promise<TestGateway> {
  const spoolDirectory = mkdtempSync(join(tmpdir(), "latchkey-leases-"));
  const gateway = await buildGateway({
    databaseUrl: database.gatewayUrl,
    masterSecrets: [{ version: 1, secret: TEST_MASTER_SECRET }],
    appUrl: "https://keys.latchkey.test",
    gatewayUrl: GATEWAY_URL,
    privateHosts: options.privateHosts ?? [],
    spoolDirectory,
    redisUrl: undefined,
    geoipDatabase: undefined,
    trustedProxies: options.trustedProxies ?? 0,
    runtime: "node",
    logger: pino({ level: "silent" }),
  });
  await gateway.start();
  return {
    call: async (method, path, { headers = {}, body = "", ip = "198.51.100.7" } = {}) => {
      const request: GatewayRequest = {
        method,
        url: path,
        header: (name) => headers[name] ?? null,
        remoteAddress: () => ip,
        read: (done) => done(body),
      };
      const answer = await new Promise<GatewayAnswer>((resolve) => gateway.handle(request, resolve));
      return {
        status: answer.status,
        headers: answer.headers,
        body: answer.body === "" ? {} : JSON.parse(answer.body),
      };
    },
    stop: async () => {
      await gateway.stop();
      rmSync(spoolDirectory, { recursive: true, force: true });
    },
  };
}
