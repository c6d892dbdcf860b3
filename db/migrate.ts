import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { ensureRoles, roleUrls } from "./roles";

const MIGRATION_LOCK = 7_265_482_310;
const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Brings a database to the newest schema, under an advisory lock, so that any number of processes may call it at once.
 * A killed run leaves nothing half done: each call is one transaction per step and starts where the last one ended.
 * @returns the URLs of the two unprivileged logins, and how many migrations were applied.
 */
export async function migrateDatabase(options: {
  adminUrl: string;
  masterSecret: Buffer;
}): Promise<{ appUrl: string; gatewayUrl: string; applied: number }> {
  const client = new pg.Client({ connectionString: options.adminUrl, application_name: "latchkey-migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await inOneStep(client, () => ensureRoles(client, options.masterSecret));
    const before = await countApplied(client);
    await client.query("set role latchkey_owner");
    await migrate(drizzle(client), {
      migrationsFolder: FOLDER,
      migrationsSchema: "latchkey_migrations",
      migrationsTable: "applied",
    });
    await client.query("reset role");
    await installQueue(client, options.adminUrl);
    return { ...roleUrls(options.adminUrl, options.masterSecret), applied: (await countApplied(client)) - before };
  } finally {
    await client.end();
  }
}

/** Roles belong to the whole cluster, advisory locks to one database: two databases migrated at once may collide, once. */
async function inOneStep(client: pg.Client, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query("begin");
    try {
      await work();
      await client.query("commit");
      return;
    } catch (error) {
      await client.query("rollback");
      const collided =
        error instanceof pg.DatabaseError && ["XX000", "23505", "42710", "40001"].includes(error.code ?? "");
      if (!collided || attempt === 8) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30 * attempt));
    }
  }
}

async function countApplied(client: pg.Client): Promise<number> {
  const known = await client.query("select to_regclass('latchkey_migrations.applied') as name");
  if (!known.rows[0]?.name) return 0;
  return (
    (await client.query<{ n: number }>("select count(*)::int as n from latchkey_migrations.applied")).rows[0]?.n ?? 0
  );
}

/** graphile-worker's own schema, owned by the role whose transactions enqueue and whose workers run. */
async function installQueue(client: pg.Client, adminUrl: string): Promise<void> {
  await client.query("create schema if not exists graphile_worker authorization latchkey_app");
  const database = client.escapeIdentifier(client.database ?? "");
  await client.query(`grant create on database ${database} to latchkey_app`);
  try {
    const pool = new pg.Pool({ connectionString: adminUrl, max: 1, options: "-c role=latchkey_app" });
    pool.on("error", () => undefined);
    pool.on("connect", (connection) => connection.on("error", () => undefined));
    try {
      await runMigrations({ pgPool: pool });
    } finally {
      await pool.end();
    }
  } finally {
    await client.query(`revoke create on database ${database} from latchkey_app`);
  }
}
