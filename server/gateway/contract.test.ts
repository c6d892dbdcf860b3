import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { generateKeySecret, generateServiceToken } from "@/lib/core/key-format";
import { GatewayProcess, RUNTIMES, until } from "./testing/process";
import { GatewayTenant, type TestKey } from "./testing/tenant";

describe.each(RUNTIMES)("the gateway under %s", (runtime) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let tenant: GatewayTenant;
  let token: string;
  let key: TestKey;

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    token = await tenant.token();
    key = await tenant.key({ scopes: ["items:read"], tags: { team: 'a"b' } });
    gateway = await GatewayProcess.start({ runtime, databaseUrl: database.gatewayUrl });
  });

  afterAll(async () => {
    await gateway?.remove();
    await database?.close();
  });

  it("a valid key is answered with everything the contract names", async () => {
    const { status, body } = await gateway.verify(token, {
      key: key.secret,
      scopes: ["items:read"],
      method: "GET",
      path: "/items/42",
      ip: "203.0.113.7",
      userAgent: "curl/8",
      cost: 1,
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      valid: true,
      code: "VALID",
      keyId: key.id,
      versionId: key.versionId,
      ownerId: tenant.organization.people.developer.userId,
      projectId: tenant.organization.project.id,
      environment: "production",
      name: "billing sync",
      scopes: ["items:read"],
      tags: { team: 'a"b' },
      expiresAt: null,
      rotationDue: null,
      rateLimit: null,
      requestId: expect.any(String),
    });
  });

  it("a call is on the key's page within 3 s", async () => {
    const fresh = await tenant.key();
    expect(await gateway.code(token, { key: fresh.secret })).toBe("VALID");
    await until("the call is counted", async () => (await tenant.counted(fresh)).VALID === 1, 3000);
    const activity = await database.admin.query("SELECT verifications FROM key_activity WHERE key_id = $1", [fresh.id]);
    expect(activity.rows).toEqual([{ verifications: 1 }]);
  });

  it("a key without a scope is refused, with what is missing and where to ask for it", async () => {
    const { body } = await gateway.verify(token, { key: key.secret, scopes: ["items:read", "items:write"] });
    expect(body).toMatchObject({
      valid: false,
      code: "INSUFFICIENT_SCOPE",
      missingScopes: ["items:write"],
      keyId: key.id,
    });
    expect(body.requestUrl).toBe(
      `https://keys.example.test/${tenant.organization.slug}/requests/new?key=${key.id}&scopes=items%3Awrite`,
    );
  });

  it("unknown and malformed keys are answered without a word about anyone's key", async () => {
    const stranger = generateKeySecret(tenant.organization.project.keyPrefix, "prod");
    expect((await gateway.verify(token, { key: stranger })).body).toEqual({
      valid: false,
      code: "NOT_FOUND",
      requestId: expect.any(String),
    });
    expect((await gateway.verify(token, { key: `${key.secret.slice(0, -1)}!` })).body).toEqual({
      valid: false,
      code: "MALFORMED",
      requestId: expect.any(String),
    });
  });

  it("every state of a key has its code", async () => {
    const past = new Date(Date.now() - 1000);
    const future = new Date(Date.now() + 60_000);
    const cases: [string, Parameters<GatewayTenant["key"]>[0]][] = [
      ["REVOKED", { state: "revoked" }],
      ["DISABLED", { state: "disabled" }],
      ["QUARANTINED", { quarantinedAt: past }],
      ["EXPIRED", { expiresAt: past }],
      ["EXPIRED", { notBefore: future }],
      ["NOT_FOUND", { state: "pending" }],
      ["FORBIDDEN_IP", { ipAllowlist: ["198.51.100.0/24"] }],
      ["FORBIDDEN_COUNTRY", { countries: ["AQ"] }],
      ["FORBIDDEN_PATH", { methods: ["POST"] }],
      ["FORBIDDEN_PATH", { paths: ["/orders/**"] }],
      ["VALID", { ipAllowlist: ["203.0.113.0/24"], methods: ["GET"], paths: ["/items/*"], expiresAt: future }],
      ["VALID", { countries: ["US"] }],
    ];
    for (const [code, columns] of cases) {
      const made = await tenant.key(columns);
      const ip = columns?.countries ? "8.8.8.8" : "203.0.113.7";
      const call = { key: made.secret, method: "GET", path: "/items/42", ip };
      expect(await gateway.code(token, call), JSON.stringify(columns)).toBe(code);
    }
  });

  it("a key that expires while it is cached is refused from that moment", async () => {
    const short = await tenant.key({ expiresAt: new Date(Date.now() + 700) });
    expect(await gateway.code(token, { key: short.secret })).toBe("VALID");
    await until("it is expired", async () => (await gateway.code(token, { key: short.secret })) === "EXPIRED", 2000);
  });

  it("a revoked key is refused within a second, and never valid again", async () => {
    const doomed = await tenant.key();
    expect(await gateway.code(token, { key: doomed.secret })).toBe("VALID");
    await tenant.revoke(doomed);
    await until("it is refused", async () => (await gateway.code(token, { key: doomed.secret })) === "REVOKED", 1000);
    for (let round = 0; round < 20; round += 1)
      expect(await gateway.code(token, { key: doomed.secret })).toBe("REVOKED");
  });

  it("a key that was unknown is valid as soon as it exists", async () => {
    const { project, environments } = tenant.organization;
    const secret = generateKeySecret(project.keyPrefix, environments.production.tag);
    expect(await gateway.code(token, { key: secret })).toBe("NOT_FOUND");
    expect(await gateway.code(token, { key: secret })).toBe("NOT_FOUND");
    const made = await tenant.key();
    await database.admin.query("UPDATE key_versions SET secret_hash = $2 WHERE id = $1", [
      made.versionId,
      database.vault.hashKeySecret(environments.production.id, secret),
    ]);
    await until("it is known", async () => (await gateway.code(token, { key: secret })) === "VALID", 1000);
  });

  it("a key of another environment than the token's, or of another tenant, does not exist", async () => {
    const bound = await tenant.token({ environments: ["development"] });
    expect(await gateway.code(bound, { key: key.secret })).toBe("NOT_FOUND");
    const other = await GatewayTenant.create(database);
    expect(await gateway.code(await other.token(), { key: key.secret })).toBe("NOT_FOUND");
    expect(await gateway.code(token, { key: key.secret })).toBe("VALID");
  });

  it("no token, a wrong one, one without the permission, an expired and a revoked one get 401", async () => {
    const past = new Date(Date.now() - 1000);
    for (const bad of [
      "",
      "lks_nonsense",
      generateServiceToken(),
      await tenant.token({ permissions: ["keys:read"] }),
      await tenant.token({ expiresAt: past }),
      await tenant.token({ revokedAt: past }),
    ]) {
      const { status, body } = await gateway.verify(bad, { key: key.secret });
      expect([status, body.code]).toEqual([401, "unauthenticated"]);
    }
  });

  it("a service token that is revoked while it is cached is refused within a second", async () => {
    const doomed = await tenant.token();
    expect(await gateway.code(doomed, { key: key.secret })).toBe("VALID");
    await database.admin.query("UPDATE service_tokens SET revoked_at = now() WHERE token_hash = $1", [
      database.vault.hashToken("service-token", doomed),
    ]);
    await until("it is refused", async () => (await gateway.verify(doomed, { key: key.secret })).status === 401, 1000);
  });

  it("a bad body is refused with the field that is wrong", async () => {
    const cases: [unknown, string][] = [
      [{}, "key"],
      [{ key: 1 }, "key"],
      [{ key: "x", scope: ["a:b"] }, "scope"],
      [{ key: "x", scopes: ["nonsense"] }, "scopes.0"],
      [{ key: "x", scopes: [{ anyOf: ["a:b", 5] }] }, "scopes.0.anyOf.1"],
      [{ key: "x", scopes: ["a:b", "c d"] }, "scopes.1"],
      [{ key: "x", ip: "1.2.3" }, "ip"],
      [{ key: "x", method: "GET /" }, "method"],
      [{ key: "x", path: "items" }, "path"],
      [{ key: "x", cost: -1 }, "cost"],
      [{ key: "x", cost: 0.5 }, "cost"],
      [{ key: "x", userAgent: 1 }, "userAgent"],
      [[], ""],
    ];
    for (const [body, field] of cases) {
      const answer = await gateway.verify(token, body);
      expect([answer.status, answer.body.code, answer.body.errors], JSON.stringify(body)).toEqual([
        400,
        "invalid_input",
        [{ path: field, message: expect.any(String) }],
      ]);
    }
  });

  it("what is not JSON, too large, of another type, path or method gets a problem document", async () => {
    const send = async (path: string, init: RequestInit) => {
      const response = await fetch(`${gateway.url}${path}`, init);
      const type = response.headers.get("content-type");
      await response.text();
      return [response.status, type];
    };
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const problem = "application/problem+json";
    expect(await send("/v1/verify", { method: "POST", headers, body: "{" })).toEqual([400, problem]);
    expect(await send("/v1/verify", { method: "POST", headers, body: `"${"x".repeat(70_000)}"` })).toEqual([
      413,
      problem,
    ]);
    expect(await send("/v1/verify", { method: "POST", headers, body: "[".repeat(60_000) })).toEqual([400, problem]);
    expect(
      await send("/v1/verify", { method: "POST", headers: { ...headers, "content-type": "text/plain" }, body: "{}" }),
    ).toEqual([415, problem]);
    expect(await send("/v1/verify", {})).toEqual([405, problem]);
    expect(await send("/v1/nothing", {})).toEqual([404, problem]);
  });

  it("anyOf and allOf are decided as they are nested", async () => {
    const scopes = (value: unknown) => gateway.code(token, { key: key.secret, scopes: value });
    expect(await scopes({ anyOf: ["items:write", "items:read"] })).toBe("VALID");
    expect(await scopes([{ anyOf: ["items:write", { allOf: ["items:read"] }] }])).toBe("VALID");
    expect(await scopes({ allOf: ["items:read", { anyOf: ["items:write"] }] })).toBe("INSUFFICIENT_SCOPE");
    expect(await scopes([])).toBe("VALID");
  });

  it("an imported key of any form is valid by its plain hash", async () => {
    const secret = `legacy-${Math.random()}-secret`;
    expect(await gateway.code(token, { key: secret })).toBe("MALFORMED");
    await tenant.key({ importedSecret: secret });
    await until("it is known", async () => (await gateway.code(token, { key: secret })) === "VALID", 1000);
    expect(await gateway.code(token, { key: `${secret}x` })).toBe("NOT_FOUND");
  });

  it("the old version works until its overlap ends, and ends when the new one is first used where that was asked", async () => {
    const old = await tenant.key();
    const next = await tenant.rotate(old, { endsOnFirstUse: true });
    expect(await gateway.code(token, { key: old.secret })).toBe("VALID");
    expect(await gateway.code(token, { key: next.secret })).toBe("VALID");
    await until(
      "the old one has ended",
      async () => (await gateway.code(token, { key: old.secret })) === "EXPIRED",
      4000,
    );
    expect(await gateway.code(token, { key: next.secret })).toBe("VALID");
  });

  it("authorize answers the same decision with a status, headers and no body", async () => {
    const ask = async (headers: Record<string, string>, suffix = "") => {
      const response = await fetch(`${gateway.url}/v1/authorize${suffix}`, {
        headers: { "x-latchkey-token": token, ...headers },
      });
      expect(await response.text()).toBe("");
      expect(response.headers.get("cache-control")).toBe("no-store");
      return response;
    };
    const limited = await tenant.key({
      scopes: ["items:read"],
      paths: ["/items/**"],
      rateLimits: [{ limit: 2, window: 60 }],
      ipAllowlist: ["203.0.113.7"],
    });
    const call = {
      authorization: `Bearer ${limited.secret}`,
      "x-original-uri": "/items/1?x=1",
      "x-original-method": "GET",
      "x-forwarded-for": "198.51.100.1, 203.0.113.7",
      "x-latchkey-scopes": "items:read",
    };
    const allowed = await ask(call);
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("x-latchkey-key-id")).toBe(limited.id);
    expect(allowed.headers.get("x-latchkey-owner-id")).toBe(tenant.organization.people.developer.userId);
    expect(allowed.headers.get("x-latchkey-environment")).toBe("production");
    expect(allowed.headers.get("x-latchkey-scopes")).toBe("items:read");
    expect(allowed.headers.get("ratelimit")).toBe('"key";r=1;t=30');
    expect(allowed.headers.get("ratelimit-policy")).toBe('"key";q=2;w=60');
    expect((await ask({ ...call, "x-original-uri": "/items/../admin" })).status).toBe(403);
    expect((await ask({ ...call, "x-forwarded-uri": "/items/2" })).status).toBe(403);
    expect((await ask({ ...call, "x-forwarded-for": "203.0.113.7, 198.51.100.1" })).status).toBe(403);
    expect((await ask({ ...call, "x-latchkey-scopes": "items:write" })).status).toBe(403);
    expect((await ask({ ...call, authorization: "Bearer wrong" })).status).toBe(401);
    expect((await ask({ ...call, authorization: "" })).status).toBe(401);
    const { authorization: _, ...rest } = call;
    expect((await ask({ ...rest, "x-api-key": limited.secret })).status).toBe(200);
    const refused = await ask({ "x-latchkey-key-header": "X-Token", "x-token": limited.secret, ...rest });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask({ authorization: `Bearer ${key.secret}` }, "?latchkey-uri=/items/7")).status).toBe(200);
    expect((await ask({ ...call, "x-latchkey-token": "lks_no" })).status).toBe(401);
  });

  it("a path that a proxy appends is judged as it came, and leads to no other route", async () => {
    const { port, hostname } = new URL(gateway.url);
    const narrow = await tenant.key({ scopes: [], paths: ["/public/**"] });
    // With a socket of its own: every client that is worth the name resolves `..` before it sends anything.
    const statusOf = (path: string, headers: Record<string, string> = {}) =>
      new Promise<number>((resolve, reject) => {
        const sent = {
          host: "api.example",
          authorization: `Bearer ${narrow.secret}`,
          "x-latchkey-token": token,
          ...headers,
        };
        const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
        const socket = connect(Number(port), hostname, () => {
          socket.write(`GET /v1/authorize${path} HTTP/1.1\r\n${lines.join("")}connection: close\r\n\r\n`);
        });
        let text = "";
        socket.on("data", (chunk) => {
          text += chunk.toString("latin1");
        });
        socket.on("error", reject);
        socket.on("close", () => resolve(Number(text.split(" ")[1])));
      });
    const to = (path: string) => `?latchkey-uri=${path}`;
    expect(await statusOf(to("/public/a?x=1&y=../.."))).toBe(200);
    for (const path of [
      "/secret",
      "/public/../secret",
      "/public/%2e%2e/secret",
      "/secret/../../../v1/authorize/public/a",
      "/secret/../../../v1/authorize?latchkey-uri=/public/a",
      "/../../healthz",
      "/public/a#/../../secret",
      "/public\\..\\secret",
      "public/a",
    ]) {
      expect(await statusOf(to(path)), path).toBe(403);
    }
    // What an appended path would have been without the query: no route of ours, so nothing is let through.
    expect(await statusOf("/public/a")).toBe(404);
    // A proxy that tells the call in headers passes the client's query on.
    expect(await statusOf(to("/public/a"), { "x-forwarded-uri": "/secret" })).toBe(403);
    expect(await statusOf(to("/public/a"), { "x-forwarded-uri": "/public/a" })).toBe(403);
  });

  it("a call that is told twice to authorize is refused, whoever sent the second header", async () => {
    const ask = (headers: Record<string, string | string[]>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = { authorization: `Bearer ${key.secret}`, "x-latchkey-token": token, ...headers };
        const call = request(`${gateway.url}/v1/authorize`, { headers: sent }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.on("error", reject);
        call.end();
      });
    const told = { "x-original-uri": "/items/1", "x-original-method": "GET" };
    expect(await ask(told)).toBe(200);
    for (const name of ["x-original-uri", "x-forwarded-uri"]) {
      const { "x-original-uri": _, ...rest } = told;
      expect(await ask({ ...rest, [name]: ["/items/1", "/admin"] }), name).toBe(403);
      expect(await ask({ ...rest, [name]: ["/items/1", "/items/1"] }), name).toBe(403);
    }
    expect(await ask({ ...told, "x-original-method": ["GET", "POST"] })).toBe(403);
    expect(await ask({ ...told, "x-latchkey-token": [token, token] })).toBe(401);
  });

  it("a barrier is acknowledged at once, and only after the change before it", async () => {
    const watched = await tenant.key();
    for (let round = 0; round < 10; round += 1) {
      await tenant.change(watched, round % 2 === 0 ? "state = 'disabled'" : "state = 'active'");
      const barrier = await database.admin.query<{ epoch: number }>("SELECT publish_verdict_barrier() AS epoch");
      const epoch = barrier.rows[0]?.epoch ?? 0;
      const node = async () =>
        (
          await database.admin.query<{ at: number }>(
            "SELECT acknowledged_epoch AS at FROM gateway_nodes WHERE stopped_at IS NULL",
          )
        ).rows[0]?.at ?? 0;
      await until("the barrier is acknowledged", async () => (await node()) >= epoch, 1000);
      expect(await gateway.code(token, { key: watched.secret })).toBe(round % 2 === 0 ? "DISABLED" : "VALID");
    }
  });

  it("what a backend tells afterwards is counted by class of status", async () => {
    const told = await tenant.key();
    const { body } = await gateway.verify(token, { key: told.secret });
    const send = (value: unknown) =>
      fetch(`${gateway.url}/v1/usage`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(value),
      });
    expect((await send({ requestId: body.requestId, status: 503, bytes: 100 })).status).toBe(204);
    expect((await send({ keyId: told.id, status: 500, bytes: 23 })).status).toBe(204);
    for (const keyId of ["key_nobody", `${told.id}\0`, "\0", "key_\ud800"])
      expect((await send({ keyId, status: 200 })).status).toBe(404);
    expect((await send({ status: 200 })).status).toBe(400);
    const rows = async () =>
      (
        await database.admin.query("SELECT status_class, count, bytes FROM usage_outcomes_hourly WHERE key_id = $1", [
          told.id,
        ])
      ).rows;
    await until("both are counted", async () => (await rows())[0]?.count === 2, 3000);
    expect(await rows()).toEqual([{ status_class: 5, count: 2, bytes: 123 }]);
  });

  it("a deleted organization's token, keys and usage are gone, and the spool goes on", async () => {
    const gone = await GatewayTenant.create(database);
    const goneToken = await gone.token();
    const goneKey = await gone.key();
    expect(await gateway.code(goneToken, { key: goneKey.secret })).toBe("VALID");
    const id = gone.organization.id;
    const client = await database.admin.connect();
    try {
      await client.query("BEGIN");
      await client.query("SET LOCAL session_replication_role = replica");
      for (const table of ["keys", "key_versions", "service_tokens", "organizations"]) {
        await client.query(`DELETE FROM ${table} WHERE ${table === "organizations" ? "id" : "organization_id"} = $1`, [
          id,
        ]);
      }
      await client.query("SET LOCAL session_replication_role = origin");
      await client.query("SELECT pg_notify('latchkey_verdicts', $1)", [
        JSON.stringify({ epoch: 1, table: "organizations", organization: id, ids: null }),
      ]);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    await until(
      "its token is refused",
      async () => (await gateway.verify(goneToken, { key: goneKey.secret })).status === 401,
      1000,
    );
    const after = await tenant.key();
    expect(await gateway.code(token, { key: after.secret })).toBe("VALID");
    await until("the next call is counted", async () => (await tenant.counted(after)).VALID === 1, 4000);
    expect(await gone.counted()).toEqual({});
  });

  it("health, readiness and metrics tell the truth", async () => {
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    const ready = (await (await fetch(`${gateway.url}/readyz`)).json()) as unknown;
    expect(ready).toMatchObject({ status: "ready", checks: { database: "ok", listener: "ok", spool: "ok" } });
    const before = await gateway.metric('latchkey_gateway_verdicts_total{code="VALID"}');
    await gateway.verify(token, { key: key.secret });
    expect(await gateway.metric('latchkey_gateway_verdicts_total{code="VALID"}')).toBe(before + 1);
    expect(await gateway.metric("latchkey_gateway_listening")).toBe(1);
    expect(await gateway.metric("latchkey_gateway_decision_seconds_count")).toBeGreaterThan(before);
  });
});
