import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { GatewayProcess, RUNTIMES, type Runtime, until } from "./testing/process";
import { openDeafClient, openSlowClient, SLOW_CLIENTS } from "./testing/slow-clients";
import { GatewayTenant, type TestKey } from "./testing/tenant";

const EACH = 25;
const HEADERS_WITHIN = 16_000;
/** Bun gives a whole call as long as an idle connection; Node has a time-out of its own for it. */
const CALL_WITHIN: Record<Runtime, number> = { node: 35_000, bun: 75_000 };
const DEAF = 6;
const ASKED = 600;

describe("slow clients", () => {
  let database: TestDatabase;
  let tenant: GatewayTenant;
  let token: string;
  let key: TestKey;
  const gateways = new Map<Runtime, GatewayProcess>();

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    key = await tenant.key();
    for (const runtime of RUNTIMES) {
      gateways.set(runtime, await GatewayProcess.start({ runtime, databaseUrl: database.gatewayUrl }));
    }
  }, 120_000);
  afterAll(async () => {
    for (const gateway of gateways.values()) await gateway.remove();
    await database?.close();
  });

  function gatewayOf(runtime: Runtime): GatewayProcess {
    const gateway = gateways.get(runtime);
    if (!gateway) throw new Error("It was not started.");
    return gateway;
  }

  it.concurrent.each(RUNTIMES)(
    "are ended in time by the gateway under %s, and nobody else waits for them",
    async (runtime) => {
      const gateway = gatewayOf(runtime);
      const clients = Object.entries(SLOW_CLIENTS).flatMap(([kind, act]) =>
        Array.from({ length: EACH }, () => openSlowClient(gateway.url, kind, act)),
      );
      try {
        const took: number[] = [];
        for (let call = 0; call < 100; call += 1) {
          const asked = performance.now();
          expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
          took.push(performance.now() - asked);
          await sleep(20);
        }
        took.sort((a, b) => a - b);
        expect(took[94] ?? Number.NaN).toBeLessThan(500);
        await until(
          "all of them are ended",
          () => clients.every((client) => client.endedAfter() !== undefined),
          CALL_WITHIN[runtime],
        );
        for (const client of clients) {
          const within = /header|nothing/.test(client.kind) ? HEADERS_WITHIN : CALL_WITHIN[runtime];
          expect(client.endedAfter(), client.kind).toBeLessThan(within);
          expect(client.heard(), client.kind).not.toContain("HTTP/1.1 200");
        }
      } finally {
        for (const client of clients) client.stop();
      }
      expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
    },
    120_000,
  );

  it.each(RUNTIMES)(
    "a client that reads none of its answers takes no memory, under %s",
    async (runtime) => {
      const gateway = gatewayOf(runtime);
      expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
      const before = residentMegabytes(gateway.child.pid);
      const clients = Array.from({ length: DEAF }, () => openDeafClient(gateway.url, "/metrics", ASKED));
      try {
        for (let call = 0; call < 60; call += 1) {
          expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
          await sleep(50);
        }
        expect(residentMegabytes(gateway.child.pid) - before).toBeLessThan(100);
      } finally {
        for (const client of clients) client.stop();
      }
    },
    120_000,
  );
});

function residentMegabytes(pid: number | undefined): number {
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1]) / 1024;
}
