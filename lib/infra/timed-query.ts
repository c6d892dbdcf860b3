import type pg from "pg";

/** A query that gives up by itself when Postgres does not answer (pg's types do not name the option). */
export type TimedQuery = pg.QueryConfig & { query_timeout: number };

/** `name` makes it prepared, once a connection. `timeout` in milliseconds. */
export function timedQuery(text: string, values: unknown[], timeout: number, name?: string): TimedQuery {
  return { ...(name === undefined ? {} : { name }), text, values, query_timeout: timeout };
}
