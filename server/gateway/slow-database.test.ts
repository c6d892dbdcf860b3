import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { generateKeySecret } from "@/lib/core/key-format";
import { GatewayProcess, RUNTIMES, until } from "./testing/process";
import { CuttableProxy } from "./testing/proxy";
import { GatewayTenant, type TestKey } from "./testing/tenant";

/** Each way: 300 ms for a query, 1.2 s for a new connection. */
const DELAY = 150;
const UNKNOWN_AT_ONCE = 20;
/** One look-up waits for a connection and for its answer; both are bounded. */
const LOOKUP_WITHIN = 4000;

describe.each(RUNTIMES)("the gateway under %s on a slow database whose pool is exhausted", (runtime) => {
  let database: TestDatabase;
  let proxy: CuttableProxy;
  let gateway: GatewayProcess;
  let tenant: GatewayTenant;
  let token: string;
  let key: TestKey;

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    key = await tenant.key();
    proxy = await CuttableProxy.before(database.gatewayUrl);
    gateway = await GatewayProcess.start({ runtime, databaseUrl: proxy.url });
  }, 90_000);
  afterAll(async () => {
    proxy?.slowDown(0);
    await gateway?.remove();
    await proxy?.close();
    await database?.close();
  });

  /** The 95th of 100 calls with a cached key, in milliseconds. */
  async function cachedTook(): Promise<number> {
    const took: number[] = [];
    for (let call = 0; call < 100; call += 1) {
      const asked = performance.now();
      expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
      took.push(performance.now() - asked);
      await sleep(15);
    }
    took.sort((a, b) => a - b);
    return took[94] ?? Number.NaN;
  }

  it("answers cached keys as quickly as before, bounds every wait, and says so on /readyz", async () => {
    await cachedTook();
    const before = await cachedTook();

    proxy.slowDown(DELAY);
    let flooding = true;
    const answers = new Map<string, number>();
    let longest = 0;
    const flood = Promise.all(
      Array.from({ length: UNKNOWN_AT_ONCE }, async () => {
        while (flooding) {
          const asked = performance.now();
          const secret = generateKeySecret(tenant.organization.project.keyPrefix, "prod");
          const { status, body } = await gateway.verify(token, { key: secret });
          longest = Math.max(longest, performance.now() - asked);
          const name = `${status} ${String(body.code)}`;
          answers.set(name, (answers.get(name) ?? 0) + 1);
          await sleep(30);
        }
      }),
    ).finally(() => {
      flooding = false;
    });
    // A failure here is seen where it is awaited, not before.
    flood.catch(() => undefined);
    await sleep(1500);
    const during = await cachedTook();

    proxy.slowDown(DELAY * 8);
    await sleep(3500);
    const slow = await fetch(`${gateway.url}/readyz`);
    expect([slow.status, await slow.json()]).toMatchObject([503, { status: "not ready" }]);

    proxy.slowDown(0);
    flooding = false;
    await flood;
    await gateway.untilReady(5000);
    // Connections that were asked during the slowness may still be waiting for their answers.
    await until(
      "the key is valid again",
      async () => (await gateway.code(token, { key: key.secret })) === "VALID",
      3000,
    );

    // A look-up takes 300 ms and more: a cached key that waited for one would show.
    expect(during).toBeLessThan(Math.max(5 * before, 150));
    expect(longest).toBeLessThan(LOOKUP_WITHIN);
    const allowed = new Set(["200 NOT_FOUND", "200 RATE_LIMITED", "503 unavailable"]);
    expect([...answers.keys()].filter((name) => !allowed.has(name))).toEqual([]);
    expect(answers.size).toBeGreaterThan(0);
  }, 60_000);
});
