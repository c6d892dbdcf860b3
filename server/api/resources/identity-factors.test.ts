import { generateSync } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";

const PASSWORD = "a long enough phrase";
const clock = manualClock(new Date("2026-11-22T12:00:00Z"));
let api: ApiHarness;

beforeAll(async () => {
  api = await createApiHarness({ clock });
});
afterAll(() => api.close());

const cookieOf = (answer: ApiAnswer) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
const withCookie = (cookie: string) => ({ cookie, "sec-fetch-site": "same-origin" });
const stands = async (cookie: string) =>
  (await api.anonymous("GET", "/account", undefined, withCookie(cookie))).status === 200;
const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) });

async function makePerson(name: string): Promise<string> {
  const email = `${name}@example.test`;
  await api.database.admin.query(
    "insert into users (id, email, email_verified_at, name, password_hash, password_changed_at) values ($1, $2, now(), $3, $4, now())",
    [newId("user"), email, name, await hashPassword(PASSWORD)],
  );
  return email;
}

async function signIn(email: string): Promise<string> {
  return cookieOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
}

test("the first factor and a removed one end every other session within the same call (M16)", async () => {
  const email = await makePerson("factors");
  const [other, here] = [await signIn(email), await signIn(email)];
  const begun = await api.anonymous("POST", "/account/totp", {}, withCookie(here));
  const secret = String(begun.body.secret);
  const added = await api.anonymous(
    "POST",
    "/account/totp/confirm",
    { id: begun.body.id, code: codeOf(secret) },
    withCookie(here),
  );
  expect(added.status).toBe(200);
  const mine = cookieOf(added);
  expect([await stands(other), await stands(here), await stands(mine)]).toEqual([false, false, true]);

  clock.advance(60_000);
  const half = await signIn(email);
  const proved = await api.anonymous("POST", "/account/step-up", { totp: codeOf(secret) }, withCookie(half));
  const second = cookieOf(proved);
  expect([await stands(second), await stands(mine)]).toEqual([true, true]);
  const removed = await api.anonymous("DELETE", `/account/factors/${begun.body.id}`, undefined, withCookie(mine));
  expect(removed.status).toBe(204);
  expect([await stands(second), await stands(mine)]).toEqual([false, true]);
});

test("a factor is removed, and codes are made anew, only with one proved within ten minutes (M18)", async () => {
  const email = await makePerson("fresh");
  const cookie = await signIn(email);
  const begun = await api.anonymous("POST", "/account/totp", {}, withCookie(cookie));
  const secret = String(begun.body.secret);
  const added = await api.anonymous(
    "POST",
    "/account/totp/confirm",
    { id: begun.body.id, code: codeOf(secret) },
    withCookie(cookie),
  );
  const mine = cookieOf(added);
  clock.advance(11 * 60_000);
  for (const [method, path, body] of [
    ["DELETE", `/account/factors/${begun.body.id}`, undefined],
    ["POST", "/account/recovery-codes", undefined],
    ["POST", "/account/email", { email: "else@example.test" }],
    ["POST", "/account/password", { currentPassword: PASSWORD, newPassword: "another long phrase" }],
    ["POST", "/account/passkeys/options", undefined],
  ] as const) {
    const answer = await api.anonymous(method, path, body, withCookie(mine));
    expect([path, answer.status, answer.body.code]).toEqual([path, 403, "step_up_required"]);
  }
});
