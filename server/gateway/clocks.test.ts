import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { GatewayProcess, RUNTIMES, type Runtime, until } from "./testing/process";
import { GatewayTenant } from "./testing/tenant";

const HOUR = 3_600_000;
const PRELOAD = fileURLToPath(new URL("./testing/shifted-clock.mjs", import.meta.url));

/** A gateway on a machine whose wall clock is wrong. */
function startShifted(runtime: Runtime, databaseUrl: string, shift: number): Promise<GatewayProcess> {
  const preload: Record<string, string> =
    runtime === "bun" ? { BUN_OPTIONS: `--preload=${PRELOAD}` } : { NODE_OPTIONS: `--import=${PRELOAD}` };
  return GatewayProcess.start({
    runtime,
    databaseUrl,
    variables: { ...preload, SHIFT_CLOCK_MILLISECONDS: String(shift) },
  });
}

describe.each(
  RUNTIMES.flatMap((runtime) => [
    { runtime, words: "an hour ahead", shift: HOUR },
    { runtime, words: "a day behind", shift: -24 * HOUR },
  ]),
)("a gateway under $runtime whose clock is $words", ({ runtime, shift }) => {
  let database: TestDatabase;
  let tenant: GatewayTenant;
  let gateway: GatewayProcess;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token({ expiresAt: new Date(Date.now() + HOUR / 2) });
    gateway = await startShifted(runtime, database.gatewayUrl, shift);
  }, 120_000);
  afterAll(async () => {
    await gateway?.remove();
    await database?.close();
  });

  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  it("judges expiry, first day and overlap by Postgres' clock, from its first answer on", async () => {
    const cases: [string, Parameters<GatewayTenant["key"]>[0]][] = [
      ["VALID", { expiresAt: inMinutes(30) }],
      ["EXPIRED", { expiresAt: inMinutes(-30) }],
      ["EXPIRED", { notBefore: inMinutes(30) }],
      ["VALID", { notBefore: inMinutes(-30) }],
    ];
    for (const [code, columns] of cases) {
      const key = await tenant.key(columns);
      expect(await gateway.code(token, { key: key.secret }), JSON.stringify(columns)).toBe(code);
    }
    const old = await tenant.key();
    await tenant.rotate(old, { overlapEndsAt: inMinutes(30) });
    expect(await gateway.code(token, { key: old.secret })).toBe("VALID");
    const ended = await tenant.key();
    await tenant.rotate(ended, { overlapEndsAt: inMinutes(-1) });
    expect(await gateway.code(token, { key: ended.secret })).toBe("EXPIRED");
    const offset = await gateway.metric("latchkey_gateway_clock_offset_seconds");
    expect(Math.abs(offset + shift / 1000)).toBeLessThan(5);
  });

  it("a key that expires while it is cached ends at the right second", async () => {
    const end = Date.now() + 1500;
    const key = await tenant.key({ expiresAt: new Date(end) });
    expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
    await until("it is expired", async () => (await gateway.code(token, { key: key.secret })) === "EXPIRED", 4000);
    expect(Math.abs(Date.now() - end)).toBeLessThan(1200);
  });

  it("limits go on, and calls are counted in the second in which they were made", async () => {
    const key = await tenant.key({ rateLimits: [{ limit: 2, window: 3600 }] });
    const codes: unknown[] = [];
    for (let call = 0; call < 3; call += 1) codes.push(await gateway.code(token, { key: key.secret }));
    expect(codes).toEqual(["VALID", "VALID", "RATE_LIMITED"]);
    await until("they are counted", async () => (await tenant.counted(key)).VALID === 2, 5000);
    const { rows } = await database.admin.query<{ apart: number }>(
      "SELECT max(abs(extract(epoch FROM now() - at)))::float8 AS apart FROM usage_events WHERE key_id = $1",
      [key.id],
    );
    expect(rows[0]?.apart).toBeLessThan(30);
  });
});
