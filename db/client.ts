import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

/** Counts and sums are far below 2^53: read bigint as number, and numeric (a sum of bigints) too. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export type Transaction = Parameters<Parameters<NodePgDatabase["transaction"]>[0]>[0];

/** A pool and drizzle over it. Made once per process (or per test). */
export type Database = { readonly pool: pg.Pool; readonly drizzle: NodePgDatabase; close(): Promise<void> };

export type DatabaseOptions = {
  url: string;
  name: string;
  /** Connections at most. */
  max?: number;
  /** Milliseconds a caller waits for a connection, then the call fails with an error that becomes 503. */
  acquireTimeout?: number;
  /** Milliseconds a statement may run. */
  statementTimeout?: number;
  onError?: (error: Error) => void;
};

/** Opens a pool. Connections are made when first needed; an idle one that dies is dropped, not thrown. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.acquireTimeout ?? 5000,
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  });
  pool.on("error", (error) => options.onError?.(error));
  // A connection that dies while a transaction holds it raises its own event; unheard it would end the process.
  pool.on("connect", (connection) => connection.on("error", (error) => options.onError?.(error)));
  return { pool, drizzle: drizzle(pool), close: () => pool.end() };
}
