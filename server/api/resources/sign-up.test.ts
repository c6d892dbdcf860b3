import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let open: ApiHarness;
let closed: ApiHarness;
beforeAll(async () => {
  open = await createApiHarness({ environment: { ALLOW_SIGN_UP: "true" } });
  closed = await createApiHarness();
});
afterAll(() => Promise.all([open.close(), closed.close()]));

const wanted = { name: "Sam", email: "sam@example.test", password: "a long enough phrase", organization: "Sam's" };

async function tokens(): Promise<string[]> {
  const { rows } = await open.database.admin.query(
    "select id, content from email_outbox where template = 'confirm-email' order by id",
  );
  return rows.map(
    (row) => /#token=([\w-]+)/.exec(open.database.vault.open(row.content, `email_outbox/${row.id}`))?.[1] ?? "",
  );
}

test("without ALLOW_SIGN_UP nobody makes an account of their own", async () => {
  expect((await closed.anonymous("POST", "/sign-ups", wanted)).status).toBe(403);
});

test("an account begins with the mailed link, once; a taken address gets the same answer and no mail", async () => {
  expect((await open.anonymous("POST", "/sign-ups", wanted)).status).toBe(202);
  expect(
    (await open.anonymous("POST", "/sign-ups", { ...wanted, email: open.organization.people.owner.email })).status,
  ).toBe(202);
  expect((await open.anonymous("POST", "/sessions", { email: wanted.email, password: wanted.password })).status).toBe(
    401,
  );
  const [token, ...more] = await tokens();
  expect(more).toEqual([]);
  const confirm = () => open.anonymous("POST", "/sign-ups/confirm", { token });
  const answers = await Promise.all([confirm(), confirm(), confirm()]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410, 410]);
  expect((await open.anonymous("POST", "/sessions", { email: wanted.email, password: wanted.password })).status).toBe(
    201,
  );
});

test("a stranger's earlier sign-up with one's address leaves nothing of theirs behind", async () => {
  const mine = { ...wanted, email: "both@example.test" };
  await open.anonymous("POST", "/sign-ups", { ...mine, password: "the stranger's phrase" });
  await open.anonymous("POST", "/sign-ups", mine);
  const [theirs, own] = (await tokens()).slice(-2);
  expect((await open.anonymous("POST", "/sign-ups/confirm", { token: own })).status).toBe(201);
  expect((await open.anonymous("POST", "/sign-ups/confirm", { token: theirs })).status).toBe(410);
  expect(
    (await open.anonymous("POST", "/sessions", { email: mine.email, password: "the stranger's phrase" })).status,
  ).toBe(401);
});
