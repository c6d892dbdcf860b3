import pg from "pg";
import { migrateDatabase } from "@/db/migrate";
import { StartError } from "@/scripts/start/start-error";

type Found = { is_demo: boolean; set_up_at: Date | null };

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "latchkey-demo" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function readInstallation(client: pg.Client): Promise<Found | null> {
  const known = await client.query("SELECT to_regclass('public.installation') AS name");
  if (known.rows[0]?.name === null) return null;
  return (await client.query<Found>("SELECT is_demo, set_up_at FROM installation")).rows[0] ?? null;
}

/** Throws StartError when the database holds anything that is not a demo; asked before it is touched. */
export async function refuseForeignDatabase(url: string): Promise<void> {
  const found = await withClient(url, readInstallation);
  if (found && !found.is_demo) {
    throw new StartError(
      "DATABASE_URL is a Latchkey installation that is not a demo, and the demo never writes into one. Name an empty database, or unset DATABASE_URL.",
    );
  }
}

/**
 * Makes sure that the migrated database is the demo's own. Resolves to whether its history is still to be written; what an
 * interrupted start left is thrown away first.
 */
export async function claimDatabase(adminUrl: string, masterSecret: Buffer): Promise<boolean> {
  const found = await withClient(adminUrl, readInstallation);
  if (found?.is_demo && found.set_up_at !== null) return false;
  if (found && !found.is_demo && found.set_up_at !== null) {
    throw new StartError("This database is in use by an installation that is not a demo. Nothing was changed.");
  }
  if (found?.is_demo) {
    await withClient(adminUrl, (client) =>
      client.query(
        `DROP SCHEMA IF EXISTS graphile_worker CASCADE; DROP SCHEMA IF EXISTS latchkey_migrations CASCADE;
         DROP SCHEMA public CASCADE; CREATE SCHEMA public`,
      ),
    );
    await migrateDatabase({ adminUrl, masterSecret });
  }
  await withClient(adminUrl, (client) => client.query("UPDATE installation SET is_demo = true"));
  return true;
}
