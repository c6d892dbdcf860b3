import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { boundedValues } from "./bounded-values";
import type { UsageSegment, VerificationGroup } from "./event";
import { segmentWriter } from "./write-segments";

let database: TestDatabase;
let organization: TestOrganization;
let keyId: string;
const SECOND = Math.floor(Date.UTC(2026, 10, 22, 10, 30, 5) / 1000);

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database);
  keyId = "key_00000000000000000000000001";
  await database.admin.query(
    `INSERT INTO keys (organization_id, id, project_id, environment_id, name, owner_user_id, created_by, state, created_at, updated_at)
     VALUES ($1, $2, $3, $4, 'k', $5, 'test', 'active', now(), now())`,
    [
      organization.id,
      keyId,
      organization.project.id,
      organization.environments.production.id,
      organization.people.owner.userId,
    ],
  );
});
afterAll(() => database?.close());

function group(parts: Partial<VerificationGroup> = {}): VerificationGroup {
  return {
    kind: "verification",
    organizationId: organization.id,
    projectId: organization.project.id,
    environmentId: organization.environments.production.id,
    keyId,
    versionId: "kv_1",
    verdict: "VALID",
    method: "GET",
    endpoint: "/items/{id}",
    ip: "8.8.8.8",
    agent: "curl/8",
    serviceTokenId: "stk_1",
    supersedes: false,
    ...parts,
  };
}

function writer(nodeId = "node_1") {
  const write = segmentWriter({ pool: database.gateway.pool, nodeId, bound: boundedValues(), countryOf: () => "US" });
  return (name: string, one: UsageSegment) => write([{ name, segment: one }]);
}

async function sums(): Promise<unknown> {
  const result = await database.admin.query(
    `SELECT (SELECT coalesce(sum(count), 0)::int FROM usage_events) AS events,
       (SELECT coalesce(sum(count), 0)::int FROM usage_hourly) AS hourly,
       (SELECT coalesce(sum(count), 0)::int FROM usage_daily) AS daily,
       (SELECT coalesce(sum(count), 0)::int FROM usage_environment_hourly) AS environments,
       (SELECT coalesce(sum(count), 0)::int FROM usage_dimensions_daily WHERE dimension = 'endpoint') AS endpoints,
       (SELECT coalesce(sum(verifications), 0)::int FROM key_activity) AS activity`,
  );
  return result.rows[0];
}

const segment: () => UsageSegment = () => ({
  second: SECOND,
  counts: [
    { group: group(), count: 5, amount: 5 },
    { group: group({ verdict: "RATE_LIMITED" }), count: 2, amount: 2 },
    {
      group: group({
        verdict: "NOT_FOUND",
        keyId: null,
        versionId: null,
        projectId: null,
        environmentId: null,
        endpoint: null,
      }),
      count: 3,
      amount: 3,
    },
  ],
});

it("a segment is written once however often it comes, also at the same time", async () => {
  const write = writer();
  const outcomes = await Promise.all([write("s-1", segment()), write("s-1", segment()), writer()("s-1", segment())]);
  outcomes.push(await write("s-1", segment()));
  expect(outcomes.filter((outcome) => outcome.repeated === 0)).toEqual([{ repeated: 0, calls: 10, skipped: 0 }]);
  expect(await sums()).toEqual({ events: 10, hourly: 7, daily: 7, environments: 10, endpoints: 7, activity: 5 });
});

it("the same name from another node is another segment", async () => {
  expect(await writer("node_2")("s-1", segment())).toMatchObject({ repeated: 0 });
  expect(await sums()).toMatchObject({ events: 20, activity: 10 });
});

it("a transaction that fails leaves nothing, and can be tried again", async () => {
  const before = await sums();
  await database.admin.query("ALTER TABLE usage_daily ADD CONSTRAINT no_more CHECK (count < 0) NOT VALID");
  await expect(writer()("s-2", segment())).rejects.toThrow();
  expect(await sums()).toEqual(before);
  await database.admin.query("ALTER TABLE usage_daily DROP CONSTRAINT no_more");
  expect(await writer()("s-2", segment())).toMatchObject({ repeated: 0 });
});

it("calls of an organization that is gone are skipped, and the rest is counted", async () => {
  const counts = [
    { group: group({ organizationId: "org_gone" }), count: 4, amount: 4 },
    { group: group(), count: 1, amount: 1 },
  ];
  expect(await writer()("s-3", { second: SECOND, counts })).toEqual({ repeated: 0, calls: 1, skipped: 4 });
  const gone = await database.admin.query("SELECT 1 FROM usage_events WHERE organization_id = 'org_gone'");
  expect(gone.rowCount).toBe(0);
});

it("gateways that write the same keys at once never wait for each other in a circle", async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `key_${String(index).padStart(26, "0")}`);
  const counts = (order: string[]) => order.map((id) => ({ group: group({ keyId: id }), count: 1, amount: 1 }));
  const before = await database.admin.query<{ n: number }>(
    "SELECT coalesce(sum(count), 0)::int AS n FROM usage_hourly",
  );
  const writers = [writer("node_a"), writer("node_b"), writer("node_c"), writer("node_d")];
  await Promise.all(
    writers.map(async (write, index) => {
      for (let round = 0; round < 10; round += 1) {
        const order = index % 2 === 0 ? keys : [...keys].reverse();
        await write(`r-${round}`, { second: SECOND + round, counts: counts(order) });
      }
    }),
  );
  const after = await database.admin.query<{ n: number }>("SELECT sum(count)::int AS n FROM usage_hourly");
  expect((after.rows[0]?.n ?? 0) - (before.rows[0]?.n ?? 0)).toBe(1600);
});

it("different values of a dimension are bounded per key and day", async () => {
  const counts = Array.from({ length: 300 }, (_, index) => ({
    group: group({ keyId: "key_wide", agent: `agent/${index}` }),
    count: 1,
    amount: 1,
  }));
  await writer()("s-wide", { second: SECOND, counts });
  const rows = await database.admin.query<{ n: number; other: number }>(
    `SELECT count(*)::int AS n, sum(count) FILTER (WHERE value = 'other')::int AS other
     FROM usage_dimensions_daily WHERE key_id = 'key_wide' AND dimension = 'agent'`,
  );
  expect(rows.rows[0]).toEqual({ n: 201, other: 100 });
});

it("seconds that come together are counted in their own second and hour, and once each", async () => {
  const nextHour = SECOND - (SECOND % 3600) + 3600;
  const segments = [nextHour - 2, nextHour - 1, nextHour].map((second, index) => ({
    name: `b-${index}`,
    segment: { second, counts: [{ group: group({ keyId: "key_batch" }), count: index + 1, amount: 1 }] },
  }));
  const write = segmentWriter({
    pool: database.gateway.pool,
    nodeId: "node_batch",
    bound: boundedValues(),
    countryOf: () => null,
  });
  await write(segments.slice(0, 1));
  expect(await write(segments)).toEqual({ repeated: 1, calls: 5, skipped: 0 });
  expect(await write(segments)).toEqual({ repeated: 3, calls: 0, skipped: 0 });
  const events = await database.admin.query(
    "SELECT extract(epoch FROM at)::int AS second, count::int FROM usage_events WHERE key_id = 'key_batch' ORDER BY at",
  );
  expect(events.rows).toEqual(segments.map(({ segment }, index) => ({ second: segment.second, count: index + 1 })));
  const hours = await database.admin.query(
    "SELECT extract(epoch FROM hour)::int AS second, count::int FROM usage_hourly WHERE key_id = 'key_batch' ORDER BY hour",
  );
  expect(hours.rows).toEqual([
    { second: nextHour - 3600, count: 3 },
    { second: nextHour, count: 3 },
  ]);
});

it("texts of callers arrive as they are, whatever they hold", async () => {
  const agent = 'a"b\\c{NULL},é\u{1f511}\tNULL';
  await writer()("s-text", {
    second: SECOND,
    counts: [{ group: group({ keyId: "key_text", agent, endpoint: "NULL", ip: null }), count: 1, amount: 1 }],
  });
  const rows = await database.admin.query("SELECT agent, endpoint, ip FROM usage_events WHERE key_id = 'key_text'");
  expect(rows.rows).toEqual([{ agent, endpoint: "NULL", ip: null }]);
});

it("a sum of bytes beyond what a column holds stops there, and the calls go on being counted", async () => {
  const { projectId, environmentId } = group();
  const told = {
    kind: "outcome" as const,
    organizationId: organization.id,
    projectId: projectId ?? "",
    environmentId: environmentId ?? "",
    keyId: "key_bytes",
    statusClass: 2,
  };
  // As many as a gateway answers in an hour, each with the most that it accepts.
  const most = { group: told, count: 9_000_000, amount: 9_000_000 * 1e12 };
  for (const name of ["s-bytes-1", "s-bytes-2", "s-bytes-3"]) await writer()(name, { second: SECOND, counts: [most] });
  const rows = await database.admin.query(
    "SELECT count, bytes::text FROM usage_outcomes_hourly WHERE key_id = 'key_bytes'",
  );
  expect(rows.rows).toEqual([{ count: 27_000_000, bytes: "9223372036854775807" }]);
});
