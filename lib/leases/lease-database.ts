import type pg from "pg";
import { type TimedQuery, timedQuery } from "@/lib/infra/timed-query";

/** How the verify server reaches Postgres: every failure rejects as its caller's "unavailable". */
export type LeaseDatabase = { run<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> };

const LIMIT_MILLISECONDS = 2000;

/** A prepared query that gives up by itself. */
export function prepared(name: string, text: string, values: unknown[]): TimedQuery {
  return timedQuery(text, values, LIMIT_MILLISECONDS, `leases-${name}`);
}
