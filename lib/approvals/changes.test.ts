import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { type ManualClock, manualClock } from "@/lib/core/clock";
import { createKey } from "@/lib/keys/create-key";
import { readKey } from "@/lib/keys/read-key";
import { revokeKey } from "@/lib/keys/revoke-key";
import type { PresentedRequest } from "./answer-schema";
import { approveRequest } from "./decide-request";
import { endDueGrants, endGrant, listGrants } from "./grants";
import { readRequest } from "./read-request";
import { submitRequest } from "./submit-request";
import { setPolicy } from "./testing/people";

const HOUR = 3_600_000;

let database: TestDatabase;
let organization: TestOrganization;
let clock: ManualClock;
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  clock = manualClock(new Date());
  organization = await createTestOrganization(database, clock);
});
afterAll(() => database.close());

/** A production key of the developer, made by an admin. */
async function makeKey(more: Record<string, unknown> = {}): Promise<string> {
  counter += 1;
  const made = await createKey(organization.as("admin"), {
    name: `key ${counter}`,
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    owner: organization.people.developer.userId,
    ipAllowlist: ["198.51.100.0/24"],
    expiresIn: "30d",
    ...more,
  });
  return made.key.id;
}

function ask(body: Record<string, unknown>): Promise<PresentedRequest> {
  return submitRequest(organization.as("developer"), { reason: "it is needed", ...body });
}

async function approveByTwo(id: string): Promise<PresentedRequest> {
  await approveRequest(organization.as("admin"), id, {});
  return approveRequest(organization.as("owner"), id, {});
}

describe("more scopes", () => {
  test("are there with the last approval, not before, and exactly those", async () => {
    const key = await makeKey();
    const request = await ask({ kind: "extend_scopes", key, scopes: ["items:read", "items:write"] });
    expect(request.payload).toEqual({ scopes: ["items:write"] });
    await approveRequest(organization.as("admin"), request.id, {});
    expect((await readKey(organization.as("developer"), key)).scopes).toEqual(["items:read"]);
    const approved = await approveRequest(organization.as("owner"), request.id, {});
    expect(approved).toMatchObject({ state: "approved", claimBy: null });
    expect((await readKey(organization.as("developer"), key)).scopes).toEqual(["items:read", "items:write"]);
  });

  test("of a key that was revoked meanwhile are not approved", async () => {
    const key = await makeKey();
    const request = await ask({ kind: "extend_scopes", key, scopes: ["items:write"] });
    await approveRequest(organization.as("admin"), request.id, {});
    await revokeKey(organization.as("owner"), key, {});
    await expect(approveRequest(organization.as("owner"), request.id, {})).rejects.toMatchObject({ code: "conflict" });
    expect((await readRequest(organization.as("owner"), request.id)).state).toBe("pending");
  });

  test("of someone else's key are not for the asking", async () => {
    const key = await makeKey({ owner: organization.people.admin.userId });
    await expect(ask({ kind: "extend_scopes", key, scopes: ["items:write"] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a longer life", () => {
  test("is what was asked or shorter, and within the policy", async () => {
    const key = await makeKey();
    await expect(ask({ kind: "extend_expiry", key, expiresIn: "400d" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(ask({ kind: "extend_expiry", key, expiresIn: "5d" })).rejects.toMatchObject({ code: "invalid_input" });
    const request = await ask({ kind: "extend_expiry", key, expiresIn: "90d" });
    const until = new Date(clock.now().getTime() + 60 * 24 * HOUR).toISOString();
    await expect(
      approveRequest(organization.as("admin"), request.id, {
        expiresAt: new Date(clock.now().getTime() + HOUR).toISOString(),
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const approved = await approveRequest(organization.as("admin"), request.id, { expiresAt: until });
    expect(approved).toMatchObject({ state: "approved", amended: true });
    expect((await readKey(organization.as("developer"), key)).expiresAt).toBe(until);
  });
});

describe("temporary elevation", () => {
  test("adds scopes for its time; the key itself is not changed, and the end is on the key for the gateway", async () => {
    const key = await makeKey();
    const request = await ask({ kind: "elevate", key, scopes: ["items:write"], duration: "2h" });
    await approveRequest(organization.as("admin"), request.id, { duration: "1h" });
    await approveRequest(organization.as("owner"), request.id, {});
    const until = new Date(clock.now().getTime() + HOUR).toISOString();
    const elevated = await readKey(organization.as("developer"), key);
    expect(elevated).toMatchObject({ scopes: ["items:read"], granted: [{ scope: "items:write", until }] });
    clock.advance(HOUR);
    // Past its end it is not shown, although nothing has tidied up.
    expect((await readKey(organization.as("developer"), key)).granted).toEqual([]);
    expect(await endDueGrants(organization.system())).toBe(1);
    expect(await endDueGrants(organization.system())).toBe(0);
    const { rows } = await database.admin.query("select granted from keys where id = $1", [key]);
    expect(rows[0]?.granted).toEqual([]);
    const listed = await listGrants(organization.as("developer"), key);
    expect(listed.items).toMatchObject([{ active: false, endReason: "ended", scopes: ["items:write"] }]);
  });

  test("of two for one scope the later end holds, and ending one early leaves the other", async () => {
    await setPolicy(organization, "production", {
      sensitiveApprovals: { count: 0, roles: [], teams: [], members: [] },
    });
    const key = await makeKey();
    for (const duration of ["3h", "1h"]) {
      const request = await ask({ kind: "elevate", key, scopes: ["items:write"], duration });
      await approveRequest(organization.as("admin"), request.id, {});
    }
    await setPolicy(organization, "production", {});
    const until = new Date(clock.now().getTime() + 3 * HOUR).toISOString();
    expect((await readKey(organization.as("developer"), key)).granted).toEqual([{ scope: "items:write", until }]);
    const { items } = await listGrants(organization.as("developer"), key);
    const longer = items.find(({ endsAt }) => endsAt === until);
    await endGrant(organization.as("developer"), key, longer?.id ?? "", {});
    await expect(endGrant(organization.as("developer"), key, longer?.id ?? "", {})).rejects.toMatchObject({
      code: "conflict",
    });
    const left = new Date(clock.now().getTime() + HOUR).toISOString();
    expect((await readKey(organization.as("developer"), key)).granted).toEqual([{ scope: "items:write", until: left }]);
  });
});

describe("a waiver of the network rule", () => {
  test("keeps the allow-list and lifts it for its time", async () => {
    const key = await makeKey();
    const request = await ask({ kind: "waive_network", key, duration: "1d" });
    await approveRequest(organization.as("admin"), request.id, {});
    const until = new Date(clock.now().getTime() + 24 * HOUR).toISOString();
    expect(await readKey(organization.as("developer"), key)).toMatchObject({
      ipAllowlist: ["198.51.100.0/24"],
      networkWaivedUntil: until,
    });
    clock.advance(24 * HOUR);
    await endDueGrants(organization.system());
    expect(await readKey(organization.as("developer"), key)).toMatchObject({ networkWaivedUntil: null });
  });

  test("lets a new key do without the list that the policy demands, with an approval even for those who manage", async () => {
    await setPolicy(organization, "production", { requireIpAllowlist: true });
    const body = {
      kind: "create_key",
      reason: "a laptop",
      name: "open",
      project: "api",
      environment: "production",
      scopes: ["items:read"],
    };
    await expect(submitRequest(organization.as("admin"), body)).rejects.toMatchObject({ code: "invalid_input" });
    const request = await submitRequest(organization.as("admin"), { ...body, waiveNetwork: true });
    expect(request).toMatchObject({ state: "pending", approvalsNeeded: 1 });
    const approved = await approveByTwoOrOne(request.id);
    expect(approved.state).toBe("approved");
    await setPolicy(organization, "production", {});
  });
});

async function approveByTwoOrOne(id: string): Promise<PresentedRequest> {
  return approveRequest(organization.as("owner"), id, {});
}

describe("the approver's page", () => {
  test("says what is unusual, which keys are similar, what the requester has and what the key could do", async () => {
    await makeKey({ name: "similar", owner: organization.people.admin.userId });
    const request = await ask({
      kind: "create_key",
      name: "strange",
      project: "api",
      environment: "production",
      scopes: ["items:read", "items:write"],
      expiresIn: "365d",
    });
    const read = await readRequest(organization.as("admin"), request.id);
    expect(read.unusual.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["sensitive_scope", "no_allowlist", "longest_life", "new_member"]),
    );
    expect(read.similarKeys.map(({ name }) => name)).toContain("similar");
    expect(read.requesterKeys.length).toBeGreaterThan(0);
    expect(read.abilities.map(({ scope, sensitive }) => [scope, sensitive])).toEqual([
      ["items:read", false],
      ["items:write", true],
    ]);
    const decided = await approveByTwo(request.id);
    expect(decided.state).toBe("approved");
    const later = await readRequest(organization.as("developer"), request.id);
    expect(later.decisions.map(({ verdict, counts }) => [verdict, counts])).toEqual([
      ["approve", true],
      ["approve", true],
    ]);
    expect(later.typicalSeconds).toBe(0);
  });
});
