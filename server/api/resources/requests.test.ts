import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson } from "@/lib/approvals/testing/people";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let harness: ApiHarness;
let base: string;
let owner: Caller;
let admin: Caller;
let developer: Caller;
let auditor: Caller;
let counter = 0;

beforeAll(async () => {
  harness = await createApiHarness();
  const { people, slug } = harness.organization;
  base = `/organizations/${slug}`;
  owner = harness.as(people.owner);
  admin = harness.as(people.admin);
  developer = harness.as(people.developer);
  auditor = harness.as(people.auditor);
});
afterAll(() => harness.close());

function wanted(more: Record<string, unknown> = {}) {
  counter += 1;
  return {
    kind: "create_key",
    reason: "the billing job needs it",
    name: `billing ${counter}`,
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    ...more,
  };
}

type RequestBody = { id: string; state: string; hash: string; actions: Record<string, string | null> };

async function submit(body = wanted(), as = developer): Promise<RequestBody> {
  const answer = await as("POST", `${base}/requests`, body);
  expect(answer.body).toMatchObject({ request: { kind: body.kind } });
  expect(answer.status).toBe(201);
  return requestOf(answer.body);
}

function requestOf(body: Record<string, unknown>): RequestBody {
  // The answer's shape is what the test asserts on.
  return body.request as RequestBody;
}

describe("POST /keys where an approval is needed", () => {
  test("answers 202 with the request, which approvers find and decide on, and its claim answers the secret once", async () => {
    const {
      kind: _kind,
      reason: _reason,
      ...body
    } = wanted({ purpose: "sync", scopes: ["items:read", "items:write"] });
    const asked = await developer("POST", `${base}/keys`, body);
    expect(asked.status).toBe(202);
    const request = requestOf(asked.body);
    expect(request).toMatchObject({ state: "pending", approvalsNeeded: 2, reason: "sync" });

    const waiting = await admin("GET", `${base}/requests?waiting=me`);
    expect(waiting.body.items).toMatchObject([{ id: request.id }]);
    expect((await admin("GET", `${base}/requests/counts`)).body).toMatchObject({ waitingForMe: 1 });

    const first = await admin("POST", `${base}/requests/${request.id}/approve`, { hash: request.hash });
    expect(first.body).toMatchObject({ request: { state: "pending", approvalsNeeded: 1 } });
    expect((await admin("GET", `${base}/requests?waiting=me`)).body.items).toEqual([]);
    const second = await owner("POST", `${base}/requests/${request.id}/approve`, { comment: "fine" });
    expect(second.body).toMatchObject({ request: { state: "approved", approvedBy: "people" } });

    const others = await admin("POST", `${base}/requests/${request.id}/claim`);
    expect(others.status).toBe(403);
    const claimed = await developer("POST", `${base}/requests/${request.id}/claim`);
    expect(claimed.status).toBe(201);
    expect(claimed.body).toMatchObject({
      request: { state: "claimed" },
      key: {
        status: "active",
        scopes: ["items:read", "items:write"],
        createdBy: harness.organization.people.developer.userId,
      },
      secret: expect.stringMatching(/^k/),
    });
    const again = await developer("POST", `${base}/requests/${request.id}/claim`);
    expect([again.status, again.body.code]).toEqual([409, "conflict"]);
    const stored = await harness.database.admin.query("select count(*)::int as n from keys where name = $1", [
      body.name,
    ]);
    expect(stored.rows[0]?.n).toBe(1);
  });
});

describe("POST /requests", () => {
  test("success: the requester sees at once what is missing, who can approve, and that nothing is typical yet", async () => {
    const request = await submit();
    const read = await developer("GET", `${base}/requests/${request.id}`);
    expect(read.body).toMatchObject({
      missing: "One more approval by any owner or admin, for a new key in this environment.",
      typicalSeconds: null,
      decisions: [],
      unusual: expect.arrayContaining([expect.objectContaining({ code: "no_allowlist" })]),
      actions: { approve: "Nobody decides on their own request.", cancel: null, edit: null },
    });
    const approvers = read.body.approvers as { userId: string }[];
    const { people } = harness.organization;
    expect(approvers.map(({ userId }) => userId).sort()).toEqual([people.owner.userId, people.admin.userId].sort());
  });

  test("bad input names the fields", async () => {
    const answer = await developer("POST", `${base}/requests`, wanted({ scopes: ["nope:read"], surprise: 1 }));
    expect(answer.status).toBe(400);
    const unknown = await developer("POST", `${base}/requests`, wanted({ scopes: ["nope:read"] }));
    expect(unknown.body.errors).toEqual([expect.objectContaining({ path: "scopes.0" })]);
    const silent = await developer("POST", `${base}/requests`, wanted({ reason: " " }));
    expect(silent.body.errors).toEqual([{ path: "reason", message: "must say why" }]);
  });

  test("no session, wrong role, a machine and another tenant are kept out", async () => {
    const body = wanted();
    expect((await harness.anonymous("POST", `${base}/requests`, body)).status).toBe(401);
    expect((await auditor("POST", `${base}/requests`, body)).status).toBe(403);
    expect((await (await harness.machine())("POST", `${base}/requests`, body)).status).toBe(403);
    expect((await harness.as(harness.other.people.owner)("POST", `${base}/requests`, body)).status).toBe(404);
  });

  test("the same thing is not asked twice while it is undecided", async () => {
    const body = wanted();
    const first = await submit(body);
    const second = await developer("POST", `${base}/requests`, body);
    expect([second.status, second.body.requestId !== undefined]).toEqual([409, true]);
    await developer("POST", `${base}/requests/${first.id}/cancel`);
    await submit(body);
  });

  test("a preview says who would have to agree and writes nothing", async () => {
    const count = () => harness.database.admin.query("select count(*)::int as n from requests");
    const before = (await count()).rows[0]?.n;
    const preview = await developer("POST", `${base}/requests/preview`, wanted({ scopes: ["items:write"] }));
    expect(preview.body).toMatchObject({ outcome: "needs_approval", approvalsNeeded: 2 });
    const alone = await developer("POST", `${base}/requests/preview`, wanted({ environment: "development" }));
    expect(alone.body).toMatchObject({ outcome: "approved_at_once", approvedBy: "policy" });
    expect((await count()).rows[0]?.n).toBe(before);
  });
});

describe("a decision", () => {
  test("nobody approves their own request, not even an owner, and SQL refuses it too (M6)", async () => {
    const colleague = await addPerson(harness.organization, "developer");
    const request = await submit(wanted(), harness.as(colleague));
    await harness.database.admin.query("update members set role = 'owner' where user_id = $1", [colleague.userId]);
    const own = await harness.as(colleague)("POST", `${base}/requests/${request.id}/approve`);
    expect([own.status, own.body.title]).toEqual([403, "Nobody decides on their own request."]);
    // Another session of the same person is still the same person.
    await harness.database.admin.query(
      `insert into sessions (id, user_id, created_at, last_seen_at, expires_at, mfa_at, method)
       values ('ses_01arz3ndektsv4rrffq69g5fav', $1, now(), now(), now() + interval '1 day', now(), 'password')`,
      [colleague.userId],
    );
    const second = harness.as({ ...colleague, sessionId: "ses_01arz3ndektsv4rrffq69g5fav" });
    expect((await second("POST", `${base}/requests/${request.id}/approve`)).status).toBe(403);
    const machine = await harness.machine();
    expect((await machine("POST", `${base}/requests/${request.id}/approve`)).status).toBe(403);
    await expect(
      harness.database.admin.query(
        `insert into request_decisions (organization_id, id, request_id, revision, approver_id, verdict, payload_hash, created_at)
         values ($1, 'dec_x', $2, 1, $3, 'approve', '\\x00', now())`,
        [harness.organization.id, request.id, colleague.userId],
      ),
    ).rejects.toThrow(/Nobody decides/);
    await harness.database.admin.query("update members set role = 'developer' where user_id = $1", [colleague.userId]);
  });

  test("needs a factor proved within 10 minutes", async () => {
    const request = await submit();
    const { people } = harness.organization;
    await harness.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [
      people.admin.sessionId,
    ]);
    for (const [verb, body] of [
      ["approve", {}],
      ["deny", { reason: "no" }],
    ] as const) {
      const answer = await admin("POST", `${base}/requests/${request.id}/${verb}`, body);
      expect([answer.status, answer.body.code]).toEqual([403, "step_up_required"]);
    }
    await harness.database.admin.query("update sessions set mfa_at = now() where id = $1", [people.admin.sessionId]);
  });

  test("a second approval of the same person does not count, and a developer is not an approver", async () => {
    const request = await submit(wanted({ scopes: ["items:write"] }));
    const colleague = harness.as(await addPerson(harness.organization, "developer"));
    expect((await colleague("POST", `${base}/requests/${request.id}/approve`)).status).toBe(403);
    expect((await admin("POST", `${base}/requests/${request.id}/approve`)).status).toBe(200);
    expect((await admin("POST", `${base}/requests/${request.id}/approve`)).status).toBe(409);
    expect((await admin("GET", `${base}/requests/${request.id}`)).body).toMatchObject({
      state: "pending",
      approvalsNeeded: 1,
    });
  });

  test("a denial needs a reason and ends the request", async () => {
    const request = await submit();
    const silent = await admin("POST", `${base}/requests/${request.id}/deny`, {});
    expect(silent.status).toBe(400);
    const denied = await admin("POST", `${base}/requests/${request.id}/deny`, { reason: "use the shared key" });
    expect(denied.body).toMatchObject({ request: { state: "denied", closeReason: "use the shared key" } });
    expect((await owner("POST", `${base}/requests/${request.id}/approve`)).status).toBe(409);
    expect((await developer("POST", `${base}/requests/${request.id}/claim`)).status).toBe(409);
  });

  test("an approver may drop scopes and shorten, never add; later approvers see it, and exactly that is made", async () => {
    const request = await submit(wanted({ scopes: ["items:read", "items:write"], expiresIn: "30d" }));
    const path = `${base}/requests/${request.id}/approve`;
    const longer = await admin("POST", path, { lifetime: "60d" });
    expect(longer.body.errors).toEqual([{ path: "lifetime", message: "may only shorten" }]);
    const more = await admin("POST", path, { dropScopes: ["items:admin"] });
    expect(more.status).toBe(400);
    const none = await admin("POST", path, { dropScopes: ["items:read", "items:write"] });
    expect(none.status).toBe(400);
    const less = await admin("POST", path, { dropScopes: ["items:write"], lifetime: "7d" });
    expect(less.body).toMatchObject({
      request: { state: "pending", amended: true, payload: { scopes: ["items:read"], lifetime: 604_800 } },
    });
    const stale = await owner("POST", path, { hash: request.hash });
    expect([stale.status, stale.body.code]).toEqual([409, "conflict"]);
    const hash = requestOf(less.body).hash;
    expect((await owner("POST", path, { hash })).body).toMatchObject({ request: { state: "approved" } });
    const claimed = await developer("POST", `${base}/requests/${request.id}/claim`);
    expect(claimed.body.key).toMatchObject({ scopes: ["items:read"] });
    const key = claimed.body.key as { expiresAt: string };
    expect(new Date(key.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(604_800_000);
  });

  test("one bulk decision decides each by itself", async () => {
    const [first, second, own] = [
      await submit(),
      await submit(),
      await submit(wanted(), harness.as(harness.organization.people.admin)),
    ];
    await developer("POST", `${base}/requests/${second.id}/cancel`);
    const answer = await admin("POST", `${base}/requests/bulk-decide`, {
      decision: "approve",
      requests: [{ id: first.id }, { id: second.id }, { id: own.id }, { id: "req_nothing" }],
    });
    const results = answer.body.results as { problem: { code: string } | null; request: RequestBody | null }[];
    expect(results.map(({ problem, request }) => problem?.code ?? request?.state)).toEqual([
      "approved",
      "conflict",
      expect.stringMatching(/forbidden|conflict/),
      "not_found",
    ]);
    const silent = await admin("POST", `${base}/requests/bulk-decide`, {
      decision: "deny",
      requests: [{ id: first.id }],
    });
    expect(silent.status).toBe(400);
    expect(
      (await developer("POST", `${base}/requests/bulk-decide`, { decision: "approve", requests: [{ id: first.id }] }))
        .body,
    ).toMatchObject({ results: [{ problem: { code: "forbidden" } }] });
  });
});

describe("reading", () => {
  test("another tenant's request and a missing one are both 404, for every verb", async () => {
    const request = await submit();
    const stranger = harness.as(harness.other.people.owner);
    const elsewhere = `/organizations/${harness.other.slug}/requests/${request.id}`;
    for (const [method, suffix, body] of [
      ["GET", "", undefined],
      ["PATCH", "", { reason: "x" }],
      ["POST", "/approve", {}],
      ["POST", "/deny", { reason: "x" }],
      ["POST", "/cancel", {}],
      ["POST", "/claim", {}],
    ] as const) {
      expect((await stranger(method, `${elsewhere}${suffix}`, body)).status).toBe(404);
      expect((await owner(method, `${base}/requests/req_missing${suffix}`, body)).status).toBe(404);
      expect((await harness.anonymous(method, `${base}/requests/${request.id}${suffix}`, body)).status).toBe(401);
      expect((await auditor(method, `${base}/requests/${request.id}${suffix}`, body)).status).toBe(
        method === "GET" ? 200 : 403,
      );
    }
  });

  test("the list pages, filters by state and person, and refuses unknown parameters", async () => {
    const page = await admin("GET", `${base}/requests?limit=2`);
    expect(page.body.items).toHaveLength(2);
    const next = await admin("GET", `${base}/requests?limit=200&cursor=${String(page.body.nextCursor)}`);
    const ids = [...(page.body.items as RequestBody[]), ...(next.body.items as RequestBody[])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const all = await admin("GET", `${base}/requests?limit=200`);
    expect((all.body.items as RequestBody[]).map(({ id }) => id)).toEqual(ids);
    const denied = await admin("GET", `${base}/requests?state=denied`);
    expect((denied.body.items as RequestBody[]).every(({ state }) => state === "denied")).toBe(true);
    expect((await developer("GET", `${base}/requests?requester=me&state=pending`)).body.items).not.toEqual([]);
    expect((await admin("GET", `${base}/requests?nope=1`)).status).toBe(400);
  });
});

test("the OpenAPI document names every way to ask and to decide", async () => {
  const answer = await harness.anonymous("GET", "/openapi.json");
  const paths = Object.keys(answer.body.paths as Record<string, unknown>);
  const below = "/organizations/{organization}";
  for (const path of [
    "/requests",
    "/requests/{request}/approve",
    "/approval-rules/{rule}/replay",
    "/break-glass",
    "/keys/{key}/hand-over",
  ]) {
    expect(paths).toContain(`${below}${path}`);
  }
  const document = JSON.stringify(answer.body);
  for (const kind of ["create_key", "extend_scopes", "extend_expiry", "elevate", "waive_network"])
    expect(document).toContain(kind);
});
