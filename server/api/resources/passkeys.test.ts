import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { createAuthenticator } from "../testing/authenticator";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
const PASSWORD = "a long enough phrase";
let stored: string;
let email: string;
let session: Record<string, string>;
let counter = 0;

function jarOf(answer: ApiAnswer): Record<string, string> {
  const pairs = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { cookie: pairs.join("; "), "sec-fetch-site": "same-origin" };
}

beforeAll(async () => {
  api = await createApiHarness();
  stored = await hashPassword(PASSWORD);
});
afterAll(() => api.close());
beforeEach(async () => {
  counter += 1;
  email = `person${counter}@example.test`;
  await api.database.admin.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Person', $3)", [
    newId("user"),
    email,
    stored,
  ]);
  session = jarOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
});

const challengeOf = async (path: string, jar?: Record<string, string>) =>
  String((await api.anonymous("POST", path, undefined, jar)).body.challenge);

async function enrol(name = "Laptop") {
  const authenticator = createAuthenticator();
  const challenge = await challengeOf("/account/passkeys/options", session);
  const added = await api.anonymous(
    "POST",
    "/account/passkeys",
    { name, response: authenticator.register(challenge) },
    session,
  );
  expect(added.status).toBe(201);
  session = jarOf(added);
  return { authenticator, id: String(added.body.id), recoveryCodes: added.body.recoveryCodes };
}

const half = async () => jarOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
const prove = (response: unknown, jar: Record<string, string>) =>
  api.anonymous("POST", "/account/step-up", { passkey: response }, jar);

describe("passkeys", () => {
  test("is registered under a name, brings recovery codes the first time, and is a second factor and the sole way in", async () => {
    const { authenticator, recoveryCodes } = await enrol("Blue key");
    expect(recoveryCodes).toHaveLength(10);
    const account = await api.anonymous("GET", "/account", undefined, session);
    expect(account.body.factors).toMatchObject({ passkeys: [{ name: "Blue key", lastUsedAt: null }] });
    const jar = await half();
    const challenge = await challengeOf("/account/step-up/passkey-options", jar);
    expect((await prove(authenticator.answer(challenge), jar)).body).toMatchObject({ half: false });
    const alone = await challengeOf("/sessions/passkey-options");
    const signedIn = await api.anonymous("POST", "/sessions/passkey", { response: authenticator.answer(alone) });
    expect([signedIn.status, signedIn.body]).toEqual([201, { half: false }]);
    const now = await api.anonymous("GET", "/account", undefined, jarOf(signedIn));
    expect(now.body).toMatchObject({ email, assurance: { half: false } });
    const second = await enrol("Green key");
    expect(second.recoveryCodes).toBeNull();
  });

  test("a challenge is answered once, by the session it was made for, for its purpose, within five minutes", async () => {
    const { authenticator } = await enrol();
    const jar = await half();
    const challenge = await challengeOf("/account/step-up/passkey-options", jar);
    const other = await half();
    expect((await prove(authenticator.answer(challenge), other)).status).toBe(400);
    expect(
      (await api.anonymous("POST", "/sessions/passkey", { response: authenticator.answer(challenge) })).status,
    ).toBe(401);
    const answer = authenticator.answer(challenge);
    expect((await prove(answer, jar)).status).toBe(200);
    const again = await half();
    expect((await prove(answer, again)).status).toBe(400);
    const alone = await challengeOf("/sessions/passkey-options");
    const replayed = authenticator.answer(alone);
    const tries = await Promise.all(
      [1, 2, 3].map(() => api.anonymous("POST", "/sessions/passkey", { response: replayed })),
    );
    expect(tries.map((one) => one.status).sort()).toEqual([201, 401, 401]);
    const late = await challengeOf("/account/step-up/passkey-options", again);
    await api.database.admin.query("update webauthn_challenges set expires_at = now() where challenge = $1", [late]);
    expect((await prove(authenticator.answer(late), again)).status).toBe(400);
  });

  test.each([
    ["another origin", { origin: "https://evil.example" }],
    ["a sibling origin", { origin: "http://localhost:3001" }],
    ["another relying party", { rpId: "evil.example" }],
    ["no user verification", { userVerified: false }],
  ])("an answer from %s is refused, at registration too", async (_name, lie) => {
    const { authenticator } = await enrol();
    const jar = await half();
    const challenge = await challengeOf("/account/step-up/passkey-options", jar);
    expect((await prove(authenticator.answer(challenge, lie), jar)).status).toBe(400);
    const alone = await challengeOf("/sessions/passkey-options");
    expect(
      (await api.anonymous("POST", "/sessions/passkey", { response: authenticator.answer(alone, lie) })).status,
    ).toBe(401);
    const fresh = await challengeOf("/account/passkeys/options", session);
    const registered = await api.anonymous(
      "POST",
      "/account/passkeys",
      { name: "x", response: createAuthenticator().register(fresh, lie) },
      session,
    );
    expect(registered.status).toBe(400);
  });

  test("someone else's passkey proves nothing here, and is not registered twice", async () => {
    const { authenticator: theirs } = await enrol();
    counter += 1;
    const mine = `person${counter}@example.test`;
    await api.database.admin.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Other', $3)", [
      newId("user"),
      mine,
      stored,
    ]);
    session = jarOf(await api.anonymous("POST", "/sessions", { email: mine, password: PASSWORD }));
    const taken = await challengeOf("/account/passkeys/options", session);
    const again = await api.anonymous(
      "POST",
      "/account/passkeys",
      { name: "x", response: theirs.register(taken) },
      session,
    );
    expect(again.status).toBe(409);
    email = mine;
    await enrol();
    const jar = await half();
    const challenge = await challengeOf("/account/step-up/passkey-options", jar);
    expect((await prove(theirs.answer(challenge), jar)).status).toBe(400);
  });

  test("a counter that does not move is a copy, and is refused", async () => {
    const { authenticator } = await enrol();
    const jar = await half();
    authenticator.setCounter(40);
    expect(
      (await prove(authenticator.answer(await challengeOf("/account/step-up/passkey-options", jar)), jar)).status,
    ).toBe(200);
    authenticator.setCounter(40);
    const next = await half();
    expect(
      (await prove(authenticator.answer(await challengeOf("/account/step-up/passkey-options", next)), next)).status,
    ).toBe(400);
  });

  test("registering and removing need a fresh factor; renaming and removing reach one's own alone", async () => {
    const { id } = await enrol();
    const stranger = jarOf(
      await api.anonymous("POST", "/sessions", { email: await makeStranger(), password: PASSWORD }),
    );
    expect((await api.anonymous("PATCH", `/account/passkeys/${id}`, { name: "mine now" }, stranger)).status).toBe(404);
    expect((await api.anonymous("DELETE", `/account/factors/${id}`, undefined, stranger)).status).toBe(404);
    expect((await api.anonymous("PATCH", `/account/passkeys/${id}`, { name: "Red key" }, session)).status).toBe(204);
    await api.database.admin.query("update sessions set mfa_at = now() - interval '11 minutes'");
    expect((await api.anonymous("POST", "/account/passkeys/options", undefined, session)).body.code).toBe(
      "step_up_required",
    );
    expect((await api.anonymous("DELETE", `/account/factors/${id}`, undefined, session)).body.code).toBe(
      "step_up_required",
    );
    await api.database.admin.query("update sessions set mfa_at = now()");
    expect((await api.anonymous("DELETE", `/account/factors/${id}`, undefined, session)).status).toBe(204);
    expect((await api.anonymous("POST", "/sessions", { email, password: PASSWORD })).body).toEqual({ half: false });
  });
});

async function makeStranger(): Promise<string> {
  const address = `stranger${counter}@example.test`;
  await api.database.admin.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Stranger', $3)", [
    newId("user"),
    address,
    stored,
  ]);
  return address;
}
