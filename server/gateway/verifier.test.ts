import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { generateKeySecret, generateServiceToken } from "@/lib/core/key-format";
import { InProcessGateway } from "./testing/in-process";
import { until } from "./testing/process";
import { GatewayTenant } from "./testing/tenant";

let database: TestDatabase;
let tenant: GatewayTenant;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = await GatewayTenant.create(database);
  token = await tenant.token();
});
afterAll(() => database?.close());

const guess = () => generateKeySecret(tenant.organization.project.keyPrefix, "prod");

/** Waits until every living node has passed a barrier that is sent now. */
async function everythingHeard(): Promise<void> {
  const barrier = await database.admin.query<{ epoch: number }>("SELECT publish_verdict_barrier() AS epoch");
  const behind = "SELECT 1 FROM gateway_nodes WHERE stopped_at IS NULL AND acknowledged_epoch < $1";
  await until(
    "all have heard",
    async () => (await database.admin.query(behind, [barrier.rows[0]?.epoch])).rowCount === 0,
  );
}

it("a caller that guesses keys is stopped without look-ups; its known keys and other callers go on", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl, { unknownKeys: { perSecond: 0.001, burst: 20 } });
  const [known, later] = [await tenant.key(), await tenant.key()];
  expect(await gateway.code(token, known.secret)).toBe("VALID");
  const codes: string[] = [];
  for (let round = 0; round < 30; round += 1) codes.push(await gateway.code(token, guess()));
  expect(codes).toEqual([...Array(20).fill("NOT_FOUND"), ...Array(10).fill("RATE_LIMITED")]);
  expect(await gateway.metric("latchkey_gateway_lookups_total")).toBe(21);
  expect(await gateway.code(token, known.secret)).toBe("VALID");
  expect(await gateway.code(await tenant.token(), later.secret)).toBe("VALID");
  await gateway.stop();
});

it("a flooded caller's real keys are valid although they were never seen, also one that is made meanwhile", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl, { unknownKeys: { perSecond: 0.001, burst: 5 } });
  const own = await GatewayTenant.create(database);
  const stranger = () => generateKeySecret(own.organization.project.keyPrefix, "prod");
  const unseen = await Promise.all(Array.from({ length: 20 }, () => own.key()));
  const imported = `legacy-${Math.random()}-unseen`;
  await own.key({ importedSecret: imported });
  const asked = await own.token();
  for (let round = 0; round < 5; round += 1) expect(await gateway.code(asked, stranger())).toBe("NOT_FOUND");
  const before = await gateway.metric("latchkey_gateway_lookups_total");
  const codes = await Promise.all(
    unseen.flatMap((key) => [
      gateway.code(asked, key.secret),
      ...Array.from({ length: 50 }, () => gateway.code(asked, stranger())),
    ]),
  );
  const tally: Record<string, number> = {};
  for (const code of codes) tally[code] = (tally[code] ?? 0) + 1;
  expect(tally).toEqual({ VALID: 20, RATE_LIMITED: 1000 });
  expect((await gateway.metric("latchkey_gateway_lookups_total")) - before).toBe(20);
  expect(await gateway.code(asked, imported)).toBe("VALID");
  const made = await own.key();
  await until("it is known", async () => (await gateway.code(asked, made.secret)) === "VALID", 9000);
  await gateway.stop();
});

it("one secret imported into two environments is each caller's own key, and a live one goes before a revoked one", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  const own = await GatewayTenant.create(database);
  const secret = `legacy-${Math.random()}-shared`;
  await own.key({ importedSecret: secret, environment: "production", state: "revoked" });
  await own.key({ importedSecret: secret, environment: "development" });
  const all = await own.token();
  const [production, development] = [
    await own.token({ environments: ["production"] }),
    await own.token({ environments: ["development"] }),
  ];
  for (let round = 0; round < 2; round += 1) {
    expect(await gateway.code(production, secret)).toBe("REVOKED");
    expect(await gateway.code(development, secret)).toBe("VALID");
    expect(await gateway.code(all, secret)).toBe("VALID");
  }
  await gateway.stop();
});

it("a key that was unknown is not looked up again for a while, and a malformed one never", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  const secret = guess();
  for (let round = 0; round < 5; round += 1) expect(await gateway.code(token, secret)).toBe("NOT_FOUND");
  for (let round = 0; round < 5; round += 1)
    expect(await gateway.code(token, `${secret.slice(0, -1)}-`)).toBe("MALFORMED");
  expect(await gateway.metric("latchkey_gateway_lookups_total")).toBe(1);
  await gateway.stop();
});

it("a cache smaller than its keys stays within its size, and every verdict stays right", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl, { cacheSize: 10 });
  const keys = await Promise.all(
    Array.from({ length: 30 }, (_, index) => tenant.key({ state: index % 3 === 0 ? "disabled" : "active" })),
  );
  for (let round = 0; round < 3; round += 1) {
    const codes = await Promise.all(keys.map((key) => gateway.code(token, key.secret)));
    expect(codes).toEqual(keys.map((_, index) => (index % 3 === 0 ? "DISABLED" : "VALID")));
    expect(await gateway.metric("latchkey_gateway_cache_entries")).toBe(10);
  }
  const last = keys.at(-1);
  if (!last) throw new Error("There are keys.");
  await tenant.revoke(last);
  await until("it is refused", async () => (await gateway.code(token, last.secret)) === "REVOKED", 2000);
  await gateway.stop();
});

it("look-ups that come together are one query", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  const keys = await Promise.all(Array.from({ length: 40 }, () => tenant.key()));
  expect(await gateway.code(token, guess())).toBe("NOT_FOUND");
  const before = await gateway.metric("latchkey_gateway_lookup_queries_total");
  const codes = await Promise.all(keys.map((key) => gateway.code(token, key.secret)));
  expect(new Set(codes)).toEqual(new Set(["VALID"]));
  expect((await gateway.metric("latchkey_gateway_lookup_queries_total")) - before).toBeLessThanOrEqual(3);
  await gateway.stop();
});

it("a change of an environment's policy is in force at once for all its keys", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  const own = await GatewayTenant.create(database);
  const caller = await own.token();
  const keys = [await own.key(), await own.key()];
  for (const key of keys)
    for (let call = 0; call < 3; call += 1) expect(await gateway.code(caller, key.secret)).toBe("VALID");
  await database.admin.query("UPDATE policies SET document = $2 WHERE environment_id = $1", [
    own.organization.environments.production.id,
    JSON.stringify({ defaultRateLimits: [{ limit: 1, window: 86_400 }], serveStaleSeconds: "nonsense" }),
  ]);
  await until(
    "the limit is in force",
    async () => (await gateway.code(caller, keys[0]?.secret ?? "")) === "RATE_LIMITED",
    2000,
  );
  await gateway.stop();
});

it("a random, a revoked, an expired and a disabled key cost the same look-ups, unseen and seen", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  expect(await gateway.code(token, guess())).toBe("NOT_FOUND");
  const made = [
    guess(),
    generateKeySecret("nobodys", "prod"),
    (await tenant.key({ state: "revoked" })).secret,
    (await tenant.key({ expiresAt: new Date(0) })).secret,
    (await tenant.key({ state: "disabled" })).secret,
    (await tenant.key()).secret,
  ];
  await everythingHeard();
  for (const expected of [1, 0, 0]) {
    for (const secret of made) {
      const before = await gateway.metric("latchkey_gateway_lookup_queries_total");
      await gateway.code(token, secret);
      expect((await gateway.metric("latchkey_gateway_lookup_queries_total")) - before, secret.slice(0, 12)).toBe(
        expected,
      );
    }
  }
  await gateway.stop();
});

it("a service token that does not exist is looked up once, and again when one is made", async () => {
  const gateway = await InProcessGateway.start(database.gatewayUrl);
  const key = await tenant.key();
  const stranger = generateServiceToken();
  for (let round = 0; round < 3; round += 1) expect(await gateway.code(stranger, key.secret)).toBe("unauthenticated");
  await database.admin.query(
    `INSERT INTO service_tokens (organization_id, id, name, token_hash, pepper_version, token_start, token_last_four, permissions, created_by, created_at)
     VALUES ($1, 'stk_late', 'late', $2, 1, '', '', '{*}', 'test', now())`,
    [tenant.organization.id, database.vault.hashToken("service-token", stranger)],
  );
  await until("it may ask", async () => (await gateway.code(stranger, key.secret)) === "VALID", 2000);
  await gateway.stop();
});
