import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { POLICY_PRESETS } from "@/lib/policies/schema";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let environment = "";
beforeAll(async () => {
  api = await createApiHarness();
  environment = `/organizations/${api.organization.slug}/projects/api/environments`;
});
afterAll(() => api.close());

const people = () => api.organization.people;
const staging = () => `${environment}/staging/policy`;

async function proveFactor(minutesAgo: number): Promise<void> {
  await api.database.admin.query("update sessions set mfa_at = now() - make_interval(mins => $1) where id = $2", [
    minutesAgo,
    people().owner.sessionId,
  ]);
}

test("an environment begins with the preset of its sensitivity", async () => {
  const answer = await api.as(people().developer)("GET", `${environment}/production/policy`);
  expect(answer).toMatchObject({ status: 200, body: { sensitivity: "high", version: 1, overridden: [] } });
  expect(answer.body.policy).toEqual(POLICY_PRESETS.high);
});

test("what is named changes, the rest stays, and the audit row has before and after", async () => {
  const owner = api.as(people().owner);
  const body = { policy: { requireIpAllowlist: true, defaultLifetime: 86_400 }, reason: "ticket 12", ifVersion: 1 };
  const changed = await owner("PATCH", staging(), body);
  expect(changed).toMatchObject({
    status: 200,
    body: { version: 2, overridden: ["defaultLifetime", "requireIpAllowlist"] },
  });
  expect(changed.body.policy).toEqual({ ...POLICY_PRESETS.moderate, ...body.policy });
  const audit = await owner("GET", `/organizations/${api.organization.slug}/audit-events?action=policy.updated`);
  expect(audit.body.items).toMatchObject([
    {
      before: { requireIpAllowlist: false, defaultLifetime: POLICY_PRESETS.moderate.defaultLifetime },
      after: body.policy,
      reason: "ticket 12",
    },
  ]);
  const back = await owner("PATCH", staging(), { reset: ["requireIpAllowlist"] });
  expect(back.body).toMatchObject({ version: 3, overridden: ["defaultLifetime"] });
  const whole = await owner("PUT", staging(), { policy: POLICY_PRESETS.low });
  expect(whole.body).toMatchObject({ version: 4, policy: POLICY_PRESETS.low });
  expect((await owner("PUT", staging(), { policy: POLICY_PRESETS.low })).body.version).toBe(4);
  expect((await owner("PUT", staging(), { policy: { allowNever: true } })).status).toBe(400);
});

test("of several changes to the same version, read at the same time, one is made", async () => {
  const owner = api.as(people().owner);
  const { version } = (await owner("GET", staging())).body;
  // Held here, every change has read the version before the first can write the next.
  const holder = await api.database.admin.connect();
  await holder.query("begin");
  await holder.query("select 1 from policies where environment_id = $1 for update", [
    api.organization.environments.staging.id,
  ]);
  const changes = [1, 2, 3].map((days) =>
    owner("PATCH", staging(), { policy: { idleAfterDays: days }, ifVersion: version }),
  );
  const waiting = "select count(*)::int as n from pg_locks where not granted";
  for (let tries = 0; tries < 200 && (await holder.query(waiting)).rows[0].n < 3; tries += 1) await sleep(20);
  await holder.query("commit");
  holder.release();
  expect((await Promise.all(changes)).map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

test.each([
  [{ policy: { defaultLifetime: -1 } }, "policy.defaultLifetime"],
  [{ policy: { unknown: 1 } }, "policy.unknown"],
  [{ policy: { longestLifetime: 60, allowNever: false, defaultLifetime: 61 } }, "policy.defaultLifetime"],
  [{ policy: { longestLifetime: 60, allowNever: true, defaultLifetime: 60 } }, "policy.allowNever"],
  [{ policy: { defaultOverlap: 90_000, longestOverlap: 10 } }, "policy.defaultOverlap"],
  [{ policy: { allowedScopes: ["Not a scope"] } }, "policy.allowedScopes.0"],
  [{ policy: { approvals: { count: 1, members: [newId("user")] } } }, "policy.approvals.members.0"],
  [{ policy: { approvals: { count: 1, teams: [newId("team")] } } }, "policy.approvals.teams.0"],
  [{ policy: { approvals: { count: 1, roles: ["auditor"] } } }, "policy.approvals.roles"],
  [{ policy: {}, version: 9 }, "version"],
  [{ reset: ["everything"] }, "reset.0"],
])("a policy that cannot be is refused: %j", async (body, path) => {
  const answer = await api.as(people().owner)("PATCH", `${environment}/development/policy`, body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ path }]);
  expect((await api.as(people().owner)("GET", `${environment}/development/policy`)).body.version).toBe(1);
});

test("a policy is changed by owners and admins only, with a factor proved just now", async () => {
  const body = { policy: { idleAfterDays: 10 } };
  const path = `${environment}/development/policy`;
  for (const role of ["developer", "auditor"] as const) {
    expect((await api.as(people()[role])("PATCH", path, body)).body.code).toBe("forbidden");
  }
  expect((await api.anonymous("PATCH", path, body)).status).toBe(401);
  expect((await api.as(api.other.people.owner)("PATCH", path, body)).status).toBe(404);
  await proveFactor(11);
  expect((await api.as(people().owner)("PATCH", path, body)).body.code).toBe("step_up_required");
  expect((await api.as(people().owner)("PUT", path, { policy: POLICY_PRESETS.low })).body.code).toBe(
    "step_up_required",
  );
  await proveFactor(0);
  expect((await api.as(people().admin)("PATCH", path, body)).status).toBe(200);
  const { staging: other } = api.organization.environments;
  const bound = await api.machine(["*"], { projectId: api.organization.project.id, environmentIds: [other.id] });
  expect((await bound("PATCH", path, body)).status).toBe(404);
});

test("an admin whom an environment is closed to does not change its policy", async () => {
  const { production } = api.organization.environments;
  await api.database.admin.query(
    "insert into member_access (organization_id, member_id, environment_id, level) values ($1, $2, $3, 'read')",
    [api.organization.id, people().admin.memberId, production.id],
  );
  const answer = await api.as(people().admin)("PATCH", `${environment}/production/policy`, {
    policy: { idleAfterDays: 1 },
  });
  expect(answer.body.code).toBe("forbidden");
});

test("a preview names the live keys that a policy would leave out of bounds, and changes nothing", async () => {
  const { development } = api.organization.environments;
  const insert = async (name: string, columns: Record<string, unknown>) => {
    const now = new Date();
    const row = {
      organization_id: api.organization.id,
      id: newId("key"),
      project_id: api.organization.project.id,
      environment_id: development.id,
      name,
      owner_user_id: people().developer.userId,
      created_by: people().developer.userId,
      state: "active",
      created_at: now,
      updated_at: now,
      expires_at: new Date(now.getTime() + 3_600_000),
      ...columns,
    };
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`);
    await api.database.admin.query(`insert into keys (${names}) values (${places})`, Object.values(row));
  };
  const year = new Date(Date.now() + 365 * 86_400_000);
  await insert("fine", { ip_allowlist: ["10.0.0.0/8"], scopes: ["items:read"] });
  await insert("never", { expires_at: null, ip_allowlist: ["10.0.0.0/8"] });
  await insert("late", { expires_at: year, ip_allowlist: ["10.0.0.0/8"], scopes: ["items:*", "items:write"] });
  await insert("open", { created_at: new Date(Date.now() - 40 * 86_400_000) });
  await insert("gone", { state: "revoked", revoked_at: new Date(), expires_at: null });
  await insert("past", { expires_at: new Date(0) });
  const policy = {
    allowNever: false,
    allowWildcards: false,
    longestLifetime: 86_400,
    defaultLifetime: 86_400,
    requireIpAllowlist: true,
    rotationInterval: 30 * 86_400,
    idleAfterDays: 30,
    allowedScopes: ["items:read"],
  };
  const path = `${environment}/development/policy/preview`;
  const answer = await api.as(people().developer)("POST", path, { policy });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body).toMatchObject({
    keys: 4,
    outOfBounds: 3,
    breaches: {
      never_expires: 1,
      expires_too_late: 1,
      wildcard_scope: 1,
      scope_not_allowed: 1,
      no_ip_allowlist: 1,
      rotation_overdue: 1,
      idle: 1,
    },
  });
  const sample = Array.isArray(answer.body.sample) ? answer.body.sample : [];
  expect(Object.fromEntries(sample.map(({ name, breaches }) => [name, breaches]))).toEqual({
    never: ["never_expires"],
    late: ["expires_too_late", "wildcard_scope", "scope_not_allowed"],
    open: ["no_ip_allowlist", "rotation_overdue", "idle"],
  });
  const covered = await api.as(people().owner)("POST", path, { policy: { ...policy, allowedScopes: ["*:*"] } });
  expect(covered.body.breaches).toMatchObject({ scope_not_allowed: 0 });
  expect((await api.as(people().owner)("POST", path, {})).status).toBe(200);
  expect((await api.as(api.other.people.owner)("POST", path, {})).status).toBe(404);
});
