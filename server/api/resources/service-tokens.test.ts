import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base = "";
beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/service-tokens`;
});
afterAll(() => api.close());

const people = () => api.organization.people;

function bearer(token: unknown): Record<string, string> {
  return { authorization: `Bearer ${String(token)}` };
}

async function make(as: Caller, body: Record<string, unknown>) {
  const made = await as("POST", base, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { serviceToken, token } = made.body;
  if (serviceToken === null || typeof serviceToken !== "object" || !("id" in serviceToken)) throw new Error("no token");
  return { id: String(serviceToken.id), token: String(token), serviceToken };
}

test("a token is shown once, works at once, and is stored as a hash", async () => {
  const owner = api.as(people().owner);
  const body = {
    name: "ci",
    permissions: ["keys:read", "keys:read", "projects:read"],
    project: "api",
    environments: ["staging"],
    expiresIn: "30d",
  };
  const made = await make(owner, body);
  expect(made.serviceToken).toMatchObject({
    permissions: ["keys:read", "projects:read"],
    project: "api",
    environments: ["staging"],
    status: "active",
    createdByName: people().owner.name,
    lastUsedAt: null,
  });
  const environments = `/organizations/${api.organization.slug}/projects/api/environments`;
  const seen = await api.anonymous("GET", environments, undefined, bearer(made.token));
  expect(seen.body.items).toMatchObject([{ slug: "staging" }]);
  const read = await owner("GET", `${base}/${made.id}`);
  expect(read.body).toMatchObject({ id: made.id, lastUsedAt: expect.any(String) });
  expect(JSON.stringify(read.body)).not.toContain(made.token);
  const { rows } = await api.database.admin.query(
    "select (select json_agg(s)::text from service_tokens s) || (select json_agg(a)::text from audit_events a) as dump",
  );
  expect(rows[0].dump).not.toContain(made.token);
  expect(rows[0].dump).toContain("service_token.created");
});

test.each([
  [{ name: "x", permissions: [] }, "permissions"],
  [{ name: "x", permissions: ["keys:fly"] }, "permissions.0"],
  [{ name: "", permissions: ["*"] }, "name"],
  [{ name: "x", permissions: ["*"], environments: ["staging"] }, "environments"],
  [{ name: "x", permissions: ["*"], project: "api", environments: ["moon"] }, "environments.0"],
  [{ name: "x", permissions: ["*"], expiresAt: "2001-01-01T00:00:00Z" }, "expiresAt"],
  [{ name: "x", permissions: ["*"], expiresIn: "30d", expiresAt: null }, "expiresIn"],
  [{ name: "x", permissions: ["*"], tokenHash: "00" }, "tokenHash"],
])("a malformed token %j is refused by its field", async (body, path) => {
  const answer = await api.as(people().owner)("POST", base, body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ path }]);
});

test("tokens are for owners and admins, with a factor proved just now, in their own organization", async () => {
  const body = { name: "mine", permissions: ["keys:read"] };
  expect((await api.as(people().developer)("POST", base, body)).status).toBe(403);
  expect((await api.as(people().developer)("GET", base)).status).toBe(403);
  expect((await api.as(people().auditor)("POST", base, body)).status).toBe(403);
  expect((await api.as(people().auditor)("GET", base)).status).toBe(200);
  expect((await api.anonymous("GET", base)).status).toBe(401);
  expect((await api.as(api.other.people.owner)("GET", base)).status).toBe(404);
  const mine = await make(api.as(people().admin), body);
  const outside = `/organizations/${api.other.slug}/service-tokens/${mine.id}`;
  expect((await api.as(api.other.people.owner)("GET", outside)).status).toBe(404);
  expect((await api.as(api.other.people.owner)("POST", `${outside}/revoke`)).status).toBe(404);
  const session = people().admin.sessionId;
  await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [session]);
  expect((await api.as(people().admin)("POST", base, body)).body.code).toBe("step_up_required");
  await api.database.admin.query("update sessions set mfa_at = now() where id = $1", [session]);
});

test("nobody gives what they do not have: no permission, no reach, no time", async () => {
  const maker = await api.machine(["service_tokens:write", "keys:read"]);
  expect((await maker("POST", base, { name: "up", permissions: ["*"] })).body.code).toBe("forbidden");
  expect((await maker("POST", base, { name: "up", permissions: ["keys:write"] })).body.code).toBe("forbidden");
  expect((await maker("POST", base, { name: "same", permissions: ["keys:read"] })).status).toBe(201);

  const { development } = api.organization.environments;
  const bound = await api.machine(["*"], { projectId: api.organization.project.id, environmentIds: [development.id] });
  for (const body of [{}, { project: "api" }, { project: "api", environments: ["development", "production"] }]) {
    const answer = await bound("POST", base, { name: "out", permissions: ["keys:read"], ...body });
    expect([400, 403], JSON.stringify(body)).toContain(answer.status);
  }
  const inside = { name: "in", permissions: ["keys:read"], project: "api", environments: ["development"] };
  expect((await bound("POST", base, inside)).status).toBe(201);
  expect((await bound("GET", base)).body.items).toMatchObject([{ name: "in" }, { name: "test" }]);

  const short = await make(api.as(people().owner), { name: "short", permissions: ["*"], expiresIn: "1h" });
  const through = (body: Record<string, unknown>) => api.anonymous("POST", base, body, bearer(short.token));
  expect((await through({ name: "longer", permissions: ["*"] })).status).toBe(403);
  expect((await through({ name: "longer", permissions: ["*"], expiresIn: "2h" })).status).toBe(403);
  expect((await through({ name: "shorter", permissions: ["*"], expiresIn: "30m" })).status).toBe(201);
});

test("an admin whom an environment is closed to cannot reach it by a token of their own making", async () => {
  const { production } = api.organization.environments;
  await api.database.admin.query(
    "insert into member_access (organization_id, member_id, environment_id, level) values ($1, $2, $3, 'read')",
    [api.organization.id, people().admin.memberId, production.id],
  );
  const admin = api.as(people().admin);
  expect(await admin("POST", base, { name: "all", permissions: ["keys:write"] })).toMatchObject({
    status: 403,
    body: { environment: "production" },
  });
  expect((await admin("POST", base, { name: "all", permissions: ["*"], project: "api" })).status).toBe(403);
  expect((await admin("POST", base, { name: "reader", permissions: ["keys:read"] })).status).toBe(201);
  const beside = { name: "beside", permissions: ["*"], project: "api", environments: ["development", "staging"] };
  expect((await admin("POST", base, beside)).status).toBe(201);
});

test("a revoked token is refused with its next call, and is revoked once", async () => {
  const owner = api.as(people().owner);
  const made = await make(owner, { name: "leaked", permissions: ["*"] });
  const answers = await Promise.all(
    [1, 2, 3].map(() => owner("POST", `${base}/${made.id}/revoke`, { reason: "leaked" })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect((await api.anonymous("GET", base, undefined, bearer(made.token))).status).toBe(401);
  expect((await owner("GET", `${base}/${made.id}`)).body.status).toBe("revoked");
  const listed = await owner("GET", `${base}?status=revoked`);
  expect(listed.body.items).toMatchObject([{ id: made.id }]);
  const audit = await owner("GET", `/organizations/${api.organization.slug}/audit-events?target=${made.id}`);
  expect(audit.body.items).toMatchObject([
    { action: "service_token.revoked", reason: "leaked" },
    { action: "service_token.created" },
  ]);
});
