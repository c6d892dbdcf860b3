import { afterAll, beforeAll, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
const clock = manualClock(new Date("2026-11-22T12:00:00Z"));
const PASSWORD = "a long enough phrase";

beforeAll(async () => {
  api = await createApiHarness({ clock });
});
afterAll(() => api.close());

const with_ = (cookie: string) => ({ cookie, "sec-fetch-site": "same-origin" });

function cookiesOf(answer: ApiAnswer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

async function person(name: string): Promise<{ email: string; userId: string }> {
  const email = `${name}@example.test`;
  const id = newId("user");
  await api.database.admin.query(
    "insert into users (id, email, email_verified_at, name, password_hash, password_changed_at) values ($1, $2, now(), $3, $4, now())",
    [id, email, name, await hashPassword(PASSWORD)],
  );
  return { email, userId: id };
}

async function join(userId: string): Promise<void> {
  await api.database.admin.query("insert into members (organization_id, id, user_id, role) values ($1, $2, $3, $4)", [
    api.organization.id,
    newId("member"),
    userId,
    "developer",
  ]);
}

test("sessions end after a day unused and after thirty days in all, whatever the client says", async () => {
  const { email } = await person("idle");
  const cookie = cookiesOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
  const status = async () =>
    (await api.anonymous("GET", "/account", undefined, { ...with_(cookie), date: "Thu, 01 Jan 2099 00:00:00 GMT" }))
      .status;
  for (let hour = 0; hour < 30 * 24 - 23; hour += 23) {
    clock.advance(23 * 3_600_000);
    expect(await status()).toBe(200);
  }
  clock.advance(23 * 3_600_000);
  expect(await status()).toBe(401);
  const second = cookiesOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
  clock.advance(24 * 3_600_000 + 1000);
  expect((await api.anonymous("GET", "/account", undefined, with_(second))).status).toBe(401);
});

test("people of an organization with strong sessions are out after an hour unused and a day in all", async () => {
  const { email, userId } = await person("strict");
  await join(userId);
  await api.database.admin.query('update organizations set settings = \'{"sessionStrength": "high"}\' where id = $1', [
    api.organization.id,
  ]);
  const cookie = cookiesOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
  clock.advance(59 * 60_000);
  expect((await api.anonymous("GET", "/account", undefined, with_(cookie))).status).toBe(200);
  clock.advance(61 * 60_000);
  expect((await api.anonymous("GET", "/account", undefined, with_(cookie))).status).toBe(401);

  // Used every half hour, and under a new id since its password was asked for again: a day in all, from when it began.
  let used = cookiesOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
  for (let half = 1; half <= 48; half += 1) {
    clock.advance(30 * 60_000);
    expect([half, (await api.anonymous("GET", "/account", undefined, with_(used))).status]).toEqual([half, 200]);
    if (half === 20) {
      used = cookiesOf(await api.anonymous("POST", "/account/step-up", { password: PASSWORD }, with_(used)));
    }
  }
  clock.advance(1000);
  expect((await api.anonymous("GET", "/account", undefined, with_(used))).status).toBe(401);
  await api.database.admin.query("update organizations set settings = '{}' where id = $1", [api.organization.id]);
});

test("a person sees and ends their own sessions, and nobody else's", async () => {
  const mine = await person("mine");
  const theirs = await person("theirs");
  const a = cookiesOf(await api.anonymous("POST", "/sessions", { email: mine.email, password: PASSWORD }));
  const b = cookiesOf(await api.anonymous("POST", "/sessions", { email: mine.email, password: PASSWORD }));
  const foreign = cookiesOf(await api.anonymous("POST", "/sessions", { email: theirs.email, password: PASSWORD }));
  const list = await api.anonymous("GET", "/account/sessions", undefined, with_(a));
  const items = JSON.parse(JSON.stringify(list.body.items));
  expect(items).toHaveLength(2);
  const other = items.find((item: { current: boolean }) => !item.current);
  expect((await api.anonymous("DELETE", `/account/sessions/${other.id}`, undefined, with_(foreign))).status).toBe(404);
  expect((await api.anonymous("DELETE", `/account/sessions/${other.id}`, undefined, with_(a))).status).toBe(204);
  expect((await api.anonymous("GET", "/account", undefined, with_(b))).status).toBe(401);
  const out = await api.anonymous("DELETE", "/account/sessions/current", undefined, with_(a));
  expect(out.status).toBe(204);
  expect(out.headers.getSetCookie()[0]).toContain("Max-Age=0");
  expect((await api.anonymous("GET", "/account", undefined, with_(a))).status).toBe(401);
  expect((await api.anonymous("GET", "/account")).status).toBe(401);
});

test("the history tells refusals from successes, page by page", async () => {
  const { email } = await person("history");
  await api.anonymous("POST", "/sessions", { email, password: "not the right one" });
  clock.advance(1000);
  const cookie = cookiesOf(await api.anonymous("POST", "/sessions", { email, password: PASSWORD }));
  const first = await api.anonymous("GET", "/account/sign-ins?limit=1", undefined, with_(cookie));
  expect(first.body.items).toMatchObject([{ outcome: "signed_in" }]);
  const next = await api.anonymous(
    "GET",
    `/account/sign-ins?limit=1&cursor=${first.body.nextCursor}`,
    undefined,
    with_(cookie),
  );
  expect(next.body).toMatchObject({ items: [{ outcome: "refused" }], nextCursor: null });
  expect((await api.anonymous("GET", "/account/sign-ins?cursor=nonsense", undefined, with_(cookie))).status).toBe(400);
  expect((await api.anonymous("GET", "/account/sign-ins?user=x", undefined, with_(cookie))).status).toBe(400);
});
