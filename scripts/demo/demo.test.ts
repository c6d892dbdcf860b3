import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Context } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { replayRule } from "@/lib/approvals/manage-rules";
import { listBreakGlass } from "@/lib/approvals/read-break-glass";
import { verifyAuditTrail } from "@/lib/audit/verify-audit-trail";
import type { UserActor } from "@/lib/core/actor";
import { manualClock, systemClock } from "@/lib/core/clock";
import { ROLES } from "@/lib/core/enums";
import { idSchema, newId } from "@/lib/core/ids";
import { keyStatus } from "@/lib/keys/policy";
import { previewPolicy } from "@/lib/policies/preview-policy";
import type { TrafficKit } from "@/scripts/demo/kit";
import { claimDatabase, refuseForeignDatabase } from "@/scripts/demo/ownership";
import { SeededRandom } from "@/scripts/demo/random";
import { seedDemo } from "@/scripts/demo/seed";

const NOW = systemClock.now();
let database: TestDatabase;
let kit: TrafficKit;
const people = new Map<string, Pick<UserActor, "userId" | "memberId" | "role" | "sessionId">>();

beforeAll(async () => {
  database = await createTestDatabase({ max: 3 });
  expect(await claimDatabase(database.adminUrl, TEST_MASTER_SECRET)).toBe(true);
  const { appUrl, gatewayUrl, vault } = database;
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  kit = await seedDemo({ appUrl, gatewayUrl, vault, password: "a demo's password", now: NOW, usageDays: 1, tell });
  const { rows: members } = await database.admin.query(
    "SELECT split_part(u.email, '@', 1) AS name, u.id AS user, m.id AS member, m.role FROM members m JOIN users u ON u.id = m.user_id",
  );
  for (const { name, user, member, role } of members) {
    people.set(name, {
      userId: idSchema("user").parse(user),
      memberId: idSchema("member").parse(member),
      role: z.enum(ROLES).parse(role),
      sessionId: newId("session"),
    });
  }
}, 240_000);
afterAll(() => database?.close());

/** A verb's context as one of the people, looked up in the finished demo. */
function asPerson(name: string): Context {
  const found = people.get(name);
  if (!found) throw new Error(`${name} is not in the demo.`);
  const organizationId = idSchema("organization").parse(kit.organizationId);
  const actor: UserActor = { type: "user", organizationId, access: {}, mfaAt: NOW, ...found };
  const request = { requestId: "test", ip: null, userAgent: null };
  return { actor, db: database.app, clock: manualClock(NOW), vault: database.vault, request };
}

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

  it("has a standing rule that is on and approved requests, and one that waits to be tried", async () => {
    const rules = await rows<{ id: string; name: string; enabled: boolean; tried: boolean; approved: number }>(
      `SELECT r.id, r.name, r.enabled, r.replayed_version IS NOT DISTINCT FROM r.version AS tried,
              (SELECT count(*) FROM requests q WHERE q.approved_by = 'rule' AND q.approved_by_id = r.id)::int AS approved
       FROM approval_rules r ORDER BY r.id`,
    );
    expect(rules).toMatchObject([
      { name: "Reading in staging, up to 30 days", enabled: true, tried: true, approved: 3 },
      { name: "Product listings in production", enabled: false, tried: false, approved: 0 },
    ]);
    const results = [];
    for (const { id } of rules) results.push(await replayRule(asPerson("tomas"), id, { days: 90 }));
    const [staging, listings] = results;
    // What people were asked before there was a rule is what it stands for.
    expect(staging?.examples.map(({ keyName }) => keyName)).toContain("Contract tests");
    expect(staging?.contradicted).toBe(0);
    expect(listings?.examples.map(({ keyName }) => keyName).sort()).toEqual(["Marketplace Korea", "Wish list"]);
    expect(listings?.requests).toBeGreaterThan(listings?.approved ?? 0);
  });

  it("has an emergency that is over and reviewed by somebody else, and one that waits for its review", async () => {
    const { items } = await listBreakGlass(asPerson("olivia"));
    expect(items.map(({ userName, active, reviewedByName }) => [userName, active, reviewedByName])).toEqual([
      ["Priya Raman", false, null],
      ["Tomás Ferreira", false, "Olivia Hart"],
    ]);
    expect(items[0]?.actions.review).toBeNull();
    for (const use of items) expect(Date.parse(use.endedAt ?? "")).toBeLessThan(Date.parse(use.endsAt) + 2000);
  });

  it("has an environment whose changed policy leaves a few keys out of bounds, and their owners were told", async () => {
    const names = { project: "catalogue", environment: "development" };
    const preview = await previewPolicy(asPerson("tomas"), names, {});
    expect(preview.sample.map(({ name, breaches }) => [name, breaches]).sort()).toEqual([
      ["Aiko's laptop", ["wildcard_scope"]],
      ["Continuous integration", ["wildcard_scope"]],
      ["Jonas's laptop", ["wildcard_scope"]],
    ]);
    expect(preview.keys).toBeGreaterThan(preview.outOfBounds);
    const told = await rows<{ recipient: string }>(
      "SELECT recipient FROM email_outbox WHERE template = 'keys-out-of-bounds' ORDER BY recipient",
    );
    expect(told.map(({ recipient }) => recipient)).toEqual(["aiko@acme.test", "jonas@acme.test", "tomas@acme.test"]);
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
