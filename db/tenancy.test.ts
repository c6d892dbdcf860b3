import { sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import * as approvalsSchema from "@/db/schema/approvals";
import * as auditSchema from "@/db/schema/audit";
import * as identitySchema from "@/db/schema/identity";
import * as keysSchema from "@/db/schema/keys";
import * as leasesSchema from "@/db/schema/leases";
import * as lifecycleSchema from "@/db/schema/lifecycle";
import * as mailSchema from "@/db/schema/mail";
import * as peopleSchema from "@/db/schema/people";
import * as projectsSchema from "@/db/schema/projects";
import * as usageSchema from "@/db/schema/usage";
import { withOrganization, withUser } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { newId } from "@/lib/core/ids";

/** Tables of the whole installation: people and what is theirs, the processes' own bookkeeping. All others are tenants'. */
const GLOBAL_TABLES = new Set([
  "calendar_feeds",
  "gateway_nodes",
  "installation",
  "known_devices",
  "lease_exchanges",
  "linked_accounts",
  "organizations",
  "passkeys",
  "provider_states",
  "recovery_codes",
  "sessions",
  "sign_ins",
  "sign_ups",
  "signing_keys",
  "throttles",
  "totp_factors",
  "usage_batches",
  "user_tokens",
  "users",
  "webauthn_challenges",
]);

let database: TestDatabase;
let first: TestOrganization;
let second: TestOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
  first = await createTestOrganization(database);
  second = await createTestOrganization(database);
});
afterAll(() => database.close());

async function tenantTables(): Promise<{ name: string; enabled: boolean; forced: boolean }[]> {
  const found = await database.admin.query<{ name: string; enabled: boolean; forced: boolean }>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
  return found.rows;
}

describe("the catalogue", () => {
  test("every table belongs to a tenant, or is known to be the installation's", async () => {
    const all = await database.admin.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    );
    const tenants = new Set((await tenantTables()).map((table) => table.name));
    const homeless = all.rows.map((row) => row.name).filter((name) => !tenants.has(name) && !GLOBAL_TABLES.has(name));
    expect(homeless).toEqual([]);
  });

  test("row-level security is enabled and forced on every tenant table", async () => {
    const open = (await tenantTables()).filter((table) => !table.enabled || !table.forced);
    expect(open).toEqual([]);
  });

  test("organization_id stands first in a primary key or unique index of every tenant table that has one", async () => {
    const found = await database.admin.query<{ name: string }>(`
      select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)
        and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisunique and i.indkey[0] = a.attnum)`);
    expect(found.rows).toEqual([]);
  });

  test("a foreign key between tenant tables carries organization_id, so no row can point into another tenant", async () => {
    const found = await database.admin.query<{ name: string }>(`
      select k.conrelid::regclass || '.' || k.conname as name from pg_constraint k
      join pg_attribute mine on mine.attrelid = k.conrelid and mine.attname = 'organization_id'
      join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attname = 'organization_id'
      where k.contype = 'f' and not (mine.attnum = any(k.conkey) and theirs.attnum = any(k.confkey))`);
    expect(found.rows).toEqual([]);
  });

  test("no role of ours is a superuser or passes row-level security by", async () => {
    const found = await database.admin.query(
      "select rolname from pg_roles where rolname like 'latchkey%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
    );
    expect(found.rows).toEqual([]);
  });

  test("the gateway may not read people, sessions, mail or audit", async () => {
    for (const table of ["sessions", "email_outbox", "audit_events", "invitations", "members", "user_tokens"]) {
      await expect(database.gateway.pool.query(`select * from ${table} limit 1`)).rejects.toThrow(/permission denied/);
    }
    await expect(database.gateway.pool.query("select email from users")).rejects.toThrow(/permission denied/);
    await expect(database.gateway.pool.query("update keys set state = 'active'")).rejects.toThrow(/permission denied/);
  });

  test("the program's tables and the database's have the same columns", async () => {
    const columns = await database.admin.query<{ table_name: string; column_name: string }>(
      "select table_name, column_name from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER'",
    );
    const known = new Map<string, Set<string>>();
    for (const row of columns.rows) {
      known.set(row.table_name, (known.get(row.table_name) ?? new Set()).add(row.column_name));
    }
    const modules = [
      approvalsSchema,
      auditSchema,
      identitySchema,
      keysSchema,
      leasesSchema,
      lifecycleSchema,
      mailSchema,
      peopleSchema,
      projectsSchema,
      usageSchema,
    ];
    for (const table of modules
      .flatMap((module) => Object.values(module))
      .filter((value) => value instanceof PgTable)) {
      const config = getTableConfig(table);
      const declared = config.columns.map((column) => column.name).sort();
      expect({ table: config.name, columns: declared }).toEqual({
        table: config.name,
        columns: [...(known.get(config.name) ?? [])].sort(),
      });
    }
  });
});

describe("row-level security", () => {
  test("without an organization the application sees no tenant row", async () => {
    for (const { name } of await tenantTables()) {
      const allowed = await database.admin.query(
        "select has_table_privilege('latchkey_app', $1::regclass, 'select') as may",
        [name],
      );
      if (!allowed.rows[0]?.may) continue;
      const found = await database.app.pool.query<{ n: number }>(`select count(*)::int as n from ${name}`);
      expect({ name, rows: found.rows[0]?.n }).toEqual({ name, rows: 0 });
    }
  });

  test("a transaction sees its own organization's rows and no other's", async () => {
    const seen = await withOrganization(first.as("owner"), async (tx) => {
      const rows = await tx.execute<{ organization_id: string }>(
        sql`select distinct organization_id from environments`,
      );
      return rows.rows.map((row) => row.organization_id);
    });
    expect(seen).toEqual([first.id]);
  });

  test("a row cannot be written into another organization", async () => {
    const attempt = withOrganization(first.as("owner"), (tx) =>
      tx.execute(
        sql`insert into teams (organization_id, id, slug, name) values (${second.id}, ${newId("team")}, 'x', 'x')`,
      ),
    );
    await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("a row of another organization is neither updated nor deleted", async () => {
    const changed = await withOrganization(first.as("owner"), (tx) =>
      tx.execute(sql`update projects set name = 'taken' where organization_id = ${second.id}`),
    );
    const removed = await withOrganization(first.as("owner"), (tx) =>
      tx.execute(sql`delete from environments where organization_id = ${second.id}`),
    );
    expect([changed.rowCount, removed.rowCount]).toEqual([0, 0]);
  });

  test("a person sees the organizations they are in and no other", async () => {
    const seen = await withUser(database.app, first.people.developer.userId, (tx) =>
      tx.execute<{ id: string }>(sql`select id from organizations`),
    );
    expect(seen.rows.map((row) => row.id)).toEqual([first.id]);
  });

  test("a thousand tenants over a pool of two never mix", { timeout: 60_000 }, async () => {
    const small = openDatabase({ url: database.appUrl, name: "small", max: 2, acquireTimeout: 50_000 });
    const ids = Array.from({ length: 1000 }, () => newId("organization"));
    await database.admin.query(
      "insert into organizations (id, slug, name) select id, 'mix-' || n, 'Mix' from unnest($1::text[]) with ordinality as t(id, n)",
      [ids],
    );
    await database.admin.query(
      "insert into teams (organization_id, id, slug, name) select id, 'team_' || substr(id, 5), 'only', id from unnest($1::text[]) as t(id)",
      [ids],
    );
    const results = await Promise.all(
      ids.map((organizationId) =>
        withOrganization({ actor: { organizationId }, db: small }, (tx) =>
          tx.execute<{ name: string }>(sql`select name from teams`),
        ).then((found) => found.rows.length === 1 && found.rows[0]?.name === organizationId),
      ),
    );
    await small.close();
    expect(results.every(Boolean)).toBe(true);
  });

  test("what runs as the tables' owner finds no table that a caller has put in their place", async () => {
    const definers = await database.admin.query<{ name: string; settings: string[] | null }>(`
      select proname as name, proconfig as settings from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`);
    expect(definers.rows.length).toBeGreaterThan(10);
    for (const { name, settings } of definers.rows) {
      expect(settings, name).toEqual(["search_path=public, pg_temp"]);
    }
    const connection = await database.gateway.pool.connect();
    try {
      await connection.query("create temp table organizations (id text)");
      await connection.query("insert into pg_temp.organizations values ('planted')");
      await connection.query("grant all on pg_temp.organizations to public");
      const held = await connection.query("select hold_usage_organizations(array['planted'])");
      expect(held.rows).toEqual([]);
    } finally {
      connection.release(true);
    }
  });

  test("the tenant of a transaction ends with it", async () => {
    const one = openDatabase({ url: database.appUrl, name: "one", max: 1 });
    await withOrganization({ actor: { organizationId: first.id }, db: one }, (tx) => tx.execute(sql`select 1`));
    const after = await one.pool.query<{ n: number }>("select count(*)::int as n from projects");
    await one.close();
    expect(after.rows[0]?.n).toBe(0);
  });
});
