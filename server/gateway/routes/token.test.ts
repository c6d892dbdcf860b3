import { createHmac, createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import { createLocalJWKSet, type JWTPayload, jwtVerify } from "jose";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { createTrustRule } from "@/lib/leases/create-trust-rule";
import { removeTrustRule } from "@/lib/leases/remove-trust-rule";
import type { TrustRule } from "@/lib/leases/schema";
import { startTestIssuer, type TestIssuer } from "@/lib/leases/testing/issuer";
import { updateTrustRule } from "@/lib/leases/update-trust-rule";
import { GATEWAY_URL, startTestGateway, type TestGateway } from "./testing/gateway";

const SUBJECT = "repo:acme/shop:ref:refs/heads/main";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

let database: TestDatabase;
let organization: TestOrganization;
let other: TestOrganization;
let issuer: TestIssuer;
let gateway: TestGateway;
let rule: TrustRule;
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database);
  other = await createTestOrganization(database);
  issuer = await startTestIssuer();
  gateway = await startTestGateway(database, { privateHosts: [issuer.host] });
  rule = await addRule({});
});
afterAll(async () => {
  await gateway?.stop();
  await issuer?.close();
  await database?.close();
});

function addRule(fields: Record<string, unknown>, tenant = organization): Promise<TrustRule> {
  counter += 1;
  return createTrustRule(tenant.as("owner"), {
    name: `deploy ${counter}`,
    issuer: issuer.url,
    subject: "repo:acme/shop:ref:refs/heads/*",
    project: "api",
    environment: "production",
    scopes: ["items:read", "items:write"],
    longestLife: "10m",
    ...fields,
  });
}

function mint(claims: JWTPayload = {}, header?: Record<string, unknown>): Promise<string> {
  return issuer.mint({ aud: rule.audience, sub: SUBJECT, ...claims }, header);
}

async function exchange(token: string, fields: Record<string, string> = {}, ip?: string, at = gateway) {
  return at.call("POST", "/v1/token", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: token,
      subject_token_type: ID_TOKEN,
      ...fields,
    }).toString(),
    ...(ip === undefined ? {} : { ip }),
  });
}

async function verifyOffline(leased: unknown, audience = organization.environments.production.id) {
  const keys = JSON.parse(JSON.stringify((await gateway.call("GET", "/.well-known/jwks.json")).body));
  const { payload } = await jwtVerify(String(leased), createLocalJWKSet(keys), { issuer: GATEWAY_URL, audience });
  return payload;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe("a CI job's token", () => {
  test("is exchanged for a lease that is verified offline", async () => {
    const reply = await exchange(await mint());
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
    expect(reply.body).toMatchObject({
      issued_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_type: "Bearer",
      expires_in: 600,
      scope: "items:read items:write",
    });
    const claims = await verifyOffline(reply.body.access_token);
    expect(claims).toMatchObject({
      sub: rule.id,
      org: organization.id,
      project: organization.project.id,
      environment: "production",
      scopes: ["items:read", "items:write"],
      source: { iss: issuer.url, sub: SUBJECT },
    });
  });

  test("gets the scopes it asks for and no others", async () => {
    const narrow = await exchange(await mint(), { scope: "items:read" });
    expect(narrow.body.scope).toBe("items:read");
    const wide = await exchange(await mint(), { scope: "items:read billing:write" });
    expect([wide.status, wide.body.error]).toEqual([400, "invalid_scope"]);
  });

  test("is exchanged once, however many gateways are asked at once", async () => {
    const second = await startTestGateway(database, { privateHosts: [issuer.host] });
    try {
      const token = await mint();
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, index) => exchange(token, {}, undefined, index % 2 === 0 ? gateway : second)),
      );
      expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
      expect(new Set(replies.filter((reply) => reply.status !== 200).map((reply) => reply.body.error))).toEqual(
        new Set(["invalid_grant"]),
      );
    } finally {
      await second.stop();
    }
  });

  test("with the id of an exchanged one is refused, and one without an id is exchanged once too", async () => {
    expect((await exchange(await mint({ jti: "same" }))).status).toBe(200);
    const again = await exchange(await mint({ jti: "same", run: 2 }));
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    const nameless = await mint({ jti: undefined });
    expect((await exchange(nameless)).status).toBe(200);
    expect((await exchange(nameless)).body.error).toBe("invalid_grant");
  });

  test("that was refused for its scopes is not used up", async () => {
    const token = await mint();
    expect((await exchange(token, { scope: "billing:write" })).status).toBe(400);
    expect((await exchange(token, { scope: "items:read" })).status).toBe(200);
  });

  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => JWTPayload]>([
    ["of another audience", () => ({ aud: "https://somewhere.else" })],
    ["without an audience", () => ({ aud: undefined })],
    ["that has expired", () => ({ exp: now() - 61 })],
    ["without an expiry", () => ({ exp: undefined })],
    ["that is not valid yet", () => ({ nbf: now() + 120 })],
    ["from the future", () => ({ iat: now() + 120 })],
    ["of another issuer", () => ({ iss: "https://evil.test" })],
    ["without a subject", () => ({ sub: undefined })],
    ["of another repository", () => ({ sub: "repo:evil/shop:ref:refs/heads/main" })],
    ["with more behind the pattern", () => ({ sub: `${SUBJECT}/x` })],
    ["with more before the pattern", () => ({ sub: `x:${SUBJECT}` })],
    ["with a separator inside the star", () => ({ sub: "repo:acme/shop:ref:refs/heads/a:b" })],
    ["with nothing at the star", () => ({ sub: "repo:acme/shop:ref:refs/heads/" })],
  ])("%s is refused", async (_name, claims) => {
    const reply = await exchange(await mint(claims()));
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ error: "invalid_grant", error_description: expect.any(String) });
  });

  test("within 60 s of clock skew is accepted", async () => {
    expect((await exchange(await mint({ exp: now() - 30 }))).status).toBe(200);
    expect((await exchange(await mint({ nbf: now() + 30, iat: now() + 30 }))).status).toBe(200);
  });

  test("that is not signed is refused", async () => {
    const payload = base64url({ iss: issuer.url, aud: rule.audience, sub: SUBJECT, exp: now() + 300 });
    for (const token of [`${base64url({ alg: "none" })}.${payload}.`, `${base64url({ alg: "none" })}.${payload}.AA`]) {
      expect((await exchange(token)).body.error).toBe("invalid_grant");
    }
  });

  test("signed with the public key as a shared secret is refused", async () => {
    const jwk = issuer.publicJwks()[0];
    if (!jwk) throw new Error("The issuer has a key.");
    const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ format: "pem", type: "spki" }).toString();
    const payload = base64url({ iss: issuer.url, aud: rule.audience, sub: SUBJECT, exp: now() + 300, jti: "confused" });
    for (const secret of [pem, pem.trim(), JSON.stringify(jwk), String(jwk.n)]) {
      const signed = `${base64url({ alg: "HS256", kid: jwk.kid })}.${payload}`;
      const token = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
      expect((await exchange(token)).body.error).toBe("invalid_grant");
    }
  });

  test("with a changed payload, or signed by a stranger, is refused", async () => {
    const token = await mint();
    const [head, , signature] = token.split(".");
    const payload = base64url({ iss: issuer.url, aud: rule.audience, sub: SUBJECT, exp: now() + 9000, jti: "forged" });
    expect((await exchange(`${head}.${payload}.${signature}`)).body.error).toBe("invalid_grant");
    const stranger = await startTestIssuer();
    try {
      const forged = await stranger.mint({ iss: issuer.url, aud: rule.audience, sub: SUBJECT });
      expect((await exchange(forged)).body.error).toBe("invalid_grant");
    } finally {
      await stranger.close();
    }
  });

  test("with its own key inside, or a place to fetch one, is refused", async () => {
    const stranger = await startTestIssuer();
    try {
      const jwk = stranger.publicJwks()[0];
      for (const header of [{ jwk }, { jku: `${stranger.url}/jwks` }]) {
        const claims = { iss: issuer.url, aud: rule.audience, sub: SUBJECT };
        expect((await exchange(await stranger.mint(claims, header))).body.error).toBe("invalid_grant");
      }
      expect(stranger.requests.size).toBe(0);
    } finally {
      await stranger.close();
    }
  });

  test("with a key that the set does not have makes Latchkey fetch no more than twice a minute", async () => {
    const young = await startTestIssuer();
    const at = await startTestGateway(database, { privateHosts: [young.host] });
    try {
      const own = await addRule({ issuer: young.url });
      const claims = { aud: own.audience, sub: SUBJECT };
      expect((await exchange(await young.mint(claims), {}, undefined, at)).status).toBe(200);
      await young.addKey("ES256");
      const replies = [];
      for (let round = 0; round < 5; round += 1)
        replies.push(await exchange(await young.mint(claims), {}, undefined, at));
      expect(replies.every((reply) => reply.body.error === "invalid_grant")).toBe(true);
      expect(young.requests.get("/jwks")).toBe(1);
    } finally {
      await at.stop();
      await young.close();
    }
  });

  test.each(["ES256", "PS256", "EdDSA"] as const)("signed with %s is accepted", async (algorithm) => {
    const own = await startTestIssuer();
    const at = await startTestGateway(database, { privateHosts: [own.host] });
    try {
      own.removeKeys();
      await own.addKey(algorithm);
      const mine = await addRule({ issuer: own.url });
      expect((await exchange(await own.mint({ aud: mine.audience, sub: SUBJECT }), {}, undefined, at)).status).toBe(
        200,
      );
    } finally {
      await at.stop();
      await own.close();
    }
  });
});

describe("a trust rule", () => {
  test("holds every claim it names, exactly or by its pattern", async () => {
    const strict = await addRule({ claims: { repository_id: "74", environment: "prod", workflow_ref: "acme/shop/*" } });
    const good = {
      aud: strict.audience,
      repository_id: 74,
      environment: ["prod", "eu"],
      workflow_ref: "acme/shop/deploy",
    };
    expect((await exchange(await mint(good))).status).toBe(200);
    for (const bad of [
      { repository_id: 75 },
      { environment: "production" },
      { workflow_ref: "evil/shop/deploy" },
      { environment: undefined },
    ]) {
      expect((await exchange(await mint({ ...good, ...bad }))).body.error).toBe("invalid_grant");
    }
  });

  test("accepts calls from its addresses alone, and binds the lease to the caller's", async () => {
    const walled = await addRule({ addresses: ["192.0.2.0/28", "2001:db8::/32"] });
    const claims = { aud: walled.audience };
    expect((await exchange(await mint(claims), {}, "198.51.100.7")).body.error).toBe("invalid_grant");
    const reply = await exchange(await mint(claims), {}, "::ffff:192.0.2.5");
    expect((await verifyOffline(reply.body.access_token)).ip).toBe("192.0.2.5");
  });

  test("does not believe an address that the caller wrote itself", async () => {
    const walled = await addRule({ addresses: ["192.0.2.0/28"] });
    const forged = await gateway.call("POST", "/v1/token", {
      headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": "192.0.2.5" },
      body: new URLSearchParams({
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: await mint({ aud: walled.audience }),
        subject_token_type: ID_TOKEN,
      }).toString(),
    });
    expect(forged.body.error).toBe("invalid_grant");
  });

  test("that is disabled or removed gives nothing, and voids what it gave", async () => {
    const short = await addRule({});
    const { iat = 0 } = await verifyOffline((await exchange(await mint({ aud: short.audience }))).body.access_token);
    await updateTrustRule(organization.as("owner"), short.id, { enabled: false });
    expect((await exchange(await mint({ aud: short.audience }))).body.error).toBe("invalid_grant");
    await updateTrustRule(organization.as("owner"), short.id, { enabled: true });
    expect((await exchange(await mint({ aud: short.audience }))).status).toBe(200);
    await removeTrustRule(organization.as("owner"), short.id);
    expect((await exchange(await mint({ aud: short.audience }))).body.error).toBe("invalid_grant");
    await expect
      .poll(
        async () => {
          const { revoked } = (await gateway.call("GET", "/v1/revoked")).body;
          return Array.isArray(revoked) ? revoked.find((entry) => entry.sub === short.id)?.before : undefined;
        },
        { timeout: 5000 },
      )
      .toBeGreaterThan(iat);
  });

  test("that is changed while its issuer is being asked does not give what it gave before", async () => {
    const slow = await startTestIssuer();
    const at = await startTestGateway(database, { privateHosts: [slow.host] });
    try {
      const own = await addRule({ issuer: slow.url });
      let asked = () => {};
      const isAsked = new Promise<void>((resolve) => {
        asked = resolve;
      });
      let answer = () => {};
      slow.on("/jwks", (_request, response) => {
        answer = () => void response.end(JSON.stringify({ keys: slow.publicJwks() }));
        asked();
      });
      const pending = exchange(await slow.mint({ aud: own.audience, sub: SUBJECT }), {}, undefined, at);
      await isAsked;
      await updateTrustRule(organization.as("owner"), own.id, { scopes: ["items:read"] });
      answer();
      expect((await pending).body.error).toBe("invalid_grant");
    } finally {
      await at.stop();
      await slow.close();
    }
  });

  test("of another organization with the same audience is not mixed up: the caller has to say which", async () => {
    const audience = "https://github.com/acme";
    const mine = await addRule({ audience });
    const theirs = await addRule({ audience }, other);
    const vague = await exchange(await mint({ aud: audience }));
    expect([vague.status, vague.body.error]).toEqual([400, "invalid_target"]);
    for (const resource of [organization.slug, organization.id, mine.id]) {
      const reply = await exchange(await mint({ aud: audience }), { resource: `urn:latchkey:${resource}` });
      expect((await verifyOffline(reply.body.access_token)).sub).toBe(mine.id);
    }
    const foreign = await exchange(await mint({ aud: audience }), { resource: `urn:latchkey:${other.slug}` });
    const claims = await verifyOffline(foreign.body.access_token, other.environments.production.id);
    expect([claims.sub, claims.org]).toEqual([theirs.id, other.id]);
  });

  test("remembers when and by whom it was last used", async () => {
    const used = await addRule({});
    await exchange(await mint({ aud: used.audience }), {}, "192.0.2.77");
    await exchange(await mint({ aud: used.audience }), {}, "192.0.2.78");
    const rows = await database.admin.query(
      "select exchanges, last_subject, last_ip from trust_rule_activity where trust_rule_id = $1",
      [used.id],
    );
    expect(rows.rows).toEqual([{ exchanges: 2, last_subject: SUBJECT, last_ip: "192.0.2.78" }]);
  });

  test("of an archived project gives nothing", async () => {
    const tenant = await createTestOrganization(database);
    const old = await addRule({}, tenant);
    await database.admin.query("update projects set archived_at = now() where organization_id = $1", [tenant.id]);
    expect((await exchange(await mint({ aud: old.audience }))).body.error).toBe("invalid_grant");
  });
});

describe("the form", () => {
  test.each<[string, Record<string, string>, string]>([
    ["another grant type", { grant_type: "client_credentials" }, "unsupported_grant_type"],
    ["no grant type", { grant_type: "" }, "invalid_request"],
    ["no token", { subject_token: "" }, "invalid_request"],
    ["another token type", { subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }, "invalid_request"],
    ["an actor", { actor_token: "x" }, "invalid_request"],
    [
      "another wanted type",
      { requested_token_type: "urn:ietf:params:oauth:token-type:refresh_token" },
      "invalid_request",
    ],
    ["a scope that is none", { scope: "everything" }, "invalid_scope"],
    ["a resource that is not ours", { resource: "https://api.example.com" }, "invalid_target"],
    ["an audience that is none", { audience: "a b" }, "invalid_target"],
    ["a token that is none", { subject_token: "a.b" }, "invalid_grant"],
    ["a token of other text", { subject_token: "a.b.c" }, "invalid_grant"],
  ])("with %s is refused as OAuth says", async (_name, fields, error) => {
    const reply = await exchange(await mint(), fields);
    expect([reply.status, reply.body.error]).toEqual([400, error]);
    expect(reply.headers["content-type"]).toBe("application/json");
  });

  test("with a parameter twice, or as JSON, is refused", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const twice = await gateway.call("POST", "/v1/token", { headers, body: "grant_type=a&grant_type=b" });
    expect(twice.body.error).toBe("invalid_request");
    const json = await gateway.call("POST", "/v1/token", {
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect([json.status, json.body.error]).toEqual([400, "invalid_request"]);
    expect((await gateway.call("GET", "/v1/token")).status).toBe(405);
  });
});

describe("the issuer", () => {
  test("on a private address is never called unless it is configured", async () => {
    const hidden = await startTestIssuer();
    try {
      const own = await addRule({ issuer: hidden.url });
      const reply = await exchange(await hidden.mint({ aud: own.audience, sub: SUBJECT }));
      expect([reply.status, reply.body.error]).toEqual([503, "temporarily_unavailable"]);
      expect(hidden.requests.size).toBe(0);
    } finally {
      await hidden.close();
    }
  });

  test("is a real OpenID provider: its token is exchanged, the same one again is not", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The provider has no port.");
    const host = `127.0.0.1:${address.port}`;
    const audience = `latchkey:${organization.slug}:provider`;
    const provider = new Provider(`http://${host}`, {
      clients: [
        {
          client_id: "deploy-job",
          client_secret: "s3cret",
          grant_types: ["client_credentials"],
          redirect_uris: [],
          response_types: [],
        },
      ],
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({
            scope: "",
            audience,
            accessTokenFormat: "jwt",
            jwt: { sign: { alg: "RS256" } },
          }),
        },
      },
      extraTokenClaims: () => ({ repository: "acme/shop" }),
    });
    server.on("request", provider.callback());
    const at = await startTestGateway(database, { privateHosts: [host] });
    try {
      await addRule({ issuer: `http://${host}`, audience, subject: "deploy-job", claims: { repository: "acme/shop" } });
      const answer = await fetch(`http://${host}/token`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from("deploy-job:s3cret").toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials", resource: "https://api.acme.test" }),
      });
      const issued: { access_token: string } = JSON.parse(await answer.text());
      const fields = { subject_token_type: "urn:ietf:params:oauth:token-type:jwt" };
      const reply = await exchange(issued.access_token, fields, undefined, at);
      expect(reply.status).toBe(200);
      expect((await verifyOffline(reply.body.access_token)).source).toEqual({
        iss: `http://${host}`,
        sub: "deploy-job",
      });
      expect((await exchange(issued.access_token, fields, undefined, at)).body.error).toBe("invalid_grant");
    } finally {
      await at.stop();
      server.closeAllConnections();
      server.close();
    }
  });
});
