import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { InProcessGateway } from "./testing/in-process";
import { until } from "./testing/process";
import { GatewayTenant, type TestKey } from "./testing/tenant";

let database: TestDatabase;
let hostile: GatewayTenant;
let neighbour: GatewayTenant;
let gateway: InProcessGateway;

beforeAll(async () => {
  database = await createTestDatabase();
  hostile = await GatewayTenant.create(database);
  neighbour = await GatewayTenant.create(database);
  gateway = await InProcessGateway.start(database.gatewayUrl);
});
afterAll(async () => {
  await gateway?.stop();
  await database?.close();
});

const TEXTS = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff x",
  "\uffff\ufffe",
  "\u202e\u2028",
  '"}{,NULL\\',
  "other",
  "null",
  "\u{10ffff}".repeat(2000),
  `${"x".repeat(199)}\u{1f511}`,
  "'; DROP TABLE usage_events; --",
];

it("nothing that a caller can say keeps anybody's calls from being counted, each once", async () => {
  const [token, other] = [await hostile.token(), await neighbour.token()];
  const [key, quiet] = [await hostile.key(), await neighbour.key()];
  const answers: string[] = [];
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const all = { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers };
    answers.push(await gateway.ask("POST", path, all, JSON.stringify(body)));
  };
  const verify = (more: Record<string, unknown>) => send("/v1/verify", { key: key.secret, ...more });
  for (const text of TEXTS) {
    await verify({ userAgent: text });
    await verify({ path: `/${text}`, method: "GET" });
    await verify({ path: `/${encodeURIComponent(text.replace(/\p{Cs}/gu, ""))}`, method: "GET" });
    await verify({ ip: text });
    await verify({ ip: `fe80::1%${text}` });
    await verify({ method: text });
    await send("/v1/verify", { key: text });
    await send("/v1/verify", { key: `${key.secret.slice(0, -8)}${text.slice(0, 8)}` });
    await send("/v1/verify", { key: key.secret, scopes: [text] });
    await send("/v1/usage", { keyId: text, status: 200 });
    await send("/v1/usage", { requestId: text, status: 200 });
    await send("/v1/release", { requestId: text, keyId: text });
    await send("/v1/verify", { key: key.secret }, { authorization: `Bearer ${text}` });
    await gateway.ask("GET", "/v1/authorize", {
      "x-latchkey-token": token,
      "x-api-key": key.secret,
      "x-original-uri": `/${text}`,
      "x-original-method": "GET",
      "x-forwarded-for": text,
      "user-agent": text,
    });
    expect(await gateway.code(other, quiet.secret)).toBe("VALID");
  }
  await verify({ cost: 1_000_000 });
  for (let round = 0; round < 3; round += 1) await send("/v1/usage", { keyId: key.id, status: 599, bytes: 1e12 });
  expect(answers.filter((answer) => answer.includes('"internal"'))).toEqual([]);

  await until(
    "the neighbour's calls are counted",
    async () => (await validOf(neighbour, quiet)) === TEXTS.length,
    8000,
  );
  await until("nothing waits", async () => (await gateway.metric("latchkey_gateway_spool_segments")) === 0, 8000);
  expect(await gateway.metric("latchkey_gateway_ingest_failures_total")).toBe(0);
  expect(await gateway.metric("latchkey_gateway_spool_refused_total")).toBe(0);
  expect(await gateway.metric("latchkey_gateway_database_reachable")).toBe(1);
  const written = await database.admin.query<{ calls: number; outcomes: number }>(
    "SELECT (SELECT sum(count)::int FROM usage_events) AS calls, (SELECT sum(count)::int FROM usage_outcomes_hourly) AS outcomes",
  );
  const { calls, outcomes } = written.rows[0] ?? { calls: 0, outcomes: 0 };
  expect(outcomes).toBe(3);
  expect(calls + outcomes).toBe(await gateway.metric("latchkey_gateway_spool_records_total"));
  // At least every text as an agent, as a path, as a part of a key and through a proxy, beside the neighbour's.
  expect(calls).toBeGreaterThan(5 * TEXTS.length);
});

async function validOf(tenant: GatewayTenant, key: TestKey): Promise<number> {
  return (await tenant.counted(key)).VALID ?? 0;
}
