import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import type { Environment } from "@/lib/infra/environment";
import { StartError } from "@/scripts/start/start-error";

/** The Postgres that Latchkey uses. */
export type Database = {
  /** A login that may create roles. */
  adminUrl: string;
  /** For the log: where it is, without its password. */
  place: string;
  /** Whether it ran before, so that others may be using it. */
  adopted: boolean;
  /** Stops the embedded one; does nothing to a Postgres of someone else's. */
  stop(): Promise<void>;
};

const OLDEST_VERSION = 14;

/** Where the embedded Postgres of an installation lives. */
export function embeddedDirectory(environment: Environment): string {
  return join(environment.directory, "postgres");
}

/** Opens the Postgres of DATABASE_URL after checking that it will do, or starts (or adopts) the embedded one. */
export async function openDatabase(environment: Environment): Promise<Database> {
  if (environment.databaseUrl !== undefined) {
    await checkDatabase(environment.databaseUrl);
    return {
      adminUrl: environment.databaseUrl,
      place: placeOf(environment.databaseUrl),
      adopted: true,
      stop: async () => undefined,
    };
  }
  const server = await startEmbeddedPostgres({
    directory: embeddedDirectory(environment),
    durable: true,
    database: "latchkey",
  });
  const words = server.adopted ? "embedded, still running" : "embedded";
  return {
    adminUrl: server.url,
    adopted: server.adopted,
    place: `${words}, data in ${server.dataDirectory}`,
    stop: () => server.stop(),
  };
}

/** Throws StartError with one sentence when a Postgres cannot be reached, is too old, or the login may not create roles. */
export async function checkDatabase(url: string): Promise<void> {
  const place = placeOf(url);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "latchkey-start",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new StartError(`DATABASE_URL: ${whyUnreachable(error, place)}.`);
  }
  try {
    const { rows } = await client.query<{
      version: number;
      may_create_roles: boolean;
      may_create_schemas: boolean;
      login: string;
    }>(
      `SELECT current_setting('server_version_num')::int AS version, current_user AS login,
              (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS may_create_roles,
              has_database_privilege(current_database(), 'CREATE') AS may_create_schemas`,
    );
    const found = rows[0];
    if (!found) throw new StartError(`DATABASE_URL: ${place} does not answer like Postgres.`);
    const major = Math.floor(found.version / 10_000);
    if (major < OLDEST_VERSION) {
      throw new StartError(
        `DATABASE_URL: ${place} is Postgres ${major}, and Latchkey needs ${OLDEST_VERSION} or later.`,
      );
    }
    if (!found.may_create_roles) {
      throw new StartError(
        `DATABASE_URL: the login "${found.login}" may not create roles; run ALTER ROLE "${found.login}" CREATEROLE as a superuser.`,
      );
    }
    if (!found.may_create_schemas) {
      throw new StartError(
        `DATABASE_URL: the login "${found.login}" may not create schemas in this database; make it the database's owner.`,
      );
    }
  } finally {
    await client.end();
  }
}

function whyUnreachable(error: unknown, place: string): string {
  const code = codeOf(error);
  switch (code) {
    case "ECONNREFUSED":
      return `nothing listens at ${place}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host of ${place} is not known`;
    case "28P01":
    case "28000":
      return `${place} refuses this user or password`;
    case "3D000":
      return `there is no database of this name at ${place}`;
    case "57P03":
      return `${place} is still starting up`;
    default: {
      const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
      return `Postgres at ${place} cannot be reached (${reason || code || "no reason was given"})`;
    }
  }
}

/** A host with two addresses fails with one error that holds two. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || "localhost"}:${port || "5432"}${pathname}`;
}
