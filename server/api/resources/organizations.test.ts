import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys, keyVersions } from "@/db/schema/keys";
import { sessions } from "@/db/schema/people";
import { withOrganization } from "@/db/tenancy";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { type Id, newId } from "@/lib/core/ids";
import { disableOffboardedKey } from "@/lib/organizations/offboard-keys";
import { type ApiAnswer, type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let api: ApiHarness;
beforeAll(async () => {
  api = await createApiHarness();
});
afterAll(() => api.close());

const PASSWORD = "a long enough phrase";

async function fresh(): Promise<{ organization: TestOrganization; at: string }> {
  const organization = await createTestOrganization(api.database, systemClock);
  return { organization, at: `/organizations/${organization.slug}` };
}

function cookiesOf(answer: ApiAnswer): Record<string, string> {
  const pairs = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { cookie: pairs.join("; "), "sec-fetch-site": "same-origin" };
}

async function makeKey(organization: TestOrganization, owner: Id<"user">, name: string): Promise<Id<"key">> {
  const id = newId("key");
  const now = new Date();
  await withOrganization(organization.system(), async (tx) => {
    await tx.insert(keys).values({
      organizationId: organization.id,
      id,
      projectId: organization.project.id,
      environmentId: organization.environments.development.id,
      name,
      purpose: "",
      ownerUserId: owner,
      createdBy: owner,
      state: "active",
      scopes: [],
      methods: [],
      paths: [],
      ipAllowlist: [],
      countries: [],
      rateLimits: [],
      tags: {},
      secretStart: "k_dev_",
      secretLastFour: "abcd",
      createdAt: now,
      updatedAt: now,
    });
    await tx.insert(keyVersions).values({
      organizationId: organization.id,
      id: newId("keyVersion"),
      keyId: id,
      environmentId: organization.environments.development.id,
      number: 1,
      secretHash: Buffer.from(id),
      hashKind: "pepper",
      pepperVersion: 1,
      secretStart: "k_dev_",
      secretLastFour: "abcd",
      createdBy: owner,
      createdAt: now,
      endsOnFirstUse: false,
    });
  });
  return id;
}

/** The link of the newest mail of a template to an address: the token is in the fragment and nowhere else. */
async function mailedToken(address: string, template: string): Promise<string> {
  const { rows } = await api.database.admin.query(
    "select id, content from email_outbox where recipient = $1 and template = $2 order by id desc limit 1",
    [address, template],
  );
  const text = api.database.vault.open(rows[0].content, `email_outbox/${rows[0].id}`);
  return /#token=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? "";
}

describe("who may call", () => {
  type Row = [method: string, path: string, body: unknown, roles: string[], good: number];
  const everyone = ["owner", "admin", "developer", "auditor"];
  const managers = ["owner", "admin"];
  const table: Row[] = [
    ["GET", "", undefined, everyone, 200],
    ["PATCH", "", { timezone: "Europe/Berlin" }, managers, 200],
    ["GET", "/members", undefined, everyone, 200],
    ["GET", "/members/access-matrix", undefined, everyone, 200],
    ["GET", "/members/{developer}", undefined, everyone, 200],
    ["GET", "/members/{auditor}/keys", undefined, [...managers, "auditor"], 200],
    ["PATCH", "/members/{developer}", { role: "developer" }, managers, 200],
    [
      "PUT",
      "/members/{developer}/access",
      { access: [{ environmentId: "{development}", level: "read" }] },
      managers,
      200,
    ],
    ["GET", "/invitations", undefined, managers, 200],
    ["GET", "/teams", undefined, everyone, 200],
    ["POST", "/teams", { name: "Team {role}" }, managers, 201],
  ];

  test.each(table)(
    "%s %s answers its roles, and refuses others, strangers and other tenants",
    async (method, path, body, roles, good) => {
      const { organization, at } = await fresh();
      const fill = (text: string, role: string) =>
        text
          .replace("{developer}", organization.people.developer.memberId)
          .replace("{auditor}", organization.people.auditor.memberId)
          .replace("{development}", organization.environments.development.id)
          .replace("{role}", role);
      const call = (caller: Caller, role: string, where = at) =>
        caller(
          method,
          where + fill(path, role),
          body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body), role)),
        );
      for (const role of ["owner", "admin", "developer", "auditor"] as const) {
        const answer = await call(api.as(organization.people[role]), role);
        expect([role, answer.status]).toEqual([role, roles.includes(role) ? good : 403]);
      }
      expect((await call(api.anonymous, "none")).status).toBe(401);
      expect((await call(api.as(api.other.people.owner), "none")).status).toBe(404);
      const elsewhere = await call(api.as(api.other.people.owner), "none", `/organizations/${api.other.slug}`);
      if (path.includes("{") || JSON.stringify(body ?? "").includes("{development}"))
        expect([400, 404]).toContain(elsewhere.status);
    },
  );

  test.each([
    ["PATCH", "", { requireMfa: "yes" }],
    ["PATCH", "", { createdAt: "2020-01-01T00:00:00Z" }],
    ["PATCH", "", {}],
    ["PATCH", "", { slug: "api" }],
    ["GET", "/members?sort=name", undefined],
    ["GET", "/members?cursor=%27%20or%201%3D1", undefined],
    ["POST", "/invitations", { email: "not an address", role: "developer" }],
    ["POST", "/invitations", { email: "a@b.test", role: "god" }],
    ["POST", "/invitations", { email: "a@b.test", role: "developer", organizationId: "org_x" }],
    ["POST", "/teams", { name: "evil\u202eteam" }],
    ["GET", "/teams?cursor=bm90", undefined],
  ])("%s %s with %j is 400 and changes nothing", async (method, path, body) => {
    const { organization, at } = await fresh();
    const count = async () =>
      (
        await api.database.admin.query("select count(*)::int as n from audit_events where organization_id = $1", [
          organization.id,
        ])
      ).rows[0].n;
    const before = await count();
    expect((await api.as(organization.people.owner)(method, at + path, body)).status).toBe(400);
    expect(await count()).toBe(before);
  });
});

describe("organizations", () => {
  test("a person makes one, owns it, and sees only their own", async () => {
    const { organization } = await fresh();
    const as = api.as(organization.people.developer);
    const made = await as("POST", "/organizations", { name: "Second Home" });
    expect(made.status).toBe(201);
    const again = await as("POST", "/organizations", { name: "Second Home" });
    expect(again.body.slug).toBe("second-home-2");
    expect((await as("POST", "/organizations", { name: "x", slug: "second-home" })).status).toBe(409);
    expect((await as("POST", "/organizations", { name: "x", slug: "account" })).status).toBe(400);
    const mine = await as("GET", "/organizations");
    expect(JSON.stringify(mine.body.items)).toContain(
      '"slug":"second-home","name":"Second Home","timezone":"UTC","role":"owner"',
    );
    expect(JSON.stringify(mine.body.items)).not.toContain(api.other.slug);
  });

  test("deleting needs an owner, a fresh factor and the typed slug, and leaves no row anywhere", async () => {
    const { organization, at } = await fresh();
    await makeKey(organization, organization.people.owner.userId, "last");
    await api.database.admin.query(
      "insert into usage_hourly values ($1, 'key_x', now(), 'kv_x', 'VALID', 'prj_x', 'env_x', 1)",
      [organization.id],
    );
    const as = api.as(organization.people.owner);
    await as("PATCH", at, { timezone: "Asia/Tokyo" });
    expect((await api.as(organization.people.admin)("DELETE", at, { slug: organization.slug })).status).toBe(403);
    expect((await as("DELETE", at, { slug: "another" })).status).toBe(400);
    await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [
      organization.people.owner.sessionId,
    ]);
    expect((await as("DELETE", at, { slug: organization.slug })).body.code).toBe("step_up_required");
    await api.database.admin.query("update sessions set mfa_at = now() where id = $1", [
      organization.people.owner.sessionId,
    ]);
    expect((await as("DELETE", at, { slug: organization.slug })).status).toBe(204);
    const { rows } = await api.database.admin.query(
      "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace",
    );
    for (const { relname } of rows) {
      const left = await api.database.admin.query(
        `select count(*)::int as n from ${relname} where organization_id = $1`,
        [organization.id],
      );
      expect([relname, left.rows[0].n]).toEqual([relname, 0]);
    }
    expect((await as("GET", at)).status).toBe(404);
    expect((await api.as(api.other.people.owner)("GET", `/organizations/${api.other.slug}`)).status).toBe(200);
  });
});

describe("members", () => {
  test("the last owner can be neither demoted nor removed, nor can two at the same time remove each other", async () => {
    const alone = await fresh();
    const listed = await api.as(alone.organization.people.owner)("GET", `${alone.at}/members`);
    const marked: { userId: string; lastOwner: boolean }[] = JSON.parse(JSON.stringify(listed.body.items));
    expect(marked.filter((member) => member.lastOwner).map((member) => member.userId)).toEqual([
      alone.organization.people.owner.userId,
    ]);
    const { organization, at } = await fresh();
    const owner = api.as(organization.people.owner);
    expect(
      (await owner("PATCH", `${at}/members/${organization.people.owner.memberId}`, { role: "admin" })).status,
    ).toBe(409);
    expect((await owner("DELETE", `${at}/members/${organization.people.owner.memberId}`, {})).status).toBe(409);
    for (let round = 0; round < 8; round += 1) {
      await api.database.admin.query(
        "update members set role = 'owner' where organization_id = $1 and user_id = any($2)",
        [organization.id, [organization.people.owner.userId, organization.people.admin.userId]],
      );
      const [a, b] = await Promise.all([
        owner("PATCH", `${at}/members/${organization.people.admin.memberId}`, { role: "developer" }),
        api.as(organization.people.admin)("PATCH", `${at}/members/${organization.people.owner.memberId}`, {
          role: "developer",
        }),
      ]);
      expect([a?.status, b?.status].filter((status) => status === 200)).toHaveLength(1);
      const left = await api.database.admin.query(
        "select count(*)::int as n from members where organization_id = $1 and role = 'owner' and state = 'active'",
        [organization.id],
      );
      expect(left.rows[0].n).toBe(1);
    }
  });

  test("an admin neither makes nor unmakes an owner", async () => {
    const { organization, at } = await fresh();
    const admin = api.as(organization.people.admin);
    expect(
      (await admin("PATCH", `${at}/members/${organization.people.developer.memberId}`, { role: "owner" })).status,
    ).toBe(403);
    expect(
      (await admin("PATCH", `${at}/members/${organization.people.owner.memberId}`, { role: "developer" })).status,
    ).toBe(403);
    expect((await admin("DELETE", `${at}/members/${organization.people.owner.memberId}`, {})).status).toBe(403);
    expect((await admin("POST", `${at}/invitations`, { email: "boss@example.test", role: "owner" })).status).toBe(403);
  });

  test("a lower role and a removal count in the person's open sessions from the next call on, and are told by mail", async () => {
    const { organization, at } = await fresh();
    const { admin } = organization.people;
    const call = () => api.as(admin)("GET", `${at}/invitations`);
    expect((await call()).status).toBe(200);
    const owner = api.as(organization.people.owner);
    expect((await owner("PATCH", `${at}/members/${admin.memberId}`, { role: "auditor" })).status).toBe(200);
    expect((await call()).status).toBe(403);
    expect((await owner("DELETE", `${at}/members/${admin.memberId}`)).status).toBe(200);
    expect((await call()).status).toBe(404);
    const mail = await api.database.admin.query(
      "select template from email_outbox where recipient = $1 order by created_at",
      [admin.email],
    );
    expect(mail.rows.map((row) => row.template)).toEqual(["role-changed", "removed-from-organization"]);
  });

  test("changes to members need a factor proved within ten minutes", async () => {
    const { organization, at } = await fresh();
    await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [
      organization.people.owner.sessionId,
    ]);
    const owner = api.as(organization.people.owner);
    const member = `${at}/members/${organization.people.developer.memberId}`;
    for (const [method, path, body] of [
      ["PATCH", member, { role: "admin" }],
      [
        "PUT",
        `${member}/access`,
        { access: [{ environmentId: organization.environments.production.id, level: "manage" }] },
      ],
      ["DELETE", member, {}],
      ["POST", `${at}/invitations`, { email: "x@example.test", role: "developer" }],
      ["PATCH", at, { requireMfa: true }],
    ] as const) {
      expect([path, (await owner(method, path, body)).body.code]).toEqual([path, "step_up_required"]);
    }
  });

  test("the matrix says what everyone may do and whether role, override or ceiling decides", async () => {
    const { organization, at } = await fresh();
    const owner = api.as(organization.people.owner);
    const { production } = organization.environments;
    for (const [who, level] of [
      ["developer", "create"],
      ["auditor", "manage"],
    ] as const) {
      await owner("PUT", `${at}/members/${organization.people[who].memberId}/access`, {
        access: [{ environmentId: production.id, level }],
      });
    }
    const matrix = JSON.parse(JSON.stringify((await owner("GET", `${at}/members/access-matrix`)).body));
    expect(matrix.environments).toHaveLength(3);
    const cell = (who: "owner" | "developer" | "auditor") =>
      matrix.items
        .find((item: { memberId: string }) => item.memberId === organization.people[who].memberId)
        .access.find((one: { environmentId: string }) => one.environmentId === production.id);
    expect(cell("owner")).toMatchObject({ level: "manage", why: "role", override: null });
    expect(cell("developer")).toMatchObject({ level: "create", roleLevel: "request", why: "override" });
    expect(cell("auditor")).toMatchObject({ level: "read", override: "manage", why: "ceiling" });
    const undone = await owner("PUT", `${at}/members/${organization.people.developer.memberId}/access`, {
      access: [{ environmentId: production.id, level: null }],
    });
    expect(undone.status).toBe(200);
    const pages = await owner("GET", `${at}/members?limit=3`);
    const rest = await owner("GET", `${at}/members?limit=3&cursor=${pages.body.nextCursor}`);
    expect(JSON.parse(JSON.stringify(rest.body)).items).toHaveLength(1);
  });
});

describe("offboarding", () => {
  test("every key of someone who is removed is decided: undecided ones stop the removal, decided ones change hands or end", async () => {
    const { organization, at } = await fresh();
    const { developer, owner, admin } = organization.people;
    const as = api.as(owner);
    const given = await makeKey(organization, developer.userId, "given");
    const ended = await makeKey(organization, developer.userId, "ended");
    const dated = await makeKey(organization, developer.userId, "dated");
    const rest = await makeKey(organization, developer.userId, "rest");
    const member = `${at}/members/${developer.memberId}`;
    expect(JSON.parse(JSON.stringify((await as("GET", `${member}/keys`)).body)).items).toHaveLength(4);
    const refused = await as("DELETE", member, { keys: [{ keyId: given, decision: { action: "revoke" } }] });
    expect(refused.status).toBe(409);
    expect(refused.body.undecided).toHaveLength(3);
    expect(
      (
        await as("DELETE", member, {
          keys: [
            {
              keyId: given,
              decision: { action: "transfer", ownerType: "user", ownerId: organization.people.auditor.userId },
            },
          ],
          otherKeys: { action: "revoke" },
        })
      ).status,
    ).toBe(400);
    expect(
      (
        await as("DELETE", member, {
          otherKeys: { action: "transfer", ownerType: "user", ownerId: api.other.people.owner.userId },
        })
      ).status,
    ).toBe(400);
    const on = new Date(Date.now() + 86_400_000).toISOString();
    const done = await as("DELETE", member, {
      keys: [
        { keyId: given, decision: { action: "transfer", ownerType: "user", ownerId: admin.userId } },
        { keyId: ended, decision: { action: "revoke" } },
        { keyId: dated, decision: { action: "disable", on } },
      ],
      otherKeys: { action: "disable" },
    });
    expect(done.body).toEqual({ keys: 4 });
    const state = async (id: string) =>
      (await api.database.admin.query("select state, owner_user_id, revocation_reason from keys where id = $1", [id]))
        .rows[0];
    expect(await state(given)).toMatchObject({ state: "active", owner_user_id: admin.userId });
    expect(await state(ended)).toMatchObject({ state: "revoked", revocation_reason: "affiliation_changed" });
    expect(await state(dated)).toMatchObject({ state: "active", owner_user_id: owner.userId });
    expect(await state(rest)).toMatchObject({ state: "disabled", owner_user_id: owner.userId });
    const job = await api.database.admin.query("select run_at from graphile_worker.jobs where key = $1", [
      `offboard/${dated}`,
    ]);
    expect(new Date(job.rows[0].run_at).toISOString()).toBe(on);
    await disableOffboardedKey(organization.system(), dated);
    expect(await state(dated)).toMatchObject({ state: "disabled" });
    const orphans = await api.database.admin.query(
      "select count(*)::int as n from keys k join members m on m.organization_id = k.organization_id and m.user_id = k.owner_user_id where k.organization_id = $1 and k.state <> 'revoked' and m.state <> 'active'",
      [organization.id],
    );
    expect(orphans.rows[0].n).toBe(0);
    const trail = await api.database.admin.query(
      "select action from audit_events where organization_id = $1 and target_id = $2",
      [organization.id, ended],
    );
    expect(trail.rows).toEqual([{ action: "key.revoked" }]);
  });

  test("new owners are told by one mail each, of a team everyone, and whoever removes is not told what they know", async () => {
    const { organization, at } = await fresh();
    const { developer, owner, admin, auditor } = organization.people;
    const as = api.as(owner);
    const team = String((await as("POST", `${at}/teams`, { name: "Billing" })).body.id);
    for (const person of [admin, auditor]) {
      expect((await as("POST", `${at}/teams/${team}/members`, { memberId: person.memberId })).status).toBeLessThan(300);
    }
    const first = await makeKey(organization, developer.userId, "first");
    const second = await makeKey(organization, developer.userId, "second");
    const teams = await makeKey(organization, developer.userId, "teams");
    const own = await makeKey(organization, developer.userId, "own");
    const to = (ownerType: string, ownerId: string) => ({ action: "transfer", ownerType, ownerId });
    const done = await as("DELETE", `${at}/members/${developer.memberId}`, {
      keys: [
        { keyId: first, decision: to("user", admin.userId) },
        { keyId: second, decision: to("user", admin.userId) },
        { keyId: teams, decision: to("team", team) },
        { keyId: own, decision: to("user", owner.userId) },
      ],
    });
    expect(done.status).toBe(200);
    const { rows } = await api.database.admin.query(
      "select id, user_id, content from email_outbox where organization_id = $1 and template = 'keys-handed-over'",
      [organization.id],
    );
    const told = rows.map((row) => {
      const props = JSON.parse(api.database.vault.open(row.content, `email_outbox/${row.id}`));
      return [
        row.user_id,
        props.team,
        props.keys
          .map((key: { name: string }) => key.name)
          .sort()
          .join(),
      ];
    });
    expect(told.sort()).toEqual(
      [
        [admin.userId, null, "first,second"],
        [admin.userId, "Billing", "teams"],
        [auditor.userId, "Billing", "teams"],
      ].sort(),
    );
  });

  test("everyone may leave, with their keys decided, and owners stay until there is another", async () => {
    const { organization, at } = await fresh();
    const { developer, auditor } = organization.people;
    const id = await makeKey(organization, developer.userId, "mine");
    const as = api.as(developer);
    expect((await as("DELETE", `${at}/members/${auditor.memberId}`, {})).status).toBe(403);
    expect((await as("DELETE", `${at}/members/${developer.memberId}`, {})).status).toBe(409);
    expect(
      (
        await as("DELETE", `${at}/members/${developer.memberId}`, {
          keys: [{ keyId: id, decision: { action: "disable" } }],
        })
      ).status,
    ).toBe(200);
    expect((await as("GET", at)).status).toBe(404);
    expect((await api.as(auditor)("DELETE", `${at}/members/${auditor.userId}`)).status).toBe(200);
  });
});

describe("invitations", () => {
  async function invite(email: string, role = "developer") {
    const { organization, at } = await fresh();
    const owner = api.as(organization.people.owner);
    const made = await owner("POST", `${at}/invitations`, { email, role });
    expect(made.status).toBe(201);
    return {
      organization,
      at,
      owner,
      id: String(made.body.id),
      token: await mailedToken(email.toLowerCase(), "invitation"),
      made,
    };
  }

  test("a new address gets an account with the invited role and is signed in, once", async () => {
    const email = "new.person@example.test";
    const { organization, at, token, made } = await invite("New.Person@Example.test");
    expect(JSON.stringify(made.body)).not.toContain(token);
    const opened = await api.anonymous("POST", "/invitations/open", { token });
    expect(opened.body).toMatchObject({
      organization: organization.slug,
      email,
      role: "developer",
      accountExists: false,
    });
    expect((await api.anonymous("POST", "/invitations/accept", { token })).status).toBe(400);
    expect(
      (await api.anonymous("POST", "/invitations/accept", { token, name: "N", password: "new.person2026" })).status,
    ).toBe(400);
    expect(
      (await api.anonymous("POST", "/invitations/accept", { token, name: "N", password: PASSWORD, role: "owner" }))
        .status,
    ).toBe(400);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        api.anonymous("POST", "/invitations/accept", { token, name: "New Person", password: PASSWORD }),
      ),
    );
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    const first = won[0];
    if (!first) throw new Error("nobody won");
    const account = await api.anonymous("GET", "/account", undefined, cookiesOf(first));
    expect(account.body).toMatchObject({
      email,
      memberships: [{ organization: organization.slug, role: "developer" }],
    });
    expect((await api.anonymous("POST", "/invitations/open", { token })).status).toBe(410);
    expect(
      (await api.as(organization.people.owner)("GET", `${at}/invitations?status=accepted`)).body.items,
    ).toHaveLength(1);
  });

  test("an address with an account must be signed in as it: a forwarded link does nothing", async () => {
    const person = api.other.people.auditor;
    const { organization, token, id, at, owner } = await invite(person.email, "admin");
    expect(
      (await api.anonymous("POST", "/invitations/accept", { token, name: "Thief", password: PASSWORD })).status,
    ).toBe(401);
    expect((await api.as(api.other.people.developer)("POST", "/invitations/accept", { token })).status).toBe(403);
    expect(
      (await api.anonymous("POST", "/invitations/accept", { token }, { origin: "https://evil.example" })).status,
    ).toBe(403);
    const members = await api.database.admin.query(
      "select count(*)::int as n from members where organization_id = $1",
      [organization.id],
    );
    expect(members.rows[0].n).toBe(4);
    expect((await api.as(person)("POST", "/invitations/accept", { token })).status).toBe(200);
    expect((await api.as(person)("POST", "/invitations/accept", { token })).status).toBe(410);
    expect((await owner("POST", `${at}/invitations/${id}/revoke`)).status).toBe(409);
    expect((await owner("POST", `${at}/invitations`, { email: person.email, role: "developer" })).status).toBe(409);
  });

  test("a half-session accepts nothing", async () => {
    const person = api.other.people.developer;
    const { token } = await invite(person.email);
    await api.database.admin.query("update organizations set settings = '{\"requireMfa\": true}' where id = $1", [
      api.other.id,
    ]);
    const answer = await api.as(person)("POST", "/invitations/accept", { token });
    await api.database.admin.query("update organizations set settings = '{}' where id = $1", [api.other.id]);
    expect([answer.status, answer.body.code]).toEqual([403, "mfa_required"]);
  });

  test("revoked, resent and expired links are dead, and look-alike addresses are other addresses", async () => {
    const { at, owner, id, token } = await invite("resent@example.test");
    expect((await owner("POST", `${at}/invitations`, { email: "resent@example.test", role: "developer" })).status).toBe(
      409,
    );
    expect((await owner("POST", `${at}/invitations/${id}/resend`)).status).toBe(200);
    expect((await api.anonymous("POST", "/invitations/open", { token })).status).toBe(410);
    const second = await mailedToken("resent@example.test", "invitation");
    expect((await api.anonymous("POST", "/invitations/open", { token: second })).status).toBe(200);
    expect((await owner("POST", `${at}/invitations/${id}/revoke`)).status).toBe(200);
    expect((await api.anonymous("POST", "/invitations/open", { token: second })).status).toBe(410);
    expect(
      (await api.anonymous("POST", "/invitations/accept", { token: second, name: "R", password: PASSWORD })).status,
    ).toBe(410);
    const other = await invite("late@example.test");
    await api.database.admin.query("update invitations set expires_at = now() where id = $1", [other.id]);
    expect((await api.anonymous("POST", "/invitations/open", { token: other.token })).status).toBe(410);
    expect(
      (await owner("POST", `${at}/invitations`, { email: "victim@evil.test@example.test", role: "developer" })).status,
    ).toBe(400);
    expect(
      (await owner("POST", `${at}/invitations`, { email: "victim＠example.test", role: "developer" })).status,
    ).toBe(400);
    expect(
      (await api.as(api.other.people.owner)("POST", `/organizations/${api.other.slug}/invitations/${other.id}/revoke`))
        .status,
    ).toBe(404);
  });

  test("the link in the mail is ours, whatever Host and X-Forwarded-Host say", async () => {
    const { organization, at } = await fresh();
    const evil = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
    const made = await api.as(organization.people.owner)(
      "POST",
      `${at}/invitations`,
      { email: "host@example.test", role: "developer" },
      evil,
    );
    expect(made.status).toBe(201);
    const { rows } = await api.database.admin.query(
      "select id, content from email_outbox where recipient = 'host@example.test'",
    );
    const content = api.database.vault.open(rows[0].content, `email_outbox/${rows[0].id}`);
    expect(content).toContain("http://localhost:3000/invitations/accept#token=");
    expect(content).not.toContain("evil");
  });

  test("a thousand invitations to one address end in at most ten mails a day", async () => {
    let sent = 0;
    const email = "flooded@example.test";
    const places = await Promise.all([fresh(), fresh(), fresh()]);
    for (let round = 0; round < 16; round += 1) {
      const place = places[round % places.length];
      if (!place) continue;
      const owner = api.as(place.organization.people.owner);
      const made = await owner("POST", `${place.at}/invitations`, { email, role: "developer" });
      if (made.status === 201) {
        sent += 1;
        await owner("POST", `${place.at}/invitations/${made.body.id}/revoke`);
      }
    }
    const mails = await api.database.admin.query("select count(*)::int as n from email_outbox where recipient = $1", [
      email,
    ]);
    expect([sent, mails.rows[0].n]).toEqual([10, 10]);
  });
});

describe("teams", () => {
  test("own keys, take members, and stay while they own any", async () => {
    const { organization, at } = await fresh();
    const owner = api.as(organization.people.owner);
    const made = await owner("POST", `${at}/teams`, { name: "Billing" });
    expect(made.body).toMatchObject({ slug: "billing", members: 0, people: [] });
    expect((await owner("POST", `${at}/teams`, { name: "Billing" })).status).toBe(409);
    const { developer } = organization.people;
    const added = await owner("POST", `${at}/teams/billing/members`, { memberId: developer.memberId });
    expect(added.body).toMatchObject({ members: 1, people: [{ userId: developer.userId }] });
    expect(
      (await owner("POST", `${at}/teams/billing/members`, { memberId: api.other.people.developer.memberId })).status,
    ).toBe(400);
    expect((await owner("PATCH", `${at}/teams/billing`, { slug: "money" })).body).toMatchObject({
      slug: "money",
      name: "Billing",
    });
    const id = await makeKey(organization, developer.userId, "team key");
    await owner("DELETE", `${at}/members/${developer.memberId}`, {
      keys: [{ keyId: id, decision: { action: "transfer", ownerType: "team", ownerId: made.body.id } }],
    });
    expect((await owner("GET", `${at}/teams/money`)).body).toMatchObject({ keys: 1, members: 0 });
    expect((await owner("DELETE", `${at}/teams/money`)).status).toBe(409);
    expect((await owner("DELETE", `${at}/teams/nowhere`)).status).toBe(404);
    await api.database.admin.query("delete from keys where id = $1", [id]);
    expect((await owner("DELETE", `${at}/teams/money`)).status).toBe(204);
  });
});

test("a session that an organization's identity provider opened sees that organization alone, and cannot change the account", async () => {
  const { organization, at } = await fresh();
  const { developer } = organization.people;
  const second = await api.as(developer)("POST", "/organizations", { name: "Private" });
  await api.database.app.drizzle.update(sessions).set({ confinedTo: organization.id, method: "sso" });
  const as = api.as(developer);
  expect((await as("GET", at)).status).toBe(200);
  expect((await as("GET", `/organizations/${second.body.slug}`)).status).toBe(404);
  expect(JSON.parse(JSON.stringify((await as("GET", "/organizations")).body)).items).toHaveLength(1);
  expect((await as("POST", "/organizations", { name: "More" })).status).toBe(403);
  expect((await as("POST", "/account/password", { newPassword: "another long phrase" })).status).toBe(403);
  expect((await as("POST", "/account/totp", {})).status).toBe(403);
  await api.database.app.drizzle.update(sessions).set({ confinedTo: null, method: "password" });
});
