import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Cluster } from "@/db/embedded/cluster";
import { readPostmaster } from "@/db/embedded/postmaster";

/** The superuser that initdb makes. */
export const SUPERUSER = "postgres";

/** The superuser's login at a database. */
export function superuserUrl(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Makes the cluster's database when it is missing. */
export async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl(cluster, port, "postgres") });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [cluster.database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(cluster.database)}`);
  } finally {
    await client.end();
  }
}

/** Whether the cluster takes sessions before the time is over; false at once when its postmaster ends. */
export async function answersWithin(cluster: Cluster, milliseconds: number): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(100)) {
    const postmaster = readPostmaster(cluster.dataDirectory);
    if (typeof postmaster === "string") return false;
    if (await answers(cluster, postmaster.port)) return true;
  }
  return false;
}

/** Whether what listens on a port is this cluster: right password, right data. */
export async function answers(cluster: Cluster, port: number): Promise<boolean> {
  if (!port) return false;
  const client = new pg.Client({
    connectionString: superuserUrl(cluster, port, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>("SELECT current_setting('data_directory') AS directory");
    return rows[0]?.directory === cluster.dataDirectory;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
