import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base = "";
beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/audit-events`;
  for (const [role, action, name] of [
    ["owner", "key.created", "billing 50%"],
    ["admin", "key.revoked", "billing 50x"],
    ["admin", "project.created", "Ledger"],
  ] as const) {
    const ctx = api.organization.as(role);
    await withOrganization(ctx, (tx) =>
      recordAudit(tx, ctx, { action, target: { type: "thing", id: `id-${name}`, name }, reason: "<b>why</b>" }),
    );
  }
});
afterAll(() => api.close());

const people = () => api.organization.people;
const names = (body: Record<string, unknown>) =>
  Array.isArray(body.items) ? body.items.map((item) => item.targetName) : null;

test("the trail is newest first, names who acted, and shows no hash", async () => {
  const answer = await api.as(people().auditor)("GET", base);
  expect(answer.status).toBe(200);
  expect(names(answer.body)).toEqual(["Ledger", "billing 50x", "billing 50%"]);
  expect(answer.body.items).toMatchObject([
    { seq: 3, actorType: "user", actorId: people().admin.userId, actorName: people().admin.name, assurance: "mfa" },
    { seq: 2 },
    { seq: 1, ip: "203.0.113.9", requestId: "req-test" },
  ]);
  expect(JSON.stringify(answer.body)).not.toMatch(/hash|link"/);
});

test.each([
  ["action=key.created", ["billing 50%"]],
  ["action=key.*", ["billing 50x", "billing 50%"]],
  ["target=id-Ledger", ["Ledger"]],
  ["q=50%25", ["billing 50%"]],
  ["q=LEDG", ["Ledger"]],
  ["q=req-test", ["Ledger", "billing 50x", "billing 50%"]],
  ["from=2999-01-01", []],
  ["to=2999-01-01T00:00:00Z&limit=1", ["Ledger"]],
  ["actor=usr_none", []],
])("the filter %s finds what it should", async (query, expected) => {
  const answer = await api.as(people().owner)("GET", `${base}?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(names(answer.body)).toEqual(expected);
});

test.each([
  "action=key",
  "action=key.created'--",
  "from=yesterday",
  "limit=0",
  "cursor=x",
  "sort=seq",
  "q=",
  "actor=a&actor=b",
])("the query %s is refused", async (query) => {
  expect((await api.as(people().owner)("GET", `${base}?${query}`)).status).toBe(400);
});

test("paging skips and doubles nothing while events are added", async () => {
  const owner = api.as(people().owner);
  const first = await owner("GET", `${base}?limit=2`);
  const ctx = api.organization.as("owner");
  await withOrganization(ctx, (tx) =>
    recordAudit(tx, ctx, { action: "key.created", target: { type: "x", id: null, name: "late" } }),
  );
  const second = await owner("GET", `${base}?limit=2&cursor=${first.body.nextCursor}`);
  expect([names(first.body), names(second.body)]).toEqual([["Ledger", "billing 50x"], ["billing 50%"]]);
  expect(second.body.nextCursor).toBeNull();
});

test("the trail is for owners, admins, auditors and unbound machines of its own organization", async () => {
  for (const path of [base, `${base}/export`, `${base}/checkpoints`]) {
    expect((await api.as(people().developer)("GET", path)).status).toBe(403);
    expect((await api.anonymous("GET", path)).status).toBe(401);
    expect((await api.as(api.other.people.owner)("GET", path)).status).toBe(404);
    expect((await (await api.machine(["keys:read"]))("GET", path)).status).toBe(403);
    const bound = await api.machine(["*"], { projectId: api.organization.project.id });
    expect((await bound("GET", path)).status).toBe(403);
    expect((await (await api.machine(["audit:read"]))("GET", path)).status).toBe(200);
  }
  expect(
    (await api.as(api.other.people.owner)("GET", `/organizations/${api.other.slug}/audit-events`)).body.items,
  ).toEqual([]);
});

test("an export is a file, needs a step-up, and is an event itself", async () => {
  const owner = api.as(people().owner);
  const answer = await owner("GET", `${base}/export?format=csv&action=key.revoked`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-tenant-\w+-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(String(answer.body.text).trim().split("\r\n")).toHaveLength(2);
  const trail = await owner("GET", `${base}?action=audit.exported&actor=${people().owner.userId}`);
  expect(trail.body.items).toMatchObject([{ after: { format: "csv", filters: { action: "key.revoked" } } }]);
  await api.database.admin.query("update sessions set mfa_at = null where id = $1", [people().owner.sessionId]);
  expect((await owner("GET", `${base}/export`)).body.code).toBe("step_up_required");
});
