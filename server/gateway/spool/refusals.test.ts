import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { newId } from "@/lib/core/ids";
import { boundedValues } from "@/lib/usage/ingest/bounded-values";
import type { UsageGroup } from "@/lib/usage/ingest/event";
import { isRefusedUsage } from "@/lib/usage/ingest/refused-usage";
import { type NamedSegment, segmentWriter } from "@/lib/usage/ingest/write-segments";
import { until } from "../testing/process";
import { SpoolDrain } from "./drain";
import { SpoolGroup, SpoolWriter } from "./writer";

const SECOND = Math.floor(Date.UTC(2026, 10, 22, 10, 30) / 1000);
const ANSWER = { status: 200, headers: {}, body: "{}" };
let database: TestDatabase;
let good: TestOrganization;
let hostile: TestOrganization;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  [good, hostile] = [await createTestOrganization(database), await createTestOrganization(database)];
  directory = mkdtempSync(join(tmpdir(), "latchkey-refusals-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function calls(organization: TestOrganization, parts: { agent?: string; keyId?: string } = {}): SpoolGroup {
  const group: UsageGroup = {
    kind: "verification",
    organizationId: organization.id,
    projectId: organization.project.id,
    environmentId: organization.environments.production.id,
    keyId: newId("key"),
    versionId: newId("keyVersion"),
    verdict: "VALID",
    method: "GET",
    endpoint: "/items",
    ip: "203.0.113.7",
    agent: "curl/8",
    serviceTokenId: "stk_1",
    supersedes: false,
    ...parts,
  };
  return new SpoolGroup(group);
}

/** One file a second, each holding these groups once. */
async function spooled(seconds: SpoolGroup[][]): Promise<void> {
  const spool = new SpoolWriter({
    directory,
    nodeId: "node_1",
    life: `life-${good.id}`,
    onSegment: () => undefined,
    onError: (error) => expect(error).toBeNull(),
    onRecovered: () => undefined,
  });
  for (const [index, groups] of seconds.entries()) {
    for (const group of groups) spool.record(group, SECOND + index, 1);
    await spool.settled(ANSWER);
  }
  spool.close();
}

function drainOf(before: (segments: readonly NamedSegment[]) => void = () => undefined): SpoolDrain {
  const write = segmentWriter({
    pool: database.gateway.pool,
    nodeId: "node_1",
    bound: boundedValues(),
    countryOf: () => null,
  });
  return new SpoolDrain({
    directory,
    ingest: async (segments) => {
      before(segments);
      await write(segments);
    },
    isRefusal: isRefusedUsage,
    onError: () => undefined,
  });
}

async function counted(organization: TestOrganization): Promise<{ events: number; hourly: number }> {
  const { rows } = await database.admin.query<{ events: number; hourly: number }>(
    `SELECT (SELECT coalesce(sum(count), 0)::int FROM usage_events WHERE organization_id = $1) AS events,
       (SELECT coalesce(sum(count), 0)::int FROM usage_hourly WHERE organization_id = $1) AS hourly`,
    [organization.id],
  );
  return rows[0] ?? { events: -1, hourly: -1 };
}

it.each([
  ["a text that Postgres has no place for", { agent: "\u0000" }],
  ["a key's id that is none", { keyId: 'key_"}' }],
])("what is refused for ever (%s) stops nobody else's calls, and each is counted once", async (_what, unfit) => {
  const seconds = Array.from({ length: 20 }, (_, index) => [
    calls(good),
    calls(hostile, index === 3 || index === 11 ? unfit : {}),
    calls(good),
  ]);
  await spooled(seconds);
  const drain = drainOf();
  expect(drain.adoptLeftovers()).toBe(20);
  await until("all files are taken", () => drain.depth === 0);
  expect(await counted(good)).toEqual({ events: 40, hourly: 40 });
  expect(await counted(hostile)).toEqual({ events: 18, hourly: 18 });
  expect(drain.refused).toBe(2);
  expect(readdirSync(directory).filter((name) => !name.endsWith(".refused"))).toEqual([]);
});

it("parts that an earlier life wrote are not written again, and the rest is", async () => {
  await spooled([[calls(good), calls(hostile, { agent: "\u0000" })], [calls(good)]]);
  let isOut = false;
  const first = drainOf((segments) => {
    if (isOut) throw new Error("Postgres is out.");
    isOut = segments.some(({ name }) => name.endsWith(`/${good.id}`));
  });
  first.adoptLeftovers();
  await until("the first part is written", async () => (await counted(good)).events > 0);
  await first.stop(0);
  const second = drainOf();
  expect(second.adoptLeftovers()).toBe(2);
  await until("all files are taken", () => second.depth === 0);
  expect(await counted(good)).toEqual({ events: 2, hourly: 2 });
  expect(readdirSync(directory)).toEqual([`life-${good.id}-0000000001.refused`]);
});
