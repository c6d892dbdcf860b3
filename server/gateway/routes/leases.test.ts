import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { generateKeySecret } from "@/lib/core/key-format";
import { ROTATION_INTERVAL } from "@/lib/leases/lifetimes";
import { rotateSigningKeys } from "@/lib/leases/rotate-signing-keys";
import { GatewayTenant } from "../testing/tenant";
import { GATEWAY_URL, startTestGateway, type TestGateway } from "./testing/gateway";

let database: TestDatabase;
let organization: TestOrganization;
let other: TestOrganization;
let gateway: TestGateway;
let tenant: GatewayTenant;
let token: string;
let environmentId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database);
  other = await createTestOrganization(database);
  tenant = new GatewayTenant(database, organization);
  token = await tenant.token();
  environmentId = organization.environments.production.id;
  gateway = await startTestGateway(database);
});
afterAll(async () => {
  await gateway?.stop();
  await database?.close();
});

function newKey(columns: Parameters<GatewayTenant["key"]>[0] = {}) {
  return tenant.key({ scopes: ["items:read", "items:write"], ...columns });
}

async function lease(body: Record<string, unknown>, bearer = token) {
  return gateway.call("POST", "/v1/leases", {
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function keySet(): Promise<JSONWebKeySet> {
  const reply = await gateway.call("GET", "/.well-known/jwks.json");
  expect(reply.status).toBe(200);
  return JSON.parse(JSON.stringify(reply.body));
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`Not a text: ${JSON.stringify(value)}`);
  return value;
}

/** Checks a lease as a backend does that never calls Latchkey: with the key set it fetched once. */
async function verifyOffline(leased: string, keys: JSONWebKeySet, options: { audience?: string; at?: Date } = {}) {
  const { payload } = await jwtVerify(leased, createLocalJWKSet(keys), {
    issuer: GATEWAY_URL,
    audience: options.audience ?? environmentId,
    algorithms: ["EdDSA"],
    typ: "lease+jwt",
    ...(options.at ? { currentDate: options.at } : {}),
  });
  return payload;
}

/** Waits until the list names what is meant; fails with the list when it never does. */
async function revokedEntry(matches: (entry: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const reply = await gateway.call("GET", "/v1/revoked");
    const list = Array.isArray(reply.body.revoked) ? reply.body.revoked : [];
    const found = list.find(matches);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Not revoked: ${JSON.stringify(reply.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe("a lease of a key", () => {
  test("is verified offline with the published key set alone", async () => {
    const key = await newKey();
    const before = Math.floor(Date.now() / 1000);
    const reply = await lease({ key: key.secret, scopes: ["items:read"], ttl: "10m" });
    expect(reply.status).toBe(201);
    expect(reply.headers["cache-control"]).toBe("no-store");
    const keys = await keySet();
    const claims = await verifyOffline(text(reply.body.token), keys);
    expect(claims).toMatchObject({
      iss: GATEWAY_URL,
      aud: environmentId,
      sub: key.id,
      org: organization.id,
      project: organization.project.id,
      environment: "production",
      scopes: ["items:read"],
      version: key.versionId,
    });
    expect(claims.ip).toBeUndefined();
    expect(claims.jti).toMatch(/^lse_/);
    expect(claims.nbf).toBe(claims.iat);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
    expect(claims.iat ?? 0).toBeGreaterThanOrEqual(before - 1);
    expect(reply.body.lease).toMatchObject({
      id: claims.jti,
      keyId: key.id,
      audience: environmentId,
      scopes: ["items:read"],
    });
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect(JSON.stringify(decodeJwt(text(reply.body.token)))).not.toContain(key.secret);
  });

  test("lasts 5 minutes when nothing is asked, and has all scopes of the key", async () => {
    const key = await newKey();
    const claims = await verifyOffline(text((await lease({ key: key.secret })).body.token), await keySet());
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
    expect(claims.scopes).toEqual(["items:read", "items:write"]);
  });

  test("is refused for scopes the key does not have", async () => {
    const key = await newKey({ scopes: ["items:read"] });
    const reply = await lease({ key: key.secret, scopes: ["items:read", "items:write"] });
    expect(reply.status).toBe(403);
    expect(reply.headers["content-type"]).toBe("application/problem+json");
    expect(reply.body).toMatchObject({ code: "insufficient_scope", missingScopes: ["items:write"], status: 403 });
    expect(reply.body.token).toBeUndefined();
  });

  test("never outlives its key", async () => {
    const expiresAt = new Date(Date.now() + 40_000);
    const key = await newKey({ expiresAt });
    const reply = await lease({ key: key.secret, ttl: 900 });
    const { exp } = decodeJwt(text(reply.body.token));
    expect((exp ?? 0) * 1000).toBeLessThanOrEqual(expiresAt.getTime());
  });

  test("is bound to the address when the key has an allow-list, and refused from another", async () => {
    const key = await newKey({ ipAllowlist: ["203.0.113.0/24"] });
    const outside = await lease({ key: key.secret, ip: "198.51.100.1" });
    expect([outside.status, outside.body.verdict]).toEqual([403, "FORBIDDEN_IP"]);
    const missing = await lease({ key: key.secret });
    expect([missing.status, missing.body.verdict]).toEqual([403, "FORBIDDEN_IP"]);
    const inside = await lease({ key: key.secret, ip: "203.0.113.9" });
    expect((await verifyOffline(text(inside.body.token), await keySet())).ip).toBe("203.0.113.9");
  });

  test("is refused for a key that is limited to paths, because nobody could check them offline", async () => {
    const key = await newKey({ paths: ["/items/**"] });
    const reply = await lease({ key: key.secret });
    expect([reply.status, reply.body.verdict]).toEqual([403, "FORBIDDEN_PATH"]);
  });

  test("is refused for a malformed, unknown, foreign or revoked key", async () => {
    const foreign = await new GatewayTenant(database, other).key();
    const revoked = await newKey();
    await tenant.revoke(revoked);
    const unknown = generateKeySecret(organization.project.keyPrefix, "prod");
    const replies = await Promise.all(
      ["nonsense", unknown, foreign.secret, revoked.secret].map((key) => lease({ key })),
    );
    expect(replies.map((reply) => [reply.status, reply.body.verdict])).toEqual([
      [403, "MALFORMED"],
      [403, "NOT_FOUND"],
      [403, "NOT_FOUND"],
      [403, "REVOKED"],
    ]);
  });

  test("has an audience inside its environment: no tenant gets a lease for another's", async () => {
    const key = await newKey();
    const foreign = other.environments.production.id;
    const narrowed = await lease({ key: key.secret, audience: "billing" });
    expect(decodeJwt(text(narrowed.body.token)).aud).toBe(`${environmentId}/billing`);
    const forged = await lease({ key: key.secret, audience: foreign });
    await expect(verifyOffline(text(forged.body.token), await keySet(), { audience: foreign })).rejects.toMatchObject({
      claim: "aud",
    });
    const list = await lease({ key: key.secret, audience: [environmentId, foreign] });
    expect(list.status).toBe(400);
  });

  test.each([
    ["a life above 15 minutes", { ttl: "16m" }, "ttl"],
    ["a life of zero", { ttl: 0 }, "ttl"],
    ["an unknown field", { admin: true }, "admin"],
    ["a scope that is none", { scopes: ["everything"] }, "scopes.0"],
    ["an address that is none", { ip: "127.1" }, "ip"],
    ["a bad audience", { audience: "https://api.example.com?x" }, "audience"],
    ["no key", { key: 7 }, "key"],
  ])("%s is a problem that names the field", async (_name, fields, path) => {
    const key = await newKey();
    const reply = await lease({ key: key.secret, ...fields });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toEqual([{ path, message: expect.any(String) }]);
  });

  test("needs a service token that may verify", async () => {
    const key = await newKey();
    const powerless = await tenant.token({ permissions: ["keys:read"] });
    expect((await lease({ key: key.secret }, powerless)).status).toBe(401);
    expect((await lease({ key: key.secret }, "lks_none")).status).toBe(401);
    expect((await gateway.call("POST", "/v1/leases", { body: "{}" })).status).toBe(401);
  });

  test("is counted as a verification, and so is a refused one", async () => {
    const key = await newKey({ scopes: ["items:read"] });
    await lease({ key: key.secret });
    await lease({ key: key.secret, scopes: ["items:write"] });
    await expect
      .poll(
        async () => {
          const found = await database.admin.query<{ verdict: string; n: number }>(
            "select verdict, sum(count)::int as n from usage_hourly where key_id = $1 group by verdict order by verdict",
            [key.id],
          );
          return found.rows;
        },
        { timeout: 8000 },
      )
      .toEqual([
        { verdict: "INSUFFICIENT_SCOPE", n: 1 },
        { verdict: "VALID", n: 1 },
      ]);
  });

  test("holds no place in the key's concurrency", async () => {
    const key = await newKey({ concurrency: 1 });
    const replies = [
      await lease({ key: key.secret }),
      await lease({ key: key.secret }),
      await lease({ key: key.secret }),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 201]);
  });
});

describe("an outage of Postgres", () => {
  test("gives no leases, even where the policy serves known keys through it, and the key set stays", async () => {
    const fresh = await createTestDatabase();
    const young = await GatewayTenant.create(fresh);
    const headers = { authorization: `Bearer ${await young.token()}`, "content-type": "application/json" };
    const key = await young.key({ environment: "development" });
    const at = await startTestGateway(fresh);
    const admin = await fresh.admin.connect();
    const ask = (path: string) => at.call("POST", path, { headers, body: JSON.stringify({ key: key.secret }) });
    try {
      expect((await ask("/v1/leases")).status).toBe(201);
      const name = (await admin.query<{ name: string }>("select current_database() as name")).rows[0]?.name ?? "";
      await admin.query(`alter database ${name} connection limit 0`);
      await admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename like 'latchkey%'",
      );
      await expect.poll(async () => (await ask("/v1/leases")).status, { timeout: 6000 }).toBe(503);
      expect((await ask("/v1/verify")).body.code).toBe("VALID");
      expect((await ask("/v1/leases")).status).toBe(503);
      expect((await at.call("GET", "/.well-known/jwks.json")).status).toBe(200);
      expect((await at.call("GET", "/v1/revoked")).status).toBe(503);
      await admin.query(`alter database ${name} connection limit -1`);
      await expect.poll(async () => (await ask("/v1/leases")).status, { timeout: 8000 }).toBe(201);
    } finally {
      admin.release();
      await at.stop();
      await fresh.close();
    }
  });
});

describe("the revocation list", () => {
  test("names a revoked key so that its leases from before are void", async () => {
    const key = await newKey();
    const { iat } = decodeJwt(text((await lease({ key: key.secret })).body.token));
    await tenant.revoke(key);
    const entry = await revokedEntry((one) => one.sub === key.id);
    expect(Number(entry.before)).toBeGreaterThan(iat ?? Number.POSITIVE_INFINITY);
    const reply = await gateway.call("GET", "/v1/revoked");
    expect(reply.headers["cache-control"]).toBe("public, max-age=5");
    expect(Date.parse(text(reply.body.nextUpdate)) - Date.parse(text(reply.body.issuedAt))).toBe(5000);
  });

  test("names a disabled key, and forgets it when the key is enabled again", async () => {
    const key = await newKey();
    await database.admin.query("update keys set state = 'disabled', disabled_at = now() where id = $1", [key.id]);
    await revokedEntry((one) => one.sub === key.id);
    await database.admin.query("update keys set state = 'active', disabled_at = null where id = $1", [key.id]);
    await expect
      .poll(async () => JSON.stringify((await gateway.call("GET", "/v1/revoked")).body), { timeout: 5000 })
      .not.toContain(key.id);
  });

  test("names only the old version of a key that was rotated at once", async () => {
    const key = await newKey();
    await lease({ key: key.secret });
    const next = await tenant.rotate(key, { overlapEndsAt: new Date() });
    const entry = await revokedEntry((one) => one.sub === key.id);
    expect(entry.version).toBe(key.versionId);
    const { version } = decodeJwt(text((await lease({ key: next.secret })).body.token));
    expect(version).toBe(next.versionId);
  });

  test("does not name what ended before any lease that could still live", async () => {
    const key = await newKey();
    await database.admin.query(
      "update keys set state = 'revoked', revoked_at = now() - interval '20 minutes' where id = $1",
      [key.id],
    );
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(JSON.stringify((await gateway.call("GET", "/v1/revoked")).body)).not.toContain(key.id);
  });

  test("names an organization whole when more than a thousand of its keys ended", async () => {
    const crowd = await createTestOrganization(database);
    const key = await new GatewayTenant(database, crowd).key();
    const columns = await database.admin.query<{ names: string }>(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
       where table_schema = 'public' and table_name = 'keys' and is_generated = 'NEVER'`,
    );
    const names = columns.rows[0]?.names ?? "";
    await database.admin.query(
      `insert into keys (${names}) select ${names} from (select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || lpad(n::text, 26, '0'),
         'state', 'revoked', 'revoked_at', now()))).* from keys k, generate_series(1, 1001) n where k.id = $1) copies`,
      [key.id],
    );
    const entry = await revokedEntry((one) => one.org === crowd.id);
    expect(Object.keys(entry)).toEqual(["org", "before"]);
    const list = JSON.stringify((await gateway.call("GET", "/v1/revoked")).body);
    expect(list.length).toBeLessThan(100_000);
  });
});

describe("signing keys", () => {
  test("old leases stay verifiable through a rotation, and the next key is published hours before it signs", async () => {
    const fresh = await createTestDatabase();
    const young = await GatewayTenant.create(fresh);
    const bearer = await young.token();
    const first = await startTestGateway(fresh);
    try {
      const key = await young.key();
      const get = async (at: TestGateway) => {
        const reply = await at.call("POST", "/v1/leases", {
          headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
          body: JSON.stringify({ key: key.secret }),
        });
        return text(reply.body.token);
      };
      const old = await get(first);
      await fresh.admin.query("update signing_keys set signs_from = now() - make_interval(secs => $1)", [
        ROTATION_INTERVAL + 60,
      ]);
      const clock = manualClock(new Date());
      const context = { db: fresh.app, vault: fresh.vault, clock };
      const rounds = await Promise.all([
        rotateSigningKeys(context),
        rotateSigningKeys(context),
        rotateSigningKeys(context),
      ]);
      expect(rounds.filter((round) => round.made !== null)).toHaveLength(1);
      const second = await startTestGateway(fresh);
      try {
        const keys: JSONWebKeySet = JSON.parse(
          JSON.stringify((await second.call("GET", "/.well-known/jwks.json")).body),
        );
        expect(keys.keys).toHaveLength(2);
        expect(decodeProtectedHeader(await get(second)).kid).toBe(decodeProtectedHeader(old).kid);
        // Two hours later by the rows' own times: the new key signs, the old lease's key is still published.
        await fresh.admin.query(
          "update signing_keys set signs_from = signs_from - interval '3 hours', signs_until = signs_until - interval '3 hours', published_until = published_until - interval '3 hours' + interval '1 hour'",
        );
        const third = await startTestGateway(fresh);
        const next = await get(third);
        await third.stop();
        expect(decodeProtectedHeader(next).kid).not.toBe(decodeProtectedHeader(old).kid);
        for (const leased of [old, next]) {
          await jwtVerify(leased, createLocalJWKSet(keys), {
            issuer: GATEWAY_URL,
            audience: young.organization.environments.production.id,
          });
        }
      } finally {
        await second.stop();
      }
      clock.advance(5 * 3_600_000);
      expect((await rotateSigningKeys(context)).removed).toBe(1);
    } finally {
      await first.stop();
      await fresh.close();
    }
  });

  test("a key that was not sealed by this installation is never published", async () => {
    const fresh = await createTestDatabase();
    await fresh.admin.query(
      "insert into signing_keys (id, private_key, created_at, signs_from) values ('sgk_forged', '\\x00000001deadbeef', now(), now())",
    );
    const at = await startTestGateway(fresh);
    try {
      expect((await at.call("GET", "/.well-known/jwks.json")).body).toEqual({ keys: [] });
    } finally {
      await at.stop();
      await fresh.close();
    }
  });

  test("the verify server may make the first key and change none", async () => {
    await expect(
      database.gateway.pool.query("insert into signing_keys values ('x', '', now(), now())"),
    ).rejects.toThrow(/permission denied/);
    await expect(database.gateway.pool.query("update signing_keys set signs_from = now()")).rejects.toThrow(
      /permission denied/,
    );
    const before = await database.admin.query("select count(*)::int as n from signing_keys");
    await database.gateway.pool.query("select make_first_signing_key('sgk_second', 'x', now())");
    expect((await database.admin.query("select count(*)::int as n from signing_keys")).rows).toEqual(before.rows);
  });

  test("the discovery document leads from the issuer to the key set", async () => {
    const reply = await gateway.call("GET", "/.well-known/openid-configuration");
    expect(reply.body).toMatchObject({
      issuer: GATEWAY_URL,
      jwks_uri: `${GATEWAY_URL}/.well-known/jwks.json`,
      token_endpoint: `${GATEWAY_URL}/v1/token`,
    });
  });
});
