import { generateSync } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { type ApiNode, type NodeCall, startApiNode } from "../testing/api-node";
import { API_APP_URL, API_AUTH_SECRET, type ApiHarness, createApiHarness } from "../testing/harness";

const PASSWORD = "a long enough phrase";
let api: ApiHarness;
let nodes: [ApiNode, ApiNode];

beforeAll(async () => {
  api = await createApiHarness();
  const options = {
    databaseUrl: api.database.appUrl,
    appUrl: API_APP_URL,
    authSecret: API_AUTH_SECRET,
    masterSecret: TEST_MASTER_SECRET,
  };
  nodes = [await startApiNode(options), await startApiNode(options)];
});
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()));
  await api.close();
});

/** Sends the calls to both processes at the same time, every other one to each. */
async function race(calls: readonly NodeCall[]) {
  const parts = nodes.map((node, index) => node.post(calls.filter((_, place) => place % 2 === index)));
  return (await Promise.all(parts)).flat();
}

const call = (path: string, body: unknown, headers: Record<string, string> = {}): NodeCall => ({
  path,
  body,
  headers: { origin: API_APP_URL, "x-latchkey-socket-address": "203.0.113.9", ...headers },
});
const cookieOf = (cookies: readonly string[]) => cookies.map((line) => line.split(";")[0]).join("; ");
const withCookie = (cookie: string) => ({ cookie, "sec-fetch-site": "same-origin" });

async function makePerson(name: string): Promise<{ email: string; userId: string }> {
  const email = `${name}@races.test`;
  const userId = newId("user");
  await api.database.admin.query(
    "insert into users (id, email, email_verified_at, name, password_hash, password_changed_at) values ($1, $2, now(), $3, $4, now())",
    [userId, email, name, await hashPassword(PASSWORD)],
  );
  return { email, userId };
}

async function makeFactor(userId: string): Promise<string> {
  const id = newId("factor");
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  await api.database.admin.query(
    "insert into totp_factors (id, user_id, name, secret, created_at, confirmed_at) values ($1, $2, 'app', $3, now(), now())",
    [id, userId, api.database.vault.seal(secret, `totp_factors/${id}`)],
  );
  return secret;
}

/** So many half-sessions of a person, one after the other: the password was right each time. */
async function halfSessions(email: string, count: number): Promise<string[]> {
  const sessions: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const [answer] = await nodes[n % 2 === 0 ? 0 : 1].post([call("/sessions", { email, password: PASSWORD })]);
    expect(answer?.status).toBe(201);
    sessions.push(cookieOf(answer?.cookies ?? []));
  }
  return sessions;
}

test("one code is accepted once, of twenty that two processes get at the same time (M11)", async () => {
  expect(new Set([process.pid, ...nodes.map((node) => node.pid)]).size).toBe(3);
  const { email, userId } = await makePerson("code");
  const secret = await makeFactor(userId);
  const sessions = await halfSessions(email, 20);
  // Guesses are counted too; here the question is who gets the one code.
  await api.database.admin.query("delete from throttles");
  const totp = generateSync({ secret });
  const answers = await race(sessions.map((cookie) => call("/account/step-up", { totp }, withCookie(cookie))));
  const by = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect(by(200)).toBe(1);
  expect(by(400)).toBeGreaterThanOrEqual(1);
  expect(by(200) + by(400) + by(429)).toBe(20);
  const live = await api.database.admin.query(
    "select count(*)::int as n from sessions where user_id = $1 and factor = 'totp' and ended_at is null",
    [userId],
  );
  expect(live.rows[0].n).toBe(1);
});

test("a recovery code lets in once, of twenty that two processes get at the same time (M13)", async () => {
  const { email, userId } = await makePerson("recovery");
  await makeFactor(userId);
  await api.database.admin.query("insert into recovery_codes (user_id, code_hash, created_at) values ($1, $2, now())", [
    userId,
    api.database.vault.hashToken("recovery-code", `${userId}/abcdefghjkmnpqrs`),
  ]);
  const sessions = await halfSessions(email, 20);
  await api.database.admin.query("delete from throttles");
  const answers = await race(
    sessions.map((cookie) => call("/account/step-up", { recoveryCode: "abcd-efgh-jkmn-pqrs" }, withCookie(cookie))),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
});

test("of a hundred guesses that two processes get at the same time ten are looked at, from any number of addresses (M12)", async () => {
  const { email } = await makePerson("guessed");
  const answers = await race(
    Array.from({ length: 100 }, (_, n) =>
      call("/sessions", { email, password: `guess number ${n}` }, { "x-latchkey-socket-address": `198.51.100.${n}` }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(90);
});

test("a hundred guessed codes in as many half-sessions are looked at ten times (M12)", async () => {
  const { email, userId } = await makePerson("codes");
  await makeFactor(userId);
  const sessions = await halfSessions(email, 30);
  const answers = await race(
    Array.from({ length: 90 }, (_, n) =>
      call("/account/step-up", { totp: String(n).padStart(6, "0") }, withCookie(sessions[n % 30] ?? "")),
    ),
  );
  expect(answers.filter((answer) => answer.status !== 429).length).toBe(10);
});

test("a restarted process goes on counting where the one before it was stopped, up to a hundred in a row (M12)", async () => {
  const { email } = await makePerson("patient");
  const guesses = (count: number) =>
    Array.from({ length: count }, () => call("/sessions", { email, password: "wrong wrong wrong" }));
  let looked = 0;
  for (let round = 0; round < 12; round += 1) {
    const answers = await race(guesses(12));
    looked += answers.filter((answer) => answer.status === 401).length;
    // A quarter of an hour goes by.
    await api.database.admin.query(
      "update throttles set expires_at = now() - interval '1 second' where expires_at < now() + interval '1 day'",
    );
    if (round === 5) {
      await nodes[0].close();
      nodes[0] = await startApiNode({
        databaseUrl: api.database.appUrl,
        appUrl: API_APP_URL,
        authSecret: API_AUTH_SECRET,
        masterSecret: TEST_MASTER_SECRET,
      });
    }
  }
  expect(looked).toBe(100);
}, 60_000);
