import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { GatewayProcess, RUNTIMES, until } from "./testing/process";
import { CuttableProxy } from "./testing/proxy";
import { GatewayTenant } from "./testing/tenant";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

describe.each(RUNTIMES)("the gateway under %s, cut off from Postgres", (runtime) => {
  let database: TestDatabase;
  let proxy: CuttableProxy;
  let gateway: GatewayProcess;
  let tenant: GatewayTenant;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    proxy = await CuttableProxy.before(database.gatewayUrl);
    gateway = await GatewayProcess.start({ runtime, databaseUrl: proxy.url });
  });

  afterAll(async () => {
    proxy?.restore();
    await gateway?.remove();
    await proxy?.close();
    await database?.close();
  });

  it("a key revoked behind a silent line is refused within 3 s; a low environment's is served stale; unknown is never invalid", async () => {
    const strict = await tenant.key();
    const lenient = await tenant.key({ environment: "development" });
    const unseen = await tenant.key();
    for (const key of [strict, lenient]) expect(await gateway.code(token, { key: key.secret })).toBe("VALID");

    proxy.silence();
    const cutAt = performance.now();
    await tenant.revoke(strict);
    let lastValid = 0;
    while (performance.now() - cutAt < 4500) {
      const asked = performance.now();
      const answer = await gateway.verify(token, { key: strict.secret });
      if (answer.body.code === "VALID") lastValid = performance.now() - cutAt;
      else expect(answer.status).toBe(503);
      if (performance.now() - asked < 50) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(lastValid).toBeLessThan(3000);
    expect(await gateway.code(token, { key: lenient.secret })).toBe("VALID");
    const unknown = await gateway.verify(token, { key: unseen.secret });
    expect([unknown.status, unknown.body.code]).toEqual([503, "unavailable"]);
    const ready = await fetch(`${gateway.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { listener: "does not hear changes" } }]);
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);

    proxy.restore();
    await gateway.untilReady(5000);
    expect(await gateway.code(token, { key: strict.secret })).toBe("REVOKED");
    expect(await gateway.code(token, { key: unseen.secret })).toBe("VALID");
    expect(await gateway.code(token, { key: lenient.secret })).toBe("VALID");
    await until(
      "calls of the outage are counted",
      async () => ((await tenant.counted(lenient)).VALID ?? 0) === 3,
      8000,
    );
  });

  it("a change made while the listener was away is known as soon as it is back", async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = await tenant.key();
      expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
      proxy.reset();
      await tenant.revoke(key);
      await until("it is refused", async () => (await gateway.code(token, { key: key.secret })) === "REVOKED", 3000);
    }
  });

  it("reads racing with changes never leave an old verdict in the cache", async () => {
    const key = await tenant.key();
    let asking = true;
    const hammer = Array.from({ length: 4 }, async () => {
      while (asking) await gateway.verify(token, { key: key.secret });
    });
    try {
      for (let round = 0; round < 20; round += 1) {
        const disabled = round % 2 === 0;
        await tenant.change(key, disabled ? "state = 'disabled'" : "state = 'active'");
        const expected = disabled ? "DISABLED" : "VALID";
        await until(
          "the change is in force",
          async () => (await gateway.code(token, { key: key.secret })) === expected,
          1000,
        );
        for (let again = 0; again < 5; again += 1)
          expect(await gateway.code(token, { key: key.secret })).toBe(expected);
      }
    } finally {
      asking = false;
      await Promise.allSettled(hammer);
    }
  });
});

describe("other limits of the verify server", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.close());

  it("a second gateway on the same spool folder refuses to start, with a sentence", async () => {
    const first = await GatewayProcess.start({ runtime: "node", databaseUrl: database.gatewayUrl });
    const second = await GatewayProcess.start({
      runtime: "node",
      databaseUrl: database.gatewayUrl,
      spoolDirectory: first.spoolDirectory,
      waitUntilReady: false,
    });
    await until("it has ended", () => second.child.exitCode !== null, 60_000);
    expect(second.child.exitCode).toBe(1);
    expect(second.output).toContain("is in use by another gateway");
    await first.remove();
  });
});
