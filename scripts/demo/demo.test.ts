import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { verifyAuditTrail } from "@/lib/audit/verify-audit-trail";
import { systemClock } from "@/lib/core/clock";
import { idSchema } from "@/lib/core/ids";
import { keyStatus } from "@/lib/keys/policy";
import type { TrafficKit } from "@/scripts/demo/kit";
import { claimDatabase, refuseForeignDatabase } from "@/scripts/demo/ownership";
import { SeededRandom } from "@/scripts/demo/random";
import { seedDemo } from "@/scripts/demo/seed";

const NOW = systemClock.now();
let database: TestDatabase;
let kit: TrafficKit;

beforeAll(async () => {
  database = await createTestDatabase({ max: 3 });
  expect(await claimDatabase(database.adminUrl, TEST_MASTER_SECRET)).toBe(true);
  const { appUrl, gatewayUrl, vault } = database;
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  kit = await seedDemo({ appUrl, gatewayUrl, vault, password: "a demo's password", now: NOW, usageDays: 1, tell });
}, 240_000);
afterAll(() => database?.close());

const rows = async <R extends object>(query: string): Promise<R[]> => (await database.admin.query<R>(query)).rows;

describe("the demo's history", () => {
  it("has 60 keys, some of them in each state, and requests that wait", async () => {
    const keys = await rows<{ state: "pending" | "active" | "disabled" | "revoked"; expiresAt: Date | null }>(
      `SELECT state, expires_at AS "expiresAt" FROM keys`,
    );
    expect(keys).toHaveLength(60);
    const statuses = new Set(keys.map((key) => keyStatus(key, NOW)));
    expect([...statuses].sort()).toEqual(["active", "disabled", "expired", "revoked"]);
    const [waiting] = await rows<{ n: number }>("SELECT count(*)::int AS n FROM requests WHERE state = 'pending'");
    expect(waiting?.n).toBeGreaterThanOrEqual(4);
  });

  it("has people of every role", async () => {
    const roles = await rows<{ role: string }>(
      "SELECT DISTINCT role FROM members WHERE state = 'active' ORDER BY role",
    );
    expect(roles.map(({ role }) => role)).toEqual(["admin", "auditor", "developer", "owner"]);
  });

  it("lies in the past, in the order in which it happened", async () => {
    const [order] = await rows<{ later: number; mixed: number }>(
      `SELECT count(*) FILTER (WHERE at > now())::int AS later,
              count(*) FILTER (WHERE at < before)::int AS mixed
       FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM audit_events) AS trail`,
    );
    expect(order).toEqual({ later: 0, mixed: 0 });
  });

  it("has an audit trail that is whole", async () => {
    const organizationId = idSchema("organization").parse(kit.organizationId);
    const actor = { type: "system" as const, organizationId, process: "test" };
    const request = { requestId: "test", ip: null, userAgent: null };
    const { app, vault } = database;
    const report = await verifyAuditTrail({ actor, db: app, clock: systemClock, vault, request });
    expect(report).toMatchObject({ fault: null });
    expect(report.events).toBeGreaterThan(100);
  });

  it("has rollups that agree with its events", async () => {
    const [sums] = await rows<{ events: number; hourly: number; daily: number; environments: number; all: number }>(
      `SELECT (SELECT sum(count) FROM usage_events WHERE key_id IS NOT NULL)::int AS events,
              (SELECT sum(count) FROM usage_hourly)::int AS hourly, (SELECT sum(count) FROM usage_daily)::int AS daily,
              (SELECT sum(count) FROM usage_environment_hourly)::int AS environments,
              (SELECT sum(count) FROM usage_events)::int AS all`,
    );
    expect(sums?.events).toBeGreaterThan(10_000);
    expect(sums).toMatchObject({ hourly: sums?.events, daily: sums?.events, environments: sums?.all });
  });

  it("keeps no secret of its traffic in the database", async () => {
    const [dump] = await rows<{ text: string }>(
      `SELECT (SELECT string_agg(k::text, '') FROM keys k) || (SELECT string_agg(v::text, '') FROM key_versions v)
           || (SELECT string_agg(e::text, '') FROM audit_events e) AS text`,
    );
    expect(kit.keys.length).toBeGreaterThan(10);
    for (const { secret } of kit.keys) expect(dump?.text.includes(secret)).toBe(false);
  });

  it("is written once", async () => {
    expect(await claimDatabase(database.adminUrl, TEST_MASTER_SECRET)).toBe(false);
  });
});

describe("the demo's database", () => {
  it("is refused when it is somebody's installation, and not touched", async () => {
    const other = await createTestDatabase();
    try {
      await other.admin.query("UPDATE installation SET set_up_at = now()");
      await expect(refuseForeignDatabase(other.adminUrl)).rejects.toThrow(/is not a demo/);
      await expect(claimDatabase(other.adminUrl, TEST_MASTER_SECRET)).rejects.toThrow(/not a demo/);
      const found = await other.admin.query("SELECT is_demo FROM installation");
      expect(found.rows).toEqual([{ is_demo: false }]);
    } finally {
      await other.close();
    }
  });

  it("is made anew when the first start was cut off", async () => {
    const half = await createTestDatabase();
    try {
      await half.admin.query("UPDATE installation SET is_demo = true");
      await half.admin.query("INSERT INTO users (id, email, name) VALUES ('usr_half', 'half@acme.test', 'Half')");
      expect(await claimDatabase(half.adminUrl, TEST_MASTER_SECRET)).toBe(true);
      expect((await half.admin.query("SELECT id FROM users")).rows).toEqual([]);
      expect((await half.admin.query("SELECT is_demo FROM installation")).rows).toEqual([{ is_demo: true }]);
    } finally {
      await half.close();
    }
  });
});

it("the same seed gives the same numbers, and counts keep their expectation", () => {
  const draw = () => {
    const random = new SeededRandom(7);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(draw()).toEqual(draw());
  const random = new SeededRandom(1);
  for (const expected of [0.3, 4, 200]) {
    const counts = Array.from({ length: 4000 }, () => random.count(expected));
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(Math.abs(mean - expected)).toBeLessThan(Math.sqrt(expected) * 0.08);
  }
});
