import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { systemClock } from "@/lib/core/clock";
import { authenticateServiceToken } from "@/lib/service-tokens/authenticate-service-token";
import { bootstrap, command } from "./bootstrap";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const house = () => ({ db: database.app, vault: database.vault, appUrl: "https://keys.example.test" });
const counted = async () => {
  const { rows } = await database.admin.query(
    `select (select count(*) from organizations) as o, (select count(*) from users) as u, (select count(*) from projects) as p,
            (select count(*) from service_tokens) as s, (select count(*) from user_tokens) as t, (select count(*) from audit_events) as a`,
  );
  return rows[0];
};

test("one call makes an organization, its owner, a project with scopes, and a token with full rights", async () => {
  const made = await bootstrap(house(), { organization: "Acme", email: "owner@acme.test", name: "Ada" });
  expect(made).toEqual({
    organization: { id: expect.stringMatching(/^org_/), slug: "acme" },
    owner: {
      id: expect.stringMatching(/^usr_/),
      email: "owner@acme.test",
      setPasswordUrl: expect.stringMatching(/^https:\/\/keys\.example\.test\/set-password#token=[\w-]{43}$/),
    },
    project: { id: expect.stringMatching(/^prj_/), slug: "api" },
    environments: ["development", "staging", "production"].map((slug) => ({
      id: expect.stringMatching(/^env_/),
      slug,
    })),
    serviceToken: { id: expect.stringMatching(/^stk_/), token: expect.stringMatching(/^lks_/) },
  });
  const anonymous = {
    actor: null,
    db: database.app,
    clock: systemClock,
    vault: database.vault,
    request: { requestId: "r", ip: null, userAgent: null },
  };
  expect(await authenticateServiceToken(anonymous, made.serviceToken.token)).toMatchObject({
    actor: { permissions: ["*"], projectId: null, environmentIds: null },
    organization: made.organization,
  });
  const { rows } = await database.admin.query("select name from scopes order by name");
  expect(rows.map(({ name }) => name)).toEqual(["items:read", "items:write"]);
  const link = made.owner.setPasswordUrl.split("#token=")[1] ?? "";
  const stored = await database.admin.query(
    "select purpose, token_hash, expires_at - created_at as life from user_tokens",
  );
  expect(stored.rows).toMatchObject([
    { purpose: "set_password", token_hash: database.vault.hashToken("user-token", link), life: { days: 7 } },
  ]);
  expect((await database.admin.query("select set_up_at from installation")).rows[0].set_up_at).not.toBeNull();
});

test("the same organization again is refused, and leaves nothing half done", async () => {
  const before = await counted();
  const again = bootstrap(house(), { organization: "ACME", email: "second@acme.test", name: "Bo" });
  await expect(again).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Nothing was changed"),
  });
  expect(await counted()).toEqual(before);
});

test("two calls at once make one organization", async () => {
  const input = { organization: "Race", email: "race@acme.test", name: "Cy" };
  const outcomes = await Promise.allSettled([bootstrap(house(), input), bootstrap(house(), input)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a failure half way leaves nothing", async () => {
  await database.admin.query("alter table service_tokens add constraint broken check (name <> 'bootstrap') not valid");
  const before = await counted();
  await expect(bootstrap(house(), { organization: "Half", email: "half@acme.test", name: "Di" })).rejects.toThrow();
  expect(await counted()).toEqual(before);
  await database.admin.query("alter table service_tokens drop constraint broken");
});

test("a person who has an account owns the second organization with it", async () => {
  const { owner } = await bootstrap(house(), { organization: "Beta", email: "owner@acme.test", name: "Other" });
  const { rows } = await database.admin.query("select name from users where id = $1", [owner.id]);
  expect(rows).toEqual([{ name: "Ada" }]);
});

test("a missing or malformed option is named", async () => {
  const context = { environment: Object.create(null), database: () => Promise.reject(new Error("not reached")) };
  await expect(command.run(["--organization", "X"], context)).rejects.toThrow("--email is missing.");
  await expect(command.run(["--organization", "X", "--email", "no"], context)).rejects.toThrow(/^--email must be/);
  await expect(command.run(["--organisation", "X"], context)).rejects.toMatchObject({
    code: expect.stringContaining("ERR_PARSE_ARGS"),
  });
});
