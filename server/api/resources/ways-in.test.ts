import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let userId: string;
let person: Caller;

beforeAll(async () => {
  api = await createApiHarness();
  userId = api.organization.people.developer.userId;
  person = api.as(api.organization.people.developer);
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.admin.query("update users set password_hash = null where id = $1", [userId]);
  for (const table of ["linked_accounts", "passkeys", "totp_factors"])
    await api.database.admin.query(`delete from ${table} where user_id = $1`, [userId]);
});

async function link(subject: string): Promise<string> {
  const id = newId("account");
  await api.database.admin.query(
    "insert into linked_accounts (id, user_id, provider, issuer, subject, created_at) values ($1, $2, 'github', 'https://github.com', $3, now())",
    [id, userId, `${userId}/${subject}`],
  );
  return id;
}

async function addPasskey(): Promise<string> {
  const id = newId("passkey");
  await api.database.admin.query(
    `insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up, created_at) values ($1, $2, 'key', $3, '\\x00', 0, '{}', false, now())`,
    [id, userId, id],
  );
  return id;
}

test("of links that are taken away at the same moment the last way in stays", async () => {
  for (let round = 0; round < 10; round += 1) {
    const links = await Promise.all(["a", "b", "c"].map((name) => link(`${round}${name}`)));
    const answers = await Promise.all(links.map((id) => person("DELETE", `/account/linked-accounts/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409]);
    await api.database.admin.query("delete from linked_accounts where user_id = $1", [userId]);
  }
});

test("an authenticator app is no way in: the last passkey of someone without a password stays", async () => {
  const passkey = await addPasskey();
  await api.database.admin.query(
    "insert into totp_factors (id, user_id, name, secret, created_at, confirmed_at) values ($1, $2, 'app', '\\x00', now(), now())",
    [newId("factor"), userId],
  );
  await api.database.admin.query("update sessions set factor = 'passkey', mfa_at = now() where user_id = $1", [userId]);
  const answer = await person("DELETE", `/account/factors/${passkey}`);
  expect([answer.status, answer.body.title]).toEqual([409, "This is your only way in. Set a password first."]);
  await link("another");
  expect((await person("DELETE", `/account/factors/${passkey}`)).status).toBe(204);
});
