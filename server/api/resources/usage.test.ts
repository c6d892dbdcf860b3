import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

// The day on which clocks in Berlin go back: it has 25 hours.
const clock = manualClock(new Date("2026-10-25T20:30:00Z"));
const HOUR = 3_600_000;
let api: ApiHarness;
let base: string;
let owner: Caller;
const keyIds: string[] = [];
let raw = 0;

type Row = {
  at: Date;
  key: number | null;
  verdict: string;
  count: number;
  endpoint: string | null;
  country: string | null;
};

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("An object was expected.");
  return Object.fromEntries(Object.entries(value));
}
function list(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error("A list was expected.");
  return value.map(record);
}
const sum = (rows: Record<string, unknown>[]) => rows.reduce((total, row) => total + Number(row.total), 0);

/** Writes calls as the gateway does: events and every rollup. */
async function write({ at, key, verdict, count, endpoint, country }: Row): Promise<void> {
  const { organization, database } = api;
  const keyId = key === null ? null : (keyIds[key] ?? null);
  const environmentId = key === null ? null : organization.environments.development.id;
  const projectId = key === null ? null : organization.project.id;
  const day = at.toISOString().slice(0, 10);
  const hour = new Date(Math.floor(at.getTime() / HOUR) * HOUR);
  const run = (text: string, values: unknown[]) => database.admin.query(text, values);
  await run(
    `insert into usage_events (organization_id, at, project_id, environment_id, key_id, version_id, verdict, endpoint, country, count)
     values ($1, $2, $3, $4, $5, 'kv_1', $6, $7, $8, $9)`,
    [organization.id, at, projectId, environmentId, keyId, verdict, endpoint, country, count],
  );
  await run(
    `insert into usage_environment_hourly as t (organization_id, hour, environment_id, verdict, project_id, count) values ($1, $2, $3, $4, $5, $6)
     on conflict (organization_id, hour, environment_id, verdict) do update set count = t.count + excluded.count`,
    [organization.id, hour, environmentId ?? "", verdict, projectId ?? "", count],
  );
  raw += count;
  if (keyId === null) return;
  for (const [table, column, value] of [
    ["usage_hourly", "hour", hour],
    ["usage_daily", "day", day],
  ] as const) {
    await run(
      `insert into ${table} as t (organization_id, key_id, ${column}, version_id, verdict, project_id, environment_id, count)
       values ($1, $2, $3, 'kv_1', $4, $5, $6, $7)
       on conflict (organization_id, key_id, ${column}, version_id, verdict) do update set count = t.count + excluded.count`,
      [organization.id, keyId, value, verdict, projectId, environmentId, count],
    );
  }
  if (endpoint === null) return;
  await run(
    `insert into usage_dimensions_daily as t (organization_id, key_id, day, dimension, value, verdict, environment_id, count)
     values ($1, $2, $3, 'endpoint', $4, $5, $6, $7)
     on conflict (organization_id, key_id, day, dimension, value, verdict) do update set count = t.count + excluded.count`,
    [organization.id, keyId, day, endpoint, verdict, environmentId, count],
  );
}

beforeAll(async () => {
  api = await createApiHarness({ clock });
  base = `/organizations/${api.organization.slug}`;
  owner = api.as(api.organization.people.owner);
  for (const name of ["first", "second"]) {
    const answer = await owner("POST", `${base}/keys`, {
      name,
      project: "api",
      environment: "development",
      scopes: [],
    });
    keyIds.push(String(record(answer.body.key).id));
  }
  const start = Date.parse("2026-10-24T20:10:00Z");
  for (let hour = 0; hour < 28; hour += 1) {
    const at = new Date(start + hour * HOUR);
    await write({ at, key: 0, verdict: "VALID", count: hour + 1, endpoint: "/items", country: "DE" });
    if (hour % 3 === 0) await write({ at, key: 1, verdict: "EXPIRED", count: 2, endpoint: null, country: null });
    if (hour % 9 === 0) await write({ at, key: null, verdict: "NOT_FOUND", count: 1, endpoint: null, country: null });
  }
});
afterAll(() => api.close());

const range = "from=2026-10-24T00:00:00Z&to=2026-10-27T00:00:00Z";

describe("usage", () => {
  test.each(["UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"])(
    "the sums of hours, days and months in %s are the raw count",
    async (zone) => {
      for (const interval of ["hour", "day", "month"]) {
        const { status, body } = await owner(
          "GET",
          `${base}/usage?${range}&interval=${interval}&timezone=${encodeURIComponent(zone)}`,
        );
        expect(status).toBe(200);
        expect(body.total).toBe(raw);
        expect(sum(list(body.buckets))).toBe(raw);
        expect(Object.values(record(body.outcomes)).reduce<number>((total, count) => total + Number(count), 0)).toBe(
          raw,
        );
      }
    },
  );

  test("the day of 25 hours holds the calls of 25 hours", async () => {
    const { body } = await owner(
      "GET",
      `${base}/keys/${keyIds[0]}/usage?from=2026-10-25T10:00:00Z&to=2026-10-25T11:00:00Z&interval=day&timezone=Europe/Berlin`,
    );
    expect(body).toMatchObject({ from: "2026-10-24T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" });
    expect(body.total).toBe(Array.from({ length: 25 }, (_, hour) => hour + 3).reduce((a, b) => a + b, 0));
    expect(list(body.buckets)).toHaveLength(1);
  });

  test.each([
    "key",
    "project",
    "environment",
    "owner",
    "outcome",
    "endpoint",
    "country",
    "version",
    "key,outcome",
    "endpoint,outcome",
  ])("by %s, the series and the rest add up to the total", async (groupBy) => {
    for (const more of ["interval=hour", "interval=day", "interval=day&timezone=Europe/Berlin"]) {
      const { body } = await owner("GET", `${base}/usage?${range}&${more}&groupBy=${groupBy}`);
      const series = list(body.series);
      expect(sum(series) + Number(record(body.rest).total)).toBe(raw);
      for (const one of series) expect(sum(list(one.buckets))).toBe(one.total);
    }
  });

  test("groups carry the names people know", async () => {
    const { body } = await owner("GET", `${base}/usage?${range}&interval=day&groupBy=key&groupBy=environment`);
    expect(list(body.series)[0]).toMatchObject({
      group: { key: keyIds[0], environment: api.organization.environments.development.id },
      labels: { key: "first", environment: "development" },
    });
  });

  test("minutes come from the events", async () => {
    const { body } = await owner(
      "GET",
      `${base}/usage?from=2026-10-24T20:09:00Z&to=2026-10-24T20:12:00Z&interval=minute&key=${keyIds[0]}`,
    );
    expect(list(body.buckets).map(({ total }) => total)).toEqual([0, 1, 0]);
  });

  test("calls with unknown keys are counted for the organization, and never for one environment", async () => {
    const { body } = await owner("GET", `${base}/usage?${range}&outcome=NOT_FOUND`);
    expect(body.total).toBe(4);
    expect((await owner("GET", `${base}/usage?${range}&outcome=NOT_FOUND&environment=development`)).body.total).toBe(0);
  });

  test.each([
    ["interval=second", "interval"],
    ["groupBy=nothing", "groupBy.0"],
    ["groupBy=key,owner,version", "groupBy"],
    ["groupBy=key,key", "groupBy"],
    ["timezone=Mars/Base", "timezone"],
    ["from=yesterday", "from"],
    ["from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z", "to"],
    ["from=2020-01-01T00:00:00Z&interval=minute", "from"],
    ["from=2026-07-01T00:00:00Z&interval=day&timezone=Asia/Kolkata", "from"],
    ["surprise=1", "surprise"],
  ])("%s is refused, naming %s", async (query, path) => {
    expect((await owner("GET", `${base}/usage?${query}`)).body).toMatchObject({ status: 400, errors: [{ path }] });
  });

  test("usage is for those who may read it, of their own organization", async () => {
    expect((await api.anonymous("GET", `${base}/usage`)).status).toBe(401);
    expect((await api.as(api.other.people.owner)("GET", `${base}/usage`)).status).toBe(404);
    const other = await api.as(api.other.people.owner)("GET", `/organizations/${api.other.slug}/usage?${range}`);
    expect(other.body.total).toBe(0);
    const machine = await api.machine(["keys:read"]);
    expect((await machine("GET", `${base}/usage`)).status).toBe(403);
    expect((await machine("GET", `${base}/keys/${keyIds[0]}/usage`)).status).toBe(403);
    const bound = await api.machine(["usage:read"], { environmentIds: [api.organization.environments.staging.id] });
    expect((await bound("GET", `${base}/usage?${range}`)).body.total).toBe(0);
    expect((await bound("GET", `${base}/keys/${keyIds[0]}/usage`)).status).toBe(404);
    expect((await owner("GET", `${base}/usage?project=${api.other.project.id}`)).status).toBe(404);
  });
});

describe("recent events", () => {
  test("every event is on exactly one page, newest first", async () => {
    const seen: unknown[] = [];
    let cursor = "";
    do {
      const { body } = await owner("GET", `${base}/keys/${keyIds[0]}/events?limit=5${cursor}`);
      seen.push(...list(body.items).map(({ at }) => at));
      cursor = typeof body.nextCursor === "string" ? `&cursor=${body.nextCursor}` : "";
    } while (cursor);
    expect(seen).toHaveLength(28);
    expect(new Set(seen).size).toBe(28);
    expect([...seen].sort().reverse()).toEqual(seen);
  });

  test("events are filtered by verdict and time", async () => {
    expect((await owner("GET", `${base}/keys/${keyIds[1]}/events?verdict=VALID`)).body).toMatchObject({ items: [] });
    const some = await owner(
      "GET",
      `${base}/keys/${keyIds[0]}/events?from=2026-10-24T21:00:00Z&to=2026-10-24T23:00:00Z`,
    );
    expect(list(some.body.items).map(({ count }) => count)).toEqual([3, 2]);
    expect((await owner("GET", `${base}/keys/${keyIds[0]}/events?verdict=FINE`)).status).toBe(400);
    expect((await owner("GET", `${base}/keys/${keyIds[0]}/events?cursor=e30`)).status).toBe(400);
  });
});

describe("the overview", () => {
  test("it counts keys, today's calls and refusals, and shows the latest events", async () => {
    const { status, body } = await owner("GET", `${base}/overview`);
    expect(status).toBe(200);
    expect(body.keys).toMatchObject({ total: 2, byStatus: { active: 2, revoked: 0 } });
    // Today began at midnight UTC: the fifth hour of what was written.
    const verifications = record(body.verifications);
    const refusals = record(body.refusals);
    const today = await owner("GET", `${base}/usage?from=2026-10-25T00:00:00Z&to=2026-10-25T20:30:00Z&interval=hour`);
    expect(verifications).toMatchObject({
      today: today.body.total,
      sameDayLastWeek: 0,
      compared: { hours: 20, lastWeek: 0 },
    });
    expect(refusals.today).toBe(Number(today.body.total) - Number(record(today.body.outcomes).VALID));
    expect(list(body.latestEvents)[0]).toMatchObject({ action: "key.created", targetName: "second" });
  });

  test("a developer sees it without the audit trail, and nobody from outside does", async () => {
    expect((await api.as(api.organization.people.developer)("GET", `${base}/overview`)).body.latestEvents).toBeNull();
    expect((await api.anonymous("GET", `${base}/overview`)).status).toBe(401);
    expect((await api.as(api.other.people.owner)("GET", `${base}/overview`)).status).toBe(404);
    expect((await owner("GET", `${base}/overview?surprise=1`)).status).toBe(400);
  });
});
