import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { systemClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { Vault } from "@/lib/core/vault";
import { resealAll } from "./reseal";
import { SEALED_COLUMNS } from "./sealed-columns";

let database: TestDatabase;
let first: TestOrganization;
let second: TestOrganization;
const NEWER = randomBytes(32);
const old = { version: 1, secret: TEST_MASTER_SECRET };
const both = new Vault([{ version: 2, secret: NEWER }, old]);
const newest = new Vault([{ version: 2, secret: NEWER }]);

beforeAll(async () => {
  database = await createTestDatabase();
  first = await createTestOrganization(database, systemClock);
  second = await createTestOrganization(database, systemClock);
});
afterAll(() => database.close());

/** Columns that hold digests, public keys and signatures: nothing that could be opened. */
const NOT_SEALED = /(^|_)(hash|link|fingerprint|signature|public_key)$/;

test("every column that can hold something sealed is on the list", async () => {
  const { rows } = await database.admin.query(
    `select c.table_name || '.' || c.column_name as name, c.column_name as column
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.data_type = 'bytea' and t.table_type = 'BASE TABLE'`,
  );
  const listed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  const found = rows.filter((row) => !NOT_SEALED.test(String(row.column))).map((row) => String(row.name));
  expect(found.sort()).toEqual(listed.sort());
});

async function insertFactor(): Promise<string> {
  const id = newId("factor");
  await database.admin.query(
    "insert into totp_factors (id, user_id, name, secret, created_at) values ($1, $2, 'app', $3, now())",
    [id, first.people.owner.userId, database.vault.seal(`secret of ${id}`, `totp_factors/${id}`)],
  );
  return id;
}

test("after it the newest master secret alone opens everything, of every organization and of none, however often it was interrupted", async () => {
  const factors: string[] = [];
  for (let n = 0; n < 7; n += 1) factors.push(await insertFactor());
  const providers: string[] = [];
  for (const organization of [first, second]) {
    const id = newId("identityProvider");
    providers.push(id);
    await database.admin.query(
      `insert into identity_providers (organization_id, id, name, issuer, client_id, client_secret, default_role, just_in_time,
         groups_claim, enabled, created_at, updated_at)
       values ($1, $2, 'd', 'https://i.test', 'c', $3, 'developer', false, 'groups', true, now(), now())`,
      [organization.id, id, database.vault.seal("client secret", `identity_providers/${id}`)],
    );
    const mail = newId("mail");
    await database.admin.query(
      `insert into email_outbox (id, organization_id, event, template, category, recipient, content, rendered, created_at)
       values ($1, $2, $1, 'welcome', 'security', 'a@b.test', $3, $4, now())`,
      [
        mail,
        organization === first ? organization.id : null,
        database.vault.seal("content", `email_outbox/${mail}`),
        database.vault.seal("rendered", `email_outbox/${mail}/rendered`),
      ],
    );
    await database.admin.query(
      "insert into idempotency_keys (organization_id, actor_id, key, request_hash, response, created_at) values ($1, 'usr_x', 'k', '', $2, now())",
      [organization.id, database.vault.seal("answer", `idempotency_keys/${organization.id}/usr_x/k`)],
    );
  }
  const token = randomBytes(32);
  await database.admin.query(
    "insert into sign_ups (token_hash, email, content, created_at, expires_at) values ($1, 'a@b.test', $2, now(), now())",
    [token, database.vault.seal("sign-up", `sign_ups/${token.toString("hex")}`)],
  );
  // A row that nobody can open stops nothing.
  const broken = await insertFactor();
  await database.admin.query("update totp_factors set secret = set_byte(secret, 100, 0) || 'x' where id = $1", [
    broken,
  ]);

  // Interrupted: the database goes away after some batches.
  let batches = 0;
  const failing: typeof database.app = {
    ...database.app,
    drizzle: new Proxy(database.app.drizzle, {
      get: (target, name, receiver) => {
        if (name === "transaction") {
          batches += 1;
          if (batches > 2) return () => Promise.reject(new Error("gone away"));
        }
        return Reflect.get(target, name, receiver);
      },
    }),
  };
  await expect(resealAll(failing, both, 3)).rejects.toThrow("gone away");

  const result = await resealAll(database.app, both, 3);
  expect(result.unreadable).toEqual([`totp_factors.secret totp_factors/${broken}`]);
  expect(result.moved).toMatchObject({
    "identity_providers.client_secret": 2,
    "email_outbox.content": 2,
    "email_outbox.rendered": 2,
    "sign_ups.content": 1,
    "idempotency_keys.response": 2,
  });
  expect(result.moved["totp_factors.secret"]).toBeLessThan(7);

  const { rows: secrets } = await database.admin.query("select id, secret from totp_factors where id = any($1)", [
    factors,
  ]);
  expect(secrets).toHaveLength(7);
  for (const row of secrets) expect(newest.open(row.secret, `totp_factors/${row.id}`)).toBe(`secret of ${row.id}`);
  const { rows: kept } = await database.admin.query("select id, client_secret from identity_providers");
  expect(kept.map((row) => row.id).sort()).toEqual(providers.sort());
  for (const row of kept) expect(newest.open(row.client_secret, `identity_providers/${row.id}`)).toBe("client secret");
  const { rows: mails } = await database.admin.query("select id, content, rendered from email_outbox");
  for (const row of mails) {
    expect(newest.open(row.content, `email_outbox/${row.id}`)).toBe("content");
    expect(newest.open(row.rendered, `email_outbox/${row.id}/rendered`)).toBe("rendered");
  }
  const { rows: signUps } = await database.admin.query("select content from sign_ups");
  expect(newest.open(signUps[0].content, `sign_ups/${token.toString("hex")}`)).toBe("sign-up");

  expect((await resealAll(database.app, both, 3)).moved).toEqual({});
});
