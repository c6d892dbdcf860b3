import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { freePort, GatewayProcess, RUNTIMES, until } from "./testing/process";
import { GatewayTenant, type TestKey } from "./testing/tenant";

const KILLS = 5;
const CLIENTS = 16;

describe.each(RUNTIMES)("a gateway under %s that is killed under load", (runtime) => {
  let database: TestDatabase;
  let tenant: GatewayTenant;
  let token: string;
  let key: TestKey;
  let port: number;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    key = await tenant.key();
    port = await freePort();
  });
  afterAll(async () => {
    await gateway?.remove();
    await database?.close();
  });

  /** Every call names itself, so that each answered one can be looked for, and no one can stand for another. */
  async function hammer(): Promise<{ stop: () => Promise<{ answered: Set<string>; unanswered: Set<string> }> }> {
    let running = true;
    const answered = new Set<string>();
    const unanswered = new Set<string>();
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let call = 0; running; call += 1) {
        const name = `client-${client}-${call}`;
        try {
          const { body } = await gateway.verify(token, { key: key.secret, userAgent: name });
          if (body.code === "VALID") answered.add(name);
        } catch {
          unanswered.add(name);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    });
    return {
      stop: async () => {
        running = false;
        await Promise.all(clients);
        return { answered, unanswered };
      },
    };
  }

  async function countedCalls(): Promise<Map<string, number>> {
    const result = await database.admin.query<{ agent: string; total: number }>(
      "SELECT agent, sum(count)::int AS total FROM usage_events WHERE key_id = $1 GROUP BY agent",
      [key.id],
    );
    return new Map(result.rows.map((row) => [row.agent, row.total]));
  }

  it("every answered verification is counted exactly once, over kills and a last orderly end", async () => {
    const start = (spoolDirectory?: string) =>
      GatewayProcess.start({
        runtime,
        databaseUrl: database.gatewayUrl,
        port,
        ...(spoolDirectory ? { spoolDirectory } : {}),
      });
    gateway = await start();
    const load = await hammer();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, 700 + Math.random() * 900));
      await gateway.end("SIGKILL");
      gateway = await start(gateway.spoolDirectory);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    // SIGTERM under load: what was accepted is answered and written before it ends (M54).
    const ending = gateway.end("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { answered, unanswered } = await load.stop();
    await ending;
    expect(gateway.child.exitCode).toBe(0);
    gateway = await start(gateway.spoolDirectory);
    await until(
      "the backlog is written",
      async () => (await gateway.metric("latchkey_gateway_spool_segments")) === 0,
      10_000,
    );

    const counted = await countedCalls();
    const lost = [...answered].filter((name) => !counted.has(name));
    const doubled = [...counted].filter(([, total]) => total !== 1);
    const invented = [...counted.keys()].filter((name) => !answered.has(name) && !unanswered.has(name));
    expect({ lost, doubled, invented }).toEqual({ lost: [], doubled: [], invented: [] });
    expect(answered.size).toBeGreaterThan(200);
    const rollups = await database.admin.query<{
      hourly: number;
      daily: number;
      environment: number;
      activity: number;
    }>(
      `SELECT (SELECT sum(count)::int FROM usage_hourly WHERE key_id = $1) AS hourly,
              (SELECT sum(count)::int FROM usage_daily WHERE key_id = $1) AS daily,
              (SELECT sum(count)::int FROM usage_environment_hourly WHERE environment_id <> '') AS environment,
              (SELECT verifications::int FROM key_activity WHERE key_id = $1) AS activity`,
      [key.id],
    );
    const total = counted.size;
    expect(rollups.rows[0]).toEqual({ hourly: total, daily: total, environment: total, activity: total });
  }, 240_000);
});
