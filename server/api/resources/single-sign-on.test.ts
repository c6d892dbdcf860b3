import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { verifyDomain } from "@/lib/organizations/sso/manage-domains";
import { type ApiAnswer, type ApiHarness, type Caller, createApiHarness } from "../testing/harness";
import { startIssuer, type TestIssuer } from "../testing/issuer";

let api: ApiHarness;
let first: TestIssuer;
let second: TestIssuer;
const redirects: string[] = [];

let organization: TestOrganization;
let at: string;
let owner: Caller;
let provider: string;
let domain: string;
let counter = 0;

function jarOf(answer: ApiAnswer): Record<string, string> {
  const pairs = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .filter((pair) => !pair?.endsWith("="));
  return { cookie: pairs.join("; "), "sec-fetch-site": "same-origin" };
}

/** The provider's client must know our callback, which holds the provider's id: the issuers are started afresh for each. */
async function restart(ids: string[]): Promise<void> {
  await first?.close();
  await second?.close();
  redirects.length = 0;
  redirects.push(...ids.map((id) => `http://localhost:3000/api/v1/sign-in/providers/${id}/callback`));
  first = await startIssuer(redirects);
  second = await startIssuer(redirects);
}

beforeAll(async () => {
  api = await createApiHarness({ environment: { PRIVATE_HOSTS: "127.0.0.1" } });
});
afterAll(async () => {
  await first?.close();
  await second?.close();
  await api.close();
});

beforeEach(async () => {
  counter += 1;
  domain = `tenant${counter}.example`;
  organization = await createTestOrganization(api.database, systemClock);
  at = `/organizations/${organization.slug}`;
  owner = api.as(organization.people.owner);
  const made = await owner("POST", `${at}/identity-providers`, {
    name: "Directory",
    issuer: "http://127.0.0.1:1",
    clientId: "latchkey",
    clientSecret: "a client secret",
    justInTime: true,
    groupRoles: { "latchkey-admins": "admin", readers: "auditor" },
  });
  expect(made.status).toBe(201);
  provider = String(made.body.id);
  await restart([provider, "oidc"]);
  await api.database.admin.query("update identity_providers set issuer = $1 where id = $2", [first.issuer, provider]);
  expect((await owner("POST", `${at}/domains`, { domain })).status).toBe(201);
  const listed = JSON.parse(JSON.stringify((await owner("GET", `${at}/domains`)).body));
  const { value } = listed.items[0].record;
  await expect(verifyDomain(organization.as("owner"), domain, async () => [["something else"]])).rejects.toThrow(/TXT/);
  await verifyDomain(organization.as("owner"), domain, async () => [[value.slice(0, 10), value.slice(10)]]);
});

async function begin(caller: Caller = api.anonymous, path = `/sign-in/providers/${provider}`) {
  const started = await caller("POST", path, { returnTo: "/somewhere?x=1" });
  expect(started.status).toBe(200);
  return { url: String(started.body.url), jar: jarOf(started) };
}

const come = (back: URL, jar: Record<string, string>, id = provider) =>
  api.anonymous("GET", `/sign-in/providers/${id}/callback${back.search}`, undefined, jar);

const reasonOf = (answer: ApiAnswer) =>
  /error=(\w+)/.exec(answer.headers.get("location") ?? "")?.[1] ?? answer.headers.get("location");

describe("single sign-on", () => {
  test("someone new of a verified domain becomes a member with the role of their groups, in a session of that organization alone", async () => {
    first.people.set("ada", {
      sub: "ada",
      email: `ada@${domain}`,
      email_verified: true,
      name: "Ada L",
      groups: ["latchkey-admins", "x"],
    });
    const { url, jar } = await begin();
    expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
    const back = await come(await first.visit(url, "ada"), jar);
    expect([back.status, back.headers.get("location")]).toEqual([303, "http://localhost:3000/somewhere?x=1"]);
    const account = await api.anonymous("GET", "/account", undefined, jarOf(back));
    expect(account.body).toMatchObject({
      email: `ada@${domain}`,
      memberships: [{ organizationId: organization.id, role: "admin" }],
    });
    expect((await api.anonymous("GET", `${at}/invitations`, undefined, jarOf(back))).status).toBe(200);
    first.people.set("ada", { sub: "ada", email: `ada@${domain}`, email_verified: true, groups: ["readers"] });
    const again = await begin();
    await come(await first.visit(again.url, "ada"), again.jar);
    expect((await api.anonymous("GET", `${at}/invitations`, undefined, jarOf(back))).status).toBe(403);
    expect((await api.anonymous("POST", "/sign-in/providers/discover", { email: `whoever@${domain}` })).body).toEqual({
      provider,
    });
  });

  test("an address never leads into an account that exists, verified or not", async () => {
    await api.database.admin.query("update users set email = $1 where id = $2", [
      `dev@${domain}`,
      organization.people.developer.userId,
    ]);
    first.people.set("dev", { sub: "dev", email: `dev@${domain}`, email_verified: true });
    const { url, jar } = await begin();
    expect(reasonOf(await come(await first.visit(url, "dev"), jar))).toBe("account_exists");
  });

  test("unverified addresses and foreign domains make no account", async () => {
    first.people.set("u", { sub: "u", email: `u@${domain}`, email_verified: false });
    first.people.set("f", { sub: "f", email: "f@elsewhere.example", email_verified: true });
    for (const login of ["u", "f"]) {
      const { url, jar } = await begin();
      expect(reasonOf(await come(await first.visit(url, login), jar))).toBe("unverified_address");
    }
    const made = await api.database.admin.query(
      "select count(*)::int as n from users where email in ($1, 'f@elsewhere.example')",
      [`u@${domain}`],
    );
    expect(made.rows[0].n).toBe(0);
  });

  test("the same subject of another issuer is someone else", async () => {
    first.people.set("same", { sub: "same", email: `same@${domain}`, email_verified: true });
    second.people.set("same", { sub: "same", email: `same@${domain}`, email_verified: true });
    const one = await begin();
    expect((await come(await first.visit(one.url, "same"), one.jar)).headers.get("location")).toContain("/somewhere");
    await api.database.admin.query("update identity_providers set issuer = $1 where id = $2", [
      second.issuer,
      provider,
    ]);
    const two = await begin();
    expect(reasonOf(await come(await second.visit(two.url, "same"), two.jar))).toBe("account_exists");
  });

  test("an answer is good once, in the browser that began it, for the provider it was asked of, and with its issuer's name", async () => {
    first.people.set("bo", { sub: "bo", email: `bo@${domain}`, email_verified: true });
    const other = await begin();
    const { url, jar } = await begin();
    const back = await first.visit(url, "bo");
    expect(reasonOf(await come(back, { "sec-fetch-site": "cross-site" }))).toBe("expired");
    expect(reasonOf(await come(back, other.jar))).toBe("expired");
    expect(reasonOf(await come(back, jar, "oidc"))).toBe("expired");
    const forged = new URL(back);
    forged.searchParams.set("iss", second.issuer);
    expect(reasonOf(await come(forged, jar))).toBe("refused");
    expect(reasonOf(await come(back, jar))).toBe("expired");
    const bare = await begin();
    const nameless = await first.visit(bare.url, "bo");
    nameless.searchParams.delete("iss");
    expect(reasonOf(await come(nameless, bare.jar))).toBe("refused");
  });

  test("a code of another flow is refused: nonce and PKCE are checked", async () => {
    first.people.set("cy", { sub: "cy", email: `cy@${domain}`, email_verified: true });
    const mine = await begin();
    const theirs = await begin();
    const back = await first.visit(mine.url, "cy");
    const stolen = await first.visit(theirs.url, "cy");
    back.searchParams.set("code", stolen.searchParams.get("code") ?? "");
    expect(reasonOf(await come(back, mine.jar))).toBe("refused");
    const altered = await begin();
    const changed = new URL(altered.url);
    changed.searchParams.set("nonce", "a nonce of someone else's");
    expect(reasonOf(await come(await first.visit(changed.toString(), "cy"), altered.jar))).toBe("refused");
    const without = await begin();
    const url = new URL(without.url);
    url.searchParams.delete("nonce");
    expect(reasonOf(await come(await first.visit(url.toString(), "cy"), without.jar))).toBe("refused");
  });

  test("an existing account is linked from inside a freshly proved session, and from then on signs in", async () => {
    const { developer } = organization.people;
    first.people.set("dee", { sub: "dee", email: developer.email, email_verified: false });
    const path = `/account/providers/${provider}/link`;
    await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes' where id = $1", [
      developer.sessionId,
    ]);
    expect((await api.as(developer)("POST", path, {})).body.code).toBe("step_up_required");
    await api.database.admin.query("update sessions set mfa_at = now() where id = $1", [developer.sessionId]);
    const linking = await begin(api.as(developer), path);
    expect((await come(await first.visit(linking.url, "dee"), linking.jar)).headers.get("location")).toContain(
      "/somewhere",
    );
    const { url, jar } = await begin();
    const back = await come(await first.visit(url, "dee"), jar);
    expect((await api.anonymous("GET", "/account", undefined, jarOf(back))).body).toMatchObject({
      id: developer.userId,
    });
    const links = JSON.parse(JSON.stringify((await api.as(developer)("GET", "/account")).body)).linkedAccounts;
    expect(links).toMatchObject([{ provider }]);
    expect((await api.as(organization.people.admin)("DELETE", `/account/linked-accounts/${links[0].id}`)).status).toBe(
      404,
    );
    const thief = await begin(api.as(organization.people.auditor), path);
    expect(reasonOf(await come(await first.visit(thief.url, "dee"), thief.jar))).toBe("linked_elsewhere");
    await owner("DELETE", `${at}/members/${developer.memberId}`, {});
    const gone = await begin();
    expect(reasonOf(await come(await first.visit(gone.url, "dee"), gone.jar))).toBe("not_a_member");
  });

  test("where an organization wants single sign-on only, a password opens it to owners alone", async () => {
    expect((await owner("PATCH", at, { ssoOnly: true })).status).toBe(200);
    const refused = await api.as(organization.people.admin)("GET", at);
    expect([refused.status, refused.body.reason]).toEqual([403, "sso_required"]);
    expect((await owner("GET", at)).status).toBe(200);
    expect((await owner("DELETE", `${at}/identity-providers/${provider}`)).status).toBe(409);
  });

  test("providers are an owner's matter, keep their secret, and are not found from another tenant", async () => {
    const admin = api.as(organization.people.admin);
    expect(
      (
        await admin("POST", `${at}/identity-providers`, {
          name: "x",
          issuer: "https://x.example",
          clientId: "a",
          clientSecret: "b",
        })
      ).status,
    ).toBe(403);
    expect((await api.as(organization.people.developer)("GET", `${at}/identity-providers`)).status).toBe(403);
    const listed = await owner("GET", `${at}/identity-providers`);
    expect(JSON.stringify(listed.body)).not.toContain("a client secret");
    expect(
      (
        await api.as(api.other.people.owner)(
          "DELETE",
          `/organizations/${api.other.slug}/identity-providers/${provider}`,
        )
      ).status,
    ).toBe(404);
    const row = await api.database.admin.query("select client_secret from identity_providers where id = $1", [
      provider,
    ]);
    expect(row.rows[0].client_secret.toString("utf8")).not.toContain("a client secret");
  });

  test.each([
    "http://127.0.0.2:9",
    "http://169.254.169.254",
    "http://[::ffff:10.0.0.1]",
    "http://2130706434",
    "https://localhost",
  ])("an issuer at %s is never called", async (issuer) => {
    await api.database.admin.query("update identity_providers set issuer = $1 where id = $2", [issuer, provider]);
    expect((await api.anonymous("POST", `/sign-in/providers/${provider}`, {})).status).toBe(503);
  });
});
