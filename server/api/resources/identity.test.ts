import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
const clock = manualClock(new Date("2026-11-22T12:00:00Z"));
const PASSWORD = "a long enough phrase";

beforeAll(async () => {
  api = await createApiHarness({ clock });
});
afterAll(() => api.close());

function cookiesOf(answer: ApiAnswer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

function merge(...cookies: string[]): string {
  const jar = new Map<string, string>();
  for (const pair of cookies.join("; ").split("; ").filter(Boolean)) {
    const at = pair.indexOf("=");
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

const with_ = (cookie: string) => ({ cookie, "sec-fetch-site": "same-origin" });

describe("set-up", () => {
  test("makes one owner and organization, once, whoever else tries at the same time, and signs the owner in", async () => {
    expect((await api.anonymous("GET", "/set-up")).body).toMatchObject({ needed: true });
    const body = (n: number) => ({
      name: `Olga ${n}`,
      email: `olga${n}@example.test`,
      password: PASSWORD,
      organization: "Acme Tools",
    });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => api.anonymous("POST", "/set-up", body(n))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409]);
    const won = answers.find((answer) => answer.status === 201);
    if (!won) throw new Error("nobody won");
    expect(won.body.organization).toMatchObject({ slug: "acme-tools" });
    const account = await api.anonymous("GET", "/account", undefined, with_(cookiesOf(won)));
    expect(account.status).toBe(200);
    expect(account.body.memberships).toMatchObject([{ organization: "acme-tools", role: "owner" }]);
    expect((await api.anonymous("GET", "/set-up")).body).toMatchObject({ needed: false });
    const users = await api.database.admin.query("select count(*)::int as n from users where email like 'olga%'");
    expect(users.rows[0].n).toBe(1);
  });

  test("a common password and an unknown field are refused by name", async () => {
    const bad = await api.anonymous("POST", "/set-up", {
      name: "x",
      email: "x@y.test",
      password: "p",
      organization: "o",
      role: "owner",
    });
    expect(bad.status).toBe(400);
    expect(JSON.stringify(bad.body.errors)).toContain("role");
    expect(JSON.stringify(bad.body.errors)).toContain("password");
  });
});

async function person(name: string): Promise<{ email: string; userId: string }> {
  const email = `${name}@example.test`;
  const { hashPassword } = await import("@/lib/infra/passwords/hash-password");
  const { newId } = await import("@/lib/core/ids");
  const id = newId("user");
  await api.database.admin.query(
    "insert into users (id, email, email_verified_at, name, password_hash, password_changed_at) values ($1, $2, now(), $3, $4, now())",
    [id, email, name, await hashPassword(PASSWORD)],
  );
  return { email, userId: id };
}

async function join(userId: string, role = "developer"): Promise<void> {
  const { newId } = await import("@/lib/core/ids");
  await api.database.admin.query("insert into members (organization_id, id, user_id, role) values ($1, $2, $3, $4)", [
    api.organization.id,
    newId("member"),
    userId,
    role,
  ]);
}

function code(secret: string, offset = 0): string {
  return generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) + offset * 30 });
}

describe("sign-in", () => {
  test("an unknown address and a wrong password answer with the same bytes", async () => {
    const { email } = await person("same");
    const strip = (answer: ApiAnswer) => ({ ...answer.body, requestId: "" });
    const wrong = await api.anonymous("POST", "/sessions", { email, password: "not this one at all" });
    const unknown = await api.anonymous("POST", "/sessions", {
      email: "nobody@example.test",
      password: "not this one at all",
    });
    expect(wrong.status).toBe(401);
    expect(strip(wrong)).toEqual(strip(unknown));
  });

  test("a session from before dies when the browser signs in again", async () => {
    const { email } = await person("again");
    const first = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const second = await api.anonymous("POST", "/sessions", { email, password: PASSWORD }, with_(cookiesOf(first)));
    expect((await api.anonymous("GET", "/account", undefined, with_(cookiesOf(first)))).status).toBe(401);
    expect((await api.anonymous("GET", "/account", undefined, with_(cookiesOf(second)))).status).toBe(200);
  });

  test("ten wrong passwords stop everyone but the browser the person is known by", async () => {
    const { email } = await person("victim");
    const home = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const device =
      cookiesOf(home)
        .split("; ")
        .find((pair) => pair.startsWith("latchkey.device=")) ?? "";
    expect(device).not.toBe("");
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        api.anonymous(
          "POST",
          "/sessions",
          { email, password: `guess number ${n}` },
          { "x-latchkey-socket-address": `198.51.100.${n}` },
        ),
      ),
    );
    expect(guesses.filter((answer) => answer.status === 401)).toHaveLength(10);
    expect(guesses.filter((answer) => answer.status === 429)).toHaveLength(20);
    expect((await api.anonymous("POST", "/sessions", { email, password: PASSWORD })).status).toBe(429);
    expect((await api.anonymous("POST", "/sessions", { email, password: PASSWORD }, with_(device))).status).toBe(201);
    expect((await api.anonymous("GET", "/account", undefined, with_(cookiesOf(home)))).status).toBe(200);
  });

  test("guessing never gets past a hundred in a row, over any time", async () => {
    const { email } = await person("patient");
    let reached = 0;
    for (let round = 0; round < 15; round += 1) {
      for (let n = 0; n < 11; n += 1) {
        const answer = await api.anonymous(
          "POST",
          "/sessions",
          { email, password: "wrong wrong wrong" },
          { "x-latchkey-socket-address": `198.51.101.${round}` },
        );
        if (answer.status === 401) reached += 1;
      }
      clock.advance(16 * 60_000);
    }
    expect(reached).toBe(100);
  }, 60_000);

  test("a foreign or absent origin cannot sign anyone in", async () => {
    const { email } = await person("csrf");
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "" },
      { "sec-fetch-site": "cross-site" },
      { origin: "http://localhost:3000.evil.example" },
      { origin: ":::" },
    ];
    for (const headers of foreign) {
      const answer = await api.anonymous(
        "POST",
        "/sessions",
        { email, password: PASSWORD },
        { origin: "", ...headers },
      );
      expect([400, 403]).toContain(answer.status);
    }
  });

  test("the cookie is for this host alone, and for no script", async () => {
    const { email } = await person("cookie");
    const answer = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    for (const line of answer.headers.getSetCookie())
      expect(line).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

async function enrol(cookie: string): Promise<{ secret: string; cookie: string; codes: string[] }> {
  const begun = await api.anonymous("POST", "/account/totp", {}, with_(cookie));
  expect(begun.status).toBe(201);
  const secret = String(begun.body.secret);
  const done = await api.anonymous(
    "POST",
    "/account/totp/confirm",
    { id: begun.body.id, code: code(secret) },
    with_(cookie),
  );
  expect(done.status).toBe(200);
  return { secret, cookie: merge(cookie, cookiesOf(done)), codes: z(done.body.recoveryCodes) };
}

function z(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

async function half(email: string): Promise<string> {
  const answer = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
  expect(answer.body).toEqual({ half: true });
  return cookiesOf(answer);
}

describe("factors", () => {
  test("the password alone opens half a session, which nothing answers but what proves a factor", async () => {
    const { email, userId } = await person("halfling");
    await join(userId);
    const whole = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    expect(whole.body).toEqual({ half: false });
    const { secret } = await enrol(cookiesOf(whole));
    clock.advance(60_000);
    const cookie = await half(email);
    const account = await api.anonymous("GET", "/account", undefined, with_(cookie));
    expect(account.body).toMatchObject({
      memberships: [],
      assurance: { half: true, accepted: ["totp", "recovery_code"], mfaAt: null },
    });
    const slug = api.organization.slug;
    for (const [method, path, body] of [
      ["GET", `/organizations/${slug}/keys`, undefined],
      ["GET", `/organizations/${slug}/projects`, undefined],
      ["GET", "/account/sessions", undefined],
      ["PATCH", "/account", { name: "x" }],
      ["POST", "/account/password", { currentPassword: PASSWORD, newPassword: "another long phrase" }],
      ["POST", "/account/recovery-codes", undefined],
    ] as const) {
      const answer = await api.anonymous(method, path, body, with_(cookie));
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, "mfa_required"]);
    }
    expect((await api.anonymous("POST", "/account/totp", {}, with_(cookie))).body.code).toBe("step_up_required");
    expect((await api.anonymous("POST", "/account/step-up", { password: PASSWORD }, with_(cookie))).status).toBe(403);
    const proved = await api.anonymous("POST", "/account/step-up", { totp: code(secret) }, with_(cookie));
    expect(proved.body).toMatchObject({ half: false });
    expect((await api.anonymous("GET", "/account", undefined, with_(cookie))).status).toBe(401);
    expect(
      (await api.anonymous("GET", `/organizations/${slug}/keys`, undefined, with_(cookiesOf(proved)))).status,
    ).toBe(200);
  });

  test("one code is accepted once, of twenty sessions that send it at the same time, and never again", async () => {
    const { email } = await person("parallel");
    const whole = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const { secret } = await enrol(cookiesOf(whole));
    clock.advance(60_000);
    const sessions = [];
    for (let n = 0; n < 20; n += 1) sessions.push(await half(email));
    const answers = await Promise.all(
      sessions.map((cookie) => api.anonymous("POST", "/account/step-up", { totp: code(secret) }, with_(cookie))),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    clock.advance(16 * 60_000);
    const used = code(secret);
    expect((await api.anonymous("POST", "/account/step-up", { totp: used }, with_(await half(email)))).status).toBe(
      200,
    );
    clock.advance(30_000);
    expect((await api.anonymous("POST", "/account/step-up", { totp: used }, with_(await half(email)))).status).toBe(
      400,
    );
  });

  test("a recovery code works once, of twenty at the same time, and new codes kill the old", async () => {
    const { email, userId } = await person("recover");
    const whole = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const { codes, cookie } = await enrol(cookiesOf(whole));
    expect(new Set(codes).size).toBe(10);
    for (const text of codes) expect(text).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    const sessions = [];
    for (let n = 0; n < 20; n += 1) sessions.push(await half(email));
    const answers = await Promise.all(
      sessions.map((one) =>
        api.anonymous("POST", "/account/step-up", { recoveryCode: codes[0]?.toUpperCase() }, with_(one)),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const mail = await api.database.admin.query(
      "select count(*)::int as n from email_outbox where user_id = $1 and template = 'recovery-code-used'",
      [userId],
    );
    expect(mail.rows[0].n).toBe(1);
    clock.advance(16 * 60_000);
    const fresh = await api.anonymous("POST", "/account/step-up", { recoveryCode: codes[1] }, with_(cookie));
    expect(fresh.status).toBe(200);
    const replaced = await api.anonymous("POST", "/account/recovery-codes", undefined, with_(cookiesOf(fresh)));
    expect(replaced.status).toBe(201);
    expect(
      (await api.anonymous("POST", "/account/step-up", { recoveryCode: codes[2] }, with_(await half(email)))).status,
    ).toBe(400);
    expect(
      (
        await api.anonymous(
          "POST",
          "/account/step-up",
          { recoveryCode: z(replaced.body.recoveryCodes)[0] },
          with_(await half(email)),
        )
      ).status,
    ).toBe(200);
  });

  test("guessing codes is stopped at ten, over any number of half-sessions", async () => {
    const { email } = await person("guessed");
    const whole = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    await enrol(cookiesOf(whole));
    const statuses: number[] = [];
    for (let n = 0; n < 15; n += 1) {
      const cookie = await half(email);
      statuses.push((await api.anonymous("POST", "/account/step-up", { totp: "000000" }, with_(cookie))).status);
    }
    expect(statuses.filter((status) => status === 400)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });

  test("an organization that requires a factor makes a password session half of one until one is enrolled", async () => {
    const { email, userId } = await person("mandated");
    const { newId } = await import("@/lib/core/ids");
    await api.database.admin.query(
      "update organizations set settings = settings || '{\"requireMfa\": true}' where id = $1",
      [api.other.id],
    );
    await api.database.admin.query(
      "insert into members (organization_id, id, user_id, role) values ($1, $2, $3, 'developer')",
      [api.other.id, newId("member"), userId],
    );
    const cookie = await half(email);
    const slug = api.other.slug;
    expect((await api.anonymous("GET", `/organizations/${slug}/keys`, undefined, with_(cookie))).body.code).toBe(
      "mfa_required",
    );
    expect((await api.anonymous("GET", "/account", undefined, with_(cookie))).body.assurance).toMatchObject({
      mustEnrol: true,
    });
    const done = await enrol(cookie);
    expect((await api.anonymous("GET", `/organizations/${slug}/keys`, undefined, with_(done.cookie))).status).toBe(200);
    const removed = await api.anonymous("GET", "/account", undefined, with_(done.cookie));
    const factors = removed.body.factors;
    const id =
      factors !== null && typeof factors === "object" && "totp" in factors
        ? JSON.parse(JSON.stringify(factors)).totp.id
        : "";
    expect((await api.anonymous("DELETE", `/account/factors/${id}`, undefined, with_(done.cookie))).status).toBe(409);
    await api.database.admin.query("update organizations set settings = '{}' where id = $1", [api.other.id]);
  });

  test("changing a password needs a fresh factor, and ends every other session within the same call", async () => {
    const { email } = await person("changer");
    const first = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const other = await api.anonymous("POST", "/sessions", { email, password: PASSWORD });
    const change = { currentPassword: PASSWORD, newPassword: "another long phrase" };
    clock.advance(11 * 60_000);
    const stale = await api.anonymous("POST", "/account/password", change, with_(cookiesOf(first)));
    expect([stale.status, stale.body.code]).toEqual([403, "step_up_required"]);
    const fresh = await api.anonymous("POST", "/account/step-up", { password: PASSWORD }, with_(cookiesOf(first)));
    expect(fresh.status).toBe(200);
    expect(
      (
        await api.anonymous(
          "POST",
          "/account/password",
          { ...change, newPassword: "password1234" },
          with_(cookiesOf(fresh)),
        )
      ).status,
    ).toBe(400);
    expect((await api.anonymous("POST", "/account/password", change, with_(cookiesOf(fresh)))).status).toBe(204);
    expect((await api.anonymous("GET", "/account", undefined, with_(cookiesOf(other)))).status).toBe(401);
    expect((await api.anonymous("GET", "/account", undefined, with_(cookiesOf(fresh)))).status).toBe(200);
    expect((await api.anonymous("POST", "/sessions", { email, password: PASSWORD })).status).toBe(401);
  });
});
