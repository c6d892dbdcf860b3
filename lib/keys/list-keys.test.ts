import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { createKey } from "./create-key";
import { disableKey } from "./disable-key";
import { listKeys } from "./list-keys";
import { revokeKey } from "./revoke-key";

const clock = manualClock(new Date("2026-11-01T12:00:00Z"));
let database: TestDatabase;
let organization: TestOrganization;
let other: TestOrganization;
const ids: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database, clock);
  other = await createTestOrganization(database, clock);
  const ctx = organization.as("owner");
  const make = async (name: string, more: Record<string, unknown> = {}) => {
    clock.advance(1000);
    const body = { name, project: "api", environment: "development", scopes: ["items:read"], ...more };
    ids[name] = (await createKey(organization.as("owner"), body)).key.id;
  };
  await make("alpha", { expiresIn: "10d", tags: { team: "billing" } });
  await make("Beta 100%", {
    environment: "production",
    purpose: "nightly_sync",
    scopes: ["items:read", "items:write"],
  });
  await make("gamma", { expiresAt: null, scopes: ["items:*"], tags: { team: "search", tier: "1" } });
  await make("delta", { environment: "staging", owner: organization.people.developer.userId });
  await make("epsilon", { expiresIn: "1d" });
  await make("zeta");
  await make("eta");
  await createKey(other.as("owner"), { name: "alpha", project: "api", environment: "development", scopes: [] });
  clock.advance(86_400_000 * 2);
  await disableKey(ctx, ids.zeta ?? "", {});
  await revokeKey(ctx, ids.eta ?? "", {});
  await database.admin.query(
    `insert into key_activity (organization_id, key_id, first_used_at, last_used_at, verifications)
     values ($1, $2, $4, $4, 5), ($1, $3, $4::timestamptz - interval '1 hour', $4::timestamptz - interval '1 hour', 7)`,
    [organization.id, ids.alpha, ids.gamma, clock.now()],
  );
  const day = clock.now().toISOString().slice(0, 10);
  await database.admin.query(
    `insert into usage_daily (organization_id, key_id, day, version_id, verdict, project_id, environment_id, count)
     values ($1, $2, $3, 'kv_1', 'VALID', $4, $5, 4), ($1, $2, $3, 'kv_1', 'EXPIRED', $4, $5, 1)`,
    [organization.id, ids.alpha, day, organization.project.id, organization.environments.development.id],
  );
});
afterAll(() => database.close());

async function names(query: Record<string, unknown>, role: "owner" | "developer" = "owner"): Promise<string[]> {
  return (await listKeys(organization.as(role), query)).items.map(({ name }) => name);
}

describe("the inventory", () => {
  test.each([
    [{}, ["eta", "zeta", "epsilon", "delta", "gamma", "Beta 100%", "alpha"]],
    [{ sort: "name" }, ["alpha", "Beta 100%", "delta", "epsilon", "eta", "gamma", "zeta"]],
    [{ sort: "name", order: "desc", limit: "2" }, ["zeta", "gamma"]],
    [{ sort: "expiresAt", order: "asc" }, ["epsilon", "alpha", "Beta 100%", "delta", "zeta", "eta", "gamma"]],
    [{ sort: "lastUsedAt" }, ["alpha", "gamma", "eta", "zeta", "epsilon", "delta", "Beta 100%"]],
    [{ sort: "lastUsedAt", order: "asc" }, ["eta", "zeta", "epsilon", "delta", "Beta 100%", "gamma", "alpha"]],
    [{ environment: "production" }, ["Beta 100%"]],
    [{ environment: "production,staging" }, ["delta", "Beta 100%"]],
    [{ project: "api", environment: ["staging"] }, ["delta"]],
    [{ status: "expired" }, ["epsilon"]],
    [{ status: "disabled,revoked" }, ["eta", "zeta"]],
    [{ status: "active" }, ["delta", "gamma", "Beta 100%", "alpha"]],
    [{ scope: "items:write" }, ["gamma", "Beta 100%"]],
    [{ scope: "items:none" }, ["gamma"]],
    [{ q: "ALPH" }, ["alpha"]],
    [{ q: "0%" }, ["Beta 100%"]],
    [{ q: "nightly_s" }, ["Beta 100%"]],
    [{ q: "nightlyxs" }, []],
    [{ q: "a' or '1'='1" }, []],
    [{ tag: "team" }, ["gamma", "alpha"]],
    [{ tag: "team=billing" }, ["alpha"]],
    [{ tag: "team=billing", q: "gam" }, []],
    [{ expiringWithin: "9d" }, ["alpha"]],
    [{ unusedSince: "90m" }, ["zeta", "epsilon", "delta", "Beta 100%"]],
    [{ unusedSince: "30m" }, ["zeta", "epsilon", "delta", "gamma", "Beta 100%"]],
  ])("%j finds %j", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test("keys are found by their owner", async () => {
    expect(await names({ owner: organization.people.developer.userId })).toEqual(["delta"]);
    expect(await names({ owner: "me" }, "developer")).toEqual(["delta"]);
  });

  test.each(["createdAt", "name", "expiresAt", "lastUsedAt"])(
    "paging by %s skips nothing and doubles nothing, either way, while keys come and go",
    async (sort) => {
      for (const order of ["asc", "desc"]) {
        const all = await names({ sort, order });
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listKeys(organization.as("owner"), {
            sort,
            order,
            limit: 2,
            ...(cursor ? { cursor } : {}),
          });
          seen.push(...page.items.map(({ name }) => name));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(seen).toEqual(all);
      }
    },
  );

  test("a page tells the last use and draws 14 days on request", async () => {
    const [alpha] = (await listKeys(organization.as("owner"), { q: "alpha", include: "sparkline" })).items;
    expect(alpha).toMatchObject({ verifications: 5, lastUsedAt: clock.now().toISOString(), sparkline: { total: 5 } });
    expect(alpha?.sparkline?.days).toHaveLength(14);
    expect(alpha?.sparkline?.days.at(-1)).toMatchObject({ total: 5, refused: 1 });
  });

  test("whoever may not read an environment does not see its keys", async () => {
    const ctx = organization.as("developer");
    if (ctx.actor.type !== "user") throw new Error("A person was expected.");
    const blind = {
      ...ctx,
      actor: { ...ctx.actor, access: { [organization.environments.production.id]: "none" as const } },
    };
    const listed = (await listKeys(blind, {})).items.map(({ name }) => name);
    expect(listed).not.toContain("Beta 100%");
    expect(listed).toHaveLength(6);
    await expect(listKeys(blind, { environment: "production" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("another tenant's search finds its own keys only", async () => {
    const found = await listKeys(other.as("owner"), { q: "alpha" });
    expect(found.items).toHaveLength(1);
    expect(found.items[0]?.id).not.toBe(ids.alpha);
  });

  test.each([
    [{ sort: "name; drop table keys" }, "sort"],
    [{ status: "nope" }, "status.0"],
    [{ limit: "201" }, "limit"],
    [{ cursor: "abc" }, "cursor"],
    [{ expiringWithin: "soon" }, "expiringWithin"],
    [{ surprise: "1" }, "surprise"],
    [{ include: "everything" }, "include"],
  ])("%j is refused, naming %s", async (query, path) => {
    await expect(listKeys(organization.as("owner"), query)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path }],
    });
  });

  test("a cursor of another order is refused", async () => {
    const { nextCursor } = await listKeys(organization.as("owner"), { sort: "name", limit: 1 });
    await expect(listKeys(organization.as("owner"), { sort: "createdAt", cursor: nextCursor })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
