import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestOrganization } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { parseEnvironment } from "@/lib/infra/environment";
import { createScim } from "./scim";
import { type ApiHarness, createApiHarness } from "./testing/harness";

let api: ApiHarness;
let call: (
  method: string,
  path: string,
  body?: unknown,
  token?: string,
) => Promise<{ status: number; body: Record<string, unknown> }>;

beforeAll(async () => {
  api = await createApiHarness();
  const scim = createScim({
    db: api.database.app,
    vault: api.database.vault,
    clock: systemClock,
    environment: parseEnvironment({ NODE_ENV: "test", NEXTAUTH_SECRET: "x".repeat(40) }),
    logger: pino({ level: "silent" }),
  });
  const { token } = await api.machine(["members:write", "members:read"]);
  call = async (method, path, body, bearer = token) => {
    const response = await scim.fetch(
      new Request(`http://localhost:3000/scim/v2${path}`, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  };
});
afterAll(() => api.close());

const user = (userName: string, more: Record<string, unknown> = {}) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  userName,
  externalId: `ext-${userName}`,
  name: { givenName: "Grace", familyName: "Hopper" },
  emails: [{ value: userName, type: "work", primary: true }],
  ...more,
});

describe("SCIM", () => {
  test("without a token of members:write nothing answers", async () => {
    const { token } = await api.machine(["keys:read"]);
    expect((await call("GET", "/Users", undefined, token)).status).toBe(403);
    expect((await call("GET", "/Users", undefined, "lks_wrong")).status).toBe(401);
  });

  test("says what it can do", async () => {
    expect((await call("GET", "/ServiceProviderConfig")).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
    });
    expect((await call("GET", "/ResourceTypes")).body.totalResults).toBe(2);
    expect((await call("GET", "/Schemas")).body.totalResults).toBe(2);
  });

  test("text that the database cannot hold is refused by name, and is never a fault of ours (M26)", async () => {
    const nul = "a\u0000b";
    const half = "a\ud800b";
    const made = await call("POST", "/Users", user("storable@example.test"));
    const group = await call("POST", "/Groups", { displayName: "Storable" });
    for (const text of [nul, half]) {
      const calls: [string, string, unknown?][] = [
        ["POST", "/Users", user("nul@example.test", { externalId: text })],
        ["PUT", `/Users/${made.body.id}`, user("storable@example.test", { externalId: text })],
        ["PATCH", `/Users/${made.body.id}`, { Operations: [{ op: "replace", path: "externalId", value: text }] }],
        ["PATCH", `/Users/${made.body.id}`, { Operations: [{ op: "replace", path: text, value: "x" }] }],
        ["POST", "/Groups", { displayName: text }],
        ["POST", "/Groups", { displayName: "g", externalId: text }],
        ["POST", "/Groups", { displayName: "g", members: [{ value: text }] }],
        [
          "PATCH",
          `/Groups/${group.body.id}`,
          { Operations: [{ op: "add", path: "members", value: [{ value: text }] }] },
        ],
        ["PATCH", `/Groups/${group.body.id}`, { Operations: [{ op: "replace", path: "displayName", value: text }] }],
        ["PATCH", `/Groups/${group.body.id}`, { Operations: [{ op: "remove", path: `members[value eq "${text}"]` }] }],
      ];
      for (const [method, path, body] of calls) {
        expect([method, path, body, (await call(method, path, body)).status]).toEqual([method, path, body, 400]);
      }
    }
    for (const path of ["/Users", "/Groups"]) {
      for (const attribute of ["userName", "externalId", "id", "displayName"]) {
        const filter = encodeURIComponent(`${attribute} eq "${nul}"`);
        expect((await call("GET", `${path}?filter=${filter}`)).status).toBe(400);
      }
      expect((await call("GET", `${path}/${encodeURIComponent(nul)}`)).status).toBe(404);
    }
  });

  test("a user is looked for, made, found again and never made twice", async () => {
    const look = () => call("GET", `/Users?filter=${encodeURIComponent('userName eq "Grace@Example.test"')}`);
    expect((await look()).body).toMatchObject({ totalResults: 0, Resources: [] });
    const made = await call("POST", "/Users", user("grace@example.test", { password: "ignored", active: true }));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      userName: "grace@example.test",
      displayName: "Grace Hopper",
      active: true,
      externalId: "ext-grace@example.test",
    });
    expect((await look()).body.totalResults).toBe(1);
    const again = await call("POST", "/Users", user("grace@example.test"));
    expect([again.status, again.body.scimType]).toEqual([409, "uniqueness"]);
    const mail = await api.database.admin.query(
      "select template from email_outbox where recipient = 'grace@example.test'",
    );
    expect(mail.rows).toEqual([{ template: "welcome" }]);
    expect((await call("GET", "/Users?startIndex=2&count=2")).body).toMatchObject({ startIndex: 2, itemsPerPage: 2 });
    expect((await call("GET", `/Users?filter=${encodeURIComponent('userName sw "a"')}`)).body.scimType).toBe(
      "invalidFilter",
    );
  });

  test.each([
    [
      "Okta",
      { schemas: [], Operations: [{ op: "replace", value: { active: false } }] },
      { schemas: [], Operations: [{ op: "replace", value: { active: true } }] },
    ],
    [
      "Entra",
      { Operations: [{ op: "Replace", path: "active", value: "False" }] },
      { Operations: [{ op: "Replace", path: "active", value: "True" }] },
    ],
  ])(
    "%s deactivates: access ends at once, keys follow the organization's rule; and wakes again",
    async (_name, off, on) => {
      const { developer, owner } = api.organization.people;
      const list = await call("GET", `/Users?filter=${encodeURIComponent(`userName eq "${developer.email}"`)}`);
      const id = JSON.parse(JSON.stringify(list.body)).Resources[0].id;
      const path = `/organizations/${api.organization.slug}/members`;
      expect((await api.as(developer)("GET", path)).status).toBe(200);
      expect((await call("PATCH", `/Users/${id}`, off)).body.active).toBe(false);
      expect((await api.as(developer)("GET", path)).status).toBe(404);
      expect((await call("GET", `/Users/${id}`)).body.active).toBe(false);
      const owned = await api.database.admin.query(
        "select count(*)::int as n from keys where owner_user_id = $1 and state <> 'revoked'",
        [developer.userId],
      );
      expect(owned.rows[0].n).toBe(0);
      expect(owner.role).toBe("owner");
      expect((await call("PATCH", `/Users/${id}`, on)).body.active).toBe(true);
      expect((await api.as(developer)("GET", path)).status).toBe(200);
    },
  );

  test("a deleted user is gone for the directory, and an owner is not a directory's to remove", async () => {
    const made = await call("POST", "/Users", user("leaving@example.test"));
    expect((await call("DELETE", `/Users/${made.body.id}`)).status).toBe(204);
    expect((await call("GET", `/Users/${made.body.id}`)).status).toBe(404);
    expect((await call("DELETE", `/Users/${api.organization.people.owner.memberId}`)).status).toBe(403);
    expect((await call("DELETE", `/Users/${api.other.people.developer.memberId}`)).status).toBe(404);
  });

  test("someone else's account is drawn in only where the organization has verified the address's domain", async () => {
    const elsewhere = await createTestOrganization(api.database);
    const { email } = elsewhere.people.auditor;
    expect((await call("POST", "/Users", user(email))).status).toBe(409);
    await api.database.admin.query(
      "insert into organization_domains values ($1, 'example.test', 'proof', now(), now())",
      [api.organization.id],
    );
    expect((await call("POST", "/Users", user(email))).status).toBe(201);
    await api.database.admin.query("delete from organization_domains");
  });

  test("groups are teams: made, renamed, filled and emptied in the ways of Okta and Entra", async () => {
    const a = String((await call("POST", "/Users", user("a@example.test"))).body.id);
    const b = String((await call("POST", "/Users", user("b@example.test"))).body.id);
    const made = await call("POST", "/Groups", { displayName: "Payments", externalId: "g1", members: [{ value: a }] });
    expect(made.body.members).toMatchObject([{ value: a }]);
    const at = `/Groups/${made.body.id}`;
    const members = async () =>
      JSON.parse(JSON.stringify((await call("GET", at)).body)).members.map((one: { value: string }) => one.value);
    await call("PATCH", at, { Operations: [{ op: "Add", path: "members", value: [{ value: b }] }] });
    expect(await members()).toEqual([a, b]);
    await call("PATCH", at, { Operations: [{ op: "Remove", path: `members[value eq "${a}"]` }] });
    expect(await members()).toEqual([b]);
    await call("PATCH", at, { Operations: [{ op: "replace", value: { id: made.body.id, displayName: "Billing" } }] });
    expect(
      (await call("GET", `/Groups?filter=${encodeURIComponent('displayName eq "Billing"')}`)).body.totalResults,
    ).toBe(1);
    expect(
      (
        await call("PATCH", at, {
          Operations: [{ op: "add", path: "members", value: [{ value: api.other.people.owner.memberId }] }],
        })
      ).status,
    ).toBe(400);
    await call("PUT", at, { displayName: "Billing", members: [{ value: a }] });
    expect(await members()).toEqual([a]);
    expect((await call("DELETE", at)).status).toBe(204);
    expect((await call("GET", at)).status).toBe(404);
  });
});
