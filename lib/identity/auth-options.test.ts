import NextAuth from "next-auth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestPerson } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { authOptions } from "./auth-options";
import { sessionCookieName } from "./session-cookie";
import { sessionIdOf } from "./session-token";

const SECRET = "a secret of the tests, long enough for everyone";
const PASSWORD = "a long enough phrase";
let database: TestDatabase;
let person: TestPerson;

beforeAll(async () => {
  database = await createTestDatabase();
  person = (await createTestOrganization(database)).people.developer;
  await database.admin.query("update users set password_hash = $1 where id = $2", [
    await hashPassword(PASSWORD),
    person.userId,
  ]);
});
afterAll(() => database.close());

type Call = {
  action: "csrf" | "session" | "callback" | "signout";
  body?: Record<string, string>;
  cookies?: Record<string, string>;
  appUrl?: string;
};

/** One call to next-auth as the route makes it. */
async function call({ action, body, cookies = {}, appUrl = "http://localhost:3000" }: Call) {
  const devices: string[] = [];
  process.env.NEXTAUTH_URL = appUrl;
  const sid = await sessionIdOf(cookies[sessionCookieName(appUrl)], SECRET);
  const options = authOptions({
    ctx: {
      actor: null,
      db: database.app,
      clock: systemClock,
      vault: database.vault,
      request: { requestId: "req-test", ip: "203.0.113.9", userAgent: "vitest" },
    },
    appUrl,
    authSecret: SECRET,
    browser: { deviceToken: null, sessionId: sid?.startsWith("ses_") ? `ses_${sid.slice(4)}` : null },
    onNewDevice: (token) => devices.push(token),
    onError: () => undefined,
  });
  const lines: string[] = [];
  let answer: unknown = null;
  const response = {
    getHeader: () => lines,
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === "set-cookie") lines.splice(0, lines.length, ...[value].flat());
    },
    status: () => response,
    json: (value: unknown) => {
      answer = value;
    },
    send: (value: unknown) => {
      answer = value;
    },
    redirect: () => response,
    end: () => undefined,
  };
  const request = {
    method: body ? "POST" : "GET",
    query: { nextauth: action === "callback" ? ["callback", "credentials"] : [action] },
    cookies,
    headers: {},
    ...(body ? { body } : {}),
  };
  await NextAuth(options)(request, response);
  const jar = { ...cookies };
  for (const line of lines) {
    const [pair = ""] = line.split(";");
    const name = pair.slice(0, pair.indexOf("="));
    const value = decodeURIComponent(pair.slice(pair.indexOf("=") + 1));
    if (value === "") delete jar[name];
    else jar[name] = value;
  }
  return { answer, jar, devices, lines };
}

async function signIn(password: string, cookies: Record<string, string> = {}, appUrl?: string) {
  const where = appUrl ? { appUrl } : {};
  const csrf = await call({ action: "csrf", cookies, ...where });
  const token = JSON.parse(JSON.stringify(csrf.answer)).csrfToken;
  return call({
    action: "callback",
    body: { csrfToken: token, email: person.email, password, json: "true" },
    cookies: csrf.jar,
    ...where,
  });
}

test("signs in with the password; the token carries the session id and nothing else", async () => {
  const { jar, devices } = await signIn(PASSWORD);
  expect(devices).toHaveLength(1);
  const sid = await sessionIdOf(jar["latchkey.session"], SECRET);
  const { decode } = await import("next-auth/jwt");
  const claims = await decode({ token: jar["latchkey.session"] ?? "", secret: SECRET });
  expect(Object.keys(claims ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid"]);
  expect(sid).toMatch(/^ses_/);
  const session = await call({ action: "session", cookies: jar });
  expect(session.answer).toMatchObject({ user: { email: person.email } });
});

test("a wrong password signs nobody in", async () => {
  const { jar, answer } = await signIn("not that one at all");
  expect(jar["latchkey.session"]).toBeUndefined();
  expect(JSON.stringify(answer)).toContain("CredentialsSignin");
});

test("an ended session ends next-auth's at its next use, and the cookie with it", async () => {
  const { jar } = await signIn(PASSWORD);
  await database.admin.query("update sessions set ended_at = now() where id = $1", [
    await sessionIdOf(jar["latchkey.session"], SECRET),
  ]);
  const session = await call({ action: "session", cookies: jar });
  expect(session.answer).toEqual({});
  expect(session.jar["latchkey.session"]).toBeUndefined();
});

test("signing out ends the row, not just the cookie", async () => {
  const { jar } = await signIn(PASSWORD);
  const sid = await sessionIdOf(jar["latchkey.session"], SECRET);
  const csrf = await call({ action: "csrf", cookies: jar });
  const token = JSON.parse(JSON.stringify(csrf.answer)).csrfToken;
  await call({ action: "signout", body: { csrfToken: token, json: "true" }, cookies: csrf.jar });
  const { rows } = await database.admin.query("select end_reason from sessions where id = $1", [sid]);
  expect(rows).toEqual([{ end_reason: "signed_out" }]);
});

test("the session from before dies when the same browser signs in again", async () => {
  const first = await signIn(PASSWORD);
  const sid = await sessionIdOf(first.jar["latchkey.session"], SECRET);
  await signIn(PASSWORD, first.jar);
  const { rows } = await database.admin.query("select end_reason from sessions where id = $1", [sid]);
  expect(rows).toEqual([{ end_reason: "signed_in_again" }]);
});

test("over https the cookie is bound to the host", async () => {
  const { lines } = await signIn(PASSWORD, {}, "https://keys.example.com");
  const line = lines.find((one) => one.startsWith("__Host-latchkey.session=")) ?? "";
  for (const part of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) expect(line).toContain(`; ${part}`);
  expect(line).not.toContain("Domain=");
});
