import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnonymousContext } from "@/db/tenancy";
import { manualClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { auditSignInRefusal } from "@/lib/identity/audit-refusal";
import { sendPasswordReset } from "@/lib/identity/reset-password";
import { sendSignInLink } from "@/lib/identity/sign-in-with-link";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
const clock = manualClock(new Date("2026-11-22T12:00:00Z"));
const PASSWORD = "a long enough phrase";
let email: string;
let userId: string;
let counter = 0;

beforeAll(async () => {
  api = await createApiHarness({ clock });
});
afterAll(() => api.close());
beforeEach(async () => {
  counter += 1;
  email = `person${counter}@example.test`;
  userId = newId("user");
  await api.database.admin.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Person', $3)", [
    userId,
    email,
    await hashPassword(PASSWORD),
  ]);
  await api.database.admin.query(
    "insert into members (organization_id, id, user_id, role) values ($1, $2, $3, 'developer')",
    [api.organization.id, newId("member"), userId],
  );
});

const house = (): AnonymousContext => ({
  actor: null,
  db: api.database.app,
  clock,
  vault: api.database.vault,
  request: { requestId: newId("mail"), ip: "203.0.113.9", userAgent: "vitest" },
});

function cookies(answer: ApiAnswer): Record<string, string> {
  const pairs = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
  return { cookie: pairs.join("; "), "sec-fetch-site": "same-origin" };
}

async function tokenOf(address: string, template: string): Promise<string> {
  const { rows } = await api.database.admin.query(
    "select id, content from email_outbox where recipient = $1 and template = $2 order by id desc limit 1",
    [address, template],
  );
  return (
    /#token=([A-Za-z0-9_-]+)/.exec(api.database.vault.open(rows[0].content, `email_outbox/${rows[0].id}`))?.[1] ?? ""
  );
}

const signIn = (password = PASSWORD) => api.anonymous("POST", "/sessions", { email, password });

describe("password reset", () => {
  test("known and unknown addresses answer with the same bytes after the same statements", async () => {
    const answers = [];
    for (const address of [email, "nobody@example.test"]) {
      const before = await api.database.admin.query("select count(*)::int as n from graphile_worker.jobs");
      const answer = await api.anonymous("POST", "/password-resets", { email: address });
      const after = await api.database.admin.query("select count(*)::int as n from graphile_worker.jobs");
      answers.push([answer.status, JSON.stringify(answer.body), after.rows[0].n - before.rows[0].n]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual([202, "{}", 1]);
    await sendPasswordReset(house(), { email: "nobody@example.test" });
    const mails = await api.database.admin.query(
      "select count(*)::int as n from email_outbox where recipient = 'nobody@example.test'",
    );
    expect(mails.rows[0].n).toBe(0);
  });

  test("the link works once, ends every session, does not sign in, and a refused password does not use it up", async () => {
    const before = cookies(await signIn());
    await sendPasswordReset(house(), { email });
    const token = await tokenOf(email, "password-reset");
    const confirm = (password: string) => api.anonymous("POST", "/password-resets/confirm", { token, password });
    expect((await confirm("password1234")).status).toBe(400);
    const answers = await Promise.all([1, 2, 3].map(() => confirm("another long phrase")));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410]);
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([]);
    expect((await api.anonymous("GET", "/account", undefined, before)).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    expect((await signIn("another long phrase")).status).toBe(201);
    const told = await api.database.admin.query(
      "select count(*)::int as n from email_outbox where user_id = $1 and template = 'password-changed'",
      [userId],
    );
    expect(told.rows[0].n).toBe(1);
  });

  test("an old link is dead after an hour, and after a newer one was sent", async () => {
    await sendPasswordReset(house(), { email });
    const first = await tokenOf(email, "password-reset");
    clock.advance(1000);
    await sendPasswordReset(house(), { email });
    const second = await tokenOf(email, "password-reset");
    expect(second).not.toBe(first);
    const confirm = (token: string) =>
      api.anonymous("POST", "/password-resets/confirm", { token, password: "another long phrase" });
    expect((await confirm(first)).status).toBe(410);
    clock.advance(3_600_001);
    expect((await confirm(second)).status).toBe(410);
  });

  test("a thousand resets for one address queue five an hour", async () => {
    const before = await api.database.admin.query("select count(*)::int as n from graphile_worker.jobs");
    for (let n = 0; n < 30; n += 1) {
      const answer = await api.anonymous(
        "POST",
        "/password-resets",
        { email },
        { "x-latchkey-socket-address": `198.51.100.${n}` },
      );
      expect(answer.status).toBe(202);
    }
    const after = await api.database.admin.query("select count(*)::int as n from graphile_worker.jobs");
    expect(after.rows[0].n - before.rows[0].n).toBe(5);
  });
});

describe("sign-in link", () => {
  test("signs in once within a quarter of an hour, and never past a factor", async () => {
    await sendSignInLink(house(), { email });
    const token = await tokenOf(email, "magic-link");
    const first = await api.anonymous("POST", "/sessions/link", { token });
    expect([first.status, first.body.half]).toEqual([201, false]);
    expect((await api.anonymous("POST", "/sessions/link", { token })).status).toBe(410);
    await api.database.admin.query(
      "insert into passkeys (id, user_id, name, credential_id, public_key, counter, backed_up, created_at) values ($1, $2, 'k', $1, '\\x00', 0, false, now())",
      [newId("passkey"), userId],
    );
    clock.advance(1000);
    await sendSignInLink(house(), { email });
    const half = await api.anonymous("POST", "/sessions/link", { token: await tokenOf(email, "magic-link") });
    expect([half.status, half.body.half]).toEqual([201, true]);
    expect(
      (await api.anonymous("GET", `/organizations/${api.organization.slug}/members`, undefined, cookies(half))).body
        .code,
    ).toBe("mfa_required");
    // Whoever reads the mailbox must not add a factor of their own either.
    for (const path of ["/account/totp", "/account/passkeys/options"]) {
      const enrolled = await api.anonymous("POST", path, {}, cookies(half));
      expect([path, enrolled.status, enrolled.body.code]).toEqual([path, 403, "step_up_required"]);
    }
    await sendSignInLink(house(), { email });
    clock.advance(15 * 60_000 + 1);
    expect((await api.anonymous("POST", "/sessions/link", { token: await tokenOf(email, "magic-link") })).status).toBe(
      410,
    );
  });
});

describe("e-mail change", () => {
  test("needs a fresh factor, counts when the new address confirms it, and the old one can take it back within seven days", async () => {
    const session = cookies(await signIn());
    const wanted = `moved${counter}@example.test`;
    clock.advance(11 * 60_000);
    expect((await api.anonymous("POST", "/account/email", { email: wanted }, session)).body.code).toBe(
      "step_up_required",
    );
    const fresh = cookies(await api.anonymous("POST", "/account/step-up", { password: PASSWORD }, session));
    expect((await api.anonymous("POST", "/account/email", { email: wanted }, fresh)).status).toBe(202);
    expect((await api.anonymous("GET", "/account", undefined, fresh)).body.email).toBe(email);
    const token = await tokenOf(wanted, "confirm-email");
    expect((await api.anonymous("POST", "/email-changes/confirm", { token })).body).toEqual({ email: wanted });
    expect((await api.anonymous("POST", "/email-changes/confirm", { token })).status).toBe(410);
    const told = await api.database.admin.query(
      "select recipient from email_outbox where user_id = $1 and template = 'email-changed' order by recipient",
      [userId],
    );
    expect(told.rows.map((row) => row.recipient)).toEqual([wanted, email].sort());
    const undo = await tokenOf(email, "email-changed");
    clock.advance(6 * 86_400_000);
    expect((await api.anonymous("POST", "/email-changes/undo", { token: undo })).body).toEqual({ email });
    expect((await api.anonymous("GET", "/account", undefined, fresh)).status).toBe(401);
    expect((await signIn()).status).toBe(201);
  });

  test("an address of someone else gets no mail and the same answer", async () => {
    const session = cookies(await signIn());
    const taken = api.other.people.owner.email;
    expect((await api.anonymous("POST", "/account/email", { email: taken }, session)).status).toBe(202);
    const mails = await api.database.admin.query(
      "select count(*)::int as n from email_outbox where recipient = $1 and template = 'confirm-email'",
      [taken],
    );
    expect(mails.rows[0].n).toBe(0);
  });
});

test("a refused sign-in is written into the trail of each of the person's organizations, once", async () => {
  await signIn("certainly not this");
  const { rows } = await api.database.admin.query(
    "select id from sign_ins where user_id = $1 and outcome = 'refused'",
    [userId],
  );
  await auditSignInRefusal(house(), rows[0].id);
  await auditSignInRefusal(house(), rows[0].id);
  const trail = await api.database.admin.query(
    "select organization_id, actor_type, ip from audit_events where target_id = $1 and action = 'session.refused'",
    [userId],
  );
  expect(trail.rows).toEqual([{ organization_id: api.organization.id, actor_type: "system", ip: "203.0.113.9" }]);
});
