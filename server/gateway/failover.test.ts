import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { migratedDatabase, OwnPostgres } from "./testing/postgres";
import { freePort, GatewayProcess, RUNTIMES, until } from "./testing/process";
import { CuttableProxy } from "./testing/proxy";
import { GatewayTenant, type TestKey } from "./testing/tenant";

/** How long a gateway that lost Postgres may go on with what it knows, and what a test adds to it. */
const STALE_WITHIN = 3000;
const BACK_WITHIN = 5000;

/** A key that is asked about again and again; `validAt` is when the last valid answer came back. */
type Watched = { key: TestKey; validAt: number; revokedAt: number };

describe("Postgres that crashes, and a standby that takes its place, under load", () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres | undefined;
  let database: TestDatabase;
  let proxy: CuttableProxy;
  let tenant: GatewayTenant;
  let token: string;
  let gateways: GatewayProcess[] = [];

  beforeAll(async () => {
    primary = await OwnPostgres.start();
    database = await migratedDatabase(primary.url, TEST_MASTER_SECRET);
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    proxy = await CuttableProxy.before(database.gatewayUrl);
    gateways = await Promise.all(RUNTIMES.map((runtime) => GatewayProcess.start({ runtime, databaseUrl: proxy.url })));
  }, 180_000);

  afterAll(async () => {
    for (const gateway of gateways) await gateway.remove();
    await proxy?.close();
    await database?.close();
    await standby?.stop();
    await primary?.stop();
    primary?.remove();
  });

  /** Asks both gateways about all keys until it is told to stop; every answer has to be a verdict or a 503. */
  function hammer(watched: readonly Watched[]) {
    let running = true;
    let valid = 0;
    const clients = gateways.flatMap((gateway) =>
      [0, 1, 2].map(async (client) => {
        for (let call = client; running; call += 3) {
          const one = watched[call % watched.length];
          if (!one) return;
          try {
            const { status, body } = await gateway.verify(token, { key: one.key.secret });
            if (body.code === "VALID") {
              one.validAt = performance.now();
              valid += 1;
            } else expect([status, body.code]).toEqual(status === 503 ? [503, "unavailable"] : [200, "REVOKED"]);
          } catch (error) {
            if (!(error instanceof TypeError)) throw error;
          }
          await sleep(2);
        }
      }),
    );
    return {
      stop: async () => {
        running = false;
        await Promise.all(clients);
        return valid;
      },
    };
  }

  /** Revokes one key after the other until Postgres goes; those whose commit was answered have `revokedAt`. */
  async function revokeUntilItFails(watched: readonly Watched[]): Promise<void> {
    for (const one of watched) {
      try {
        await tenant.revoke(one.key);
        one.revokedAt = performance.now();
      } catch {
        return;
      }
      await sleep(20);
    }
  }

  function untilSomeAreRevoked(watched: readonly Watched[]): Promise<void> {
    return until("some are revoked", () => watched.filter((one) => one.revokedAt > 0).length > 6, 20_000);
  }

  async function watch(number: number): Promise<Watched[]> {
    const keys = await Promise.all(Array.from({ length: number }, () => tenant.key()));
    for (const gateway of gateways)
      for (const key of keys) expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
    return keys.map((key) => ({ key, validAt: 0, revokedAt: 0 }));
  }

  async function checkAfterwards(watched: readonly Watched[], admin: TestDatabase["admin"]): Promise<void> {
    const committed = watched.filter((one) => one.revokedAt > 0);
    expect(committed.length).toBeGreaterThan(3);
    for (const one of committed) expect(one.validAt - one.revokedAt).toBeLessThan(STALE_WITHIN);
    const states = await admin.query<{ id: string; state: string }>("SELECT id, state FROM keys");
    const stateOf = new Map(states.rows.map((row) => [row.id, row.state]));
    for (const one of committed) expect(stateOf.get(one.key.id)).toBe("revoked");
    for (const gateway of gateways) {
      for (const one of watched) {
        const expected = stateOf.get(one.key.id) === "revoked" ? "REVOKED" : "VALID";
        expect(await gateway.code(token, { key: one.key.secret })).toBe(expected);
      }
    }
  }

  /** Every valid answer is in Postgres, once. */
  async function untilCounted(admin: TestDatabase["admin"], watched: readonly Watched[], atLeast: number) {
    const ids = watched.map((one) => one.key.id);
    const counted = async () =>
      (
        await admin.query<{ n: number }>(
          "SELECT coalesce(sum(count), 0)::int AS n FROM usage_events WHERE key_id = ANY($1) AND verdict = 'VALID'",
          [ids],
        )
      ).rows[0]?.n ?? 0;
    for (const gateway of gateways) {
      await until(
        "the spool is empty",
        async () => (await gateway.metric("latchkey_gateway_spool_segments")) === 0,
        20_000,
      );
    }
    await until("all are counted", async () => (await counted()) >= atLeast, 10_000);
    // What was decided while its answer could not leave counts too, so a few more are no fault; twice as many would be.
    expect(await counted()).toBeLessThan(atLeast * 1.2 + 200);
  }

  it("an immediate stop and a restart lose no committed revocation, and nothing revoked is valid for longer than promised", async () => {
    const watched = await watch(60);
    const load = hammer(watched);
    const revoking = revokeUntilItFails(watched.slice(0, 40));
    await untilSomeAreRevoked(watched);
    await primary.crash();
    await revoking;
    await sleep(2500);
    for (const gateway of gateways) {
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
      expect((await gateway.verify(token, { key: watched[59]?.key.secret })).status).toBe(503);
    }
    await primary.startAgain();
    await Promise.all(gateways.map((gateway) => gateway.untilReady(BACK_WITHIN)));
    await sleep(500);
    const valid = await load.stop();
    await checkAfterwards(watched, database.admin);
    await untilCounted(database.admin, watched, valid);
  }, 120_000);

  it("after a standby was promoted, every revocation that was confirmed holds, and new ones arrive within a second", async () => {
    const port = await freePort();
    standby = await primary.follow(port, { waitedFor: true });
    const watched = await watch(60);
    const load = hammer(watched);
    const revoking = revokeUntilItFails(watched.slice(0, 40));
    await untilSomeAreRevoked(watched);
    await primary.crash();
    await revoking;
    // The address moves before the standby takes over: a server that follows can prove nothing to a gateway.
    proxy.moveTo(standby.url);
    await sleep(2500);
    for (const gateway of gateways) expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
    await standby.promote();
    await Promise.all(gateways.map((gateway) => gateway.untilReady(BACK_WITHIN)));
    await sleep(500);
    const valid = await load.stop();
    const promoted = await migratedDatabase(standby.url, TEST_MASTER_SECRET);
    try {
      await checkAfterwards(watched, promoted.admin);
      await untilCounted(promoted.admin, watched, valid);
      const after = new GatewayTenant(promoted, tenant.organization);
      const key = await after.key();
      for (const gateway of gateways) expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
      await after.revoke(key);
      for (const gateway of gateways) {
        await until("it is refused", async () => (await gateway.code(token, { key: key.secret })) === "REVOKED", 1000);
      }
    } finally {
      await promoted.close();
    }
  }, 120_000);
});
