import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";

const clusterSchema = z.object({ port: z.number(), password: z.string(), database: z.string() });

/**
 * Asks the database of the running installation as its administrator, for what no page can bring about: time that passes, a DNS
 * record that appears. `E2E_DIRECTORY` is the installation's folder.
 */
export async function adminQuery(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const file = join(process.env.E2E_DIRECTORY ?? ".latchkey", "postgres", "cluster.json");
  const { port, password, database } = clusterSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database });
  await client.connect();
  try {
    const { rows } = await client.query(text, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

/** Lets the time that a proved factor stands for sensitive calls go by, in all sessions of a person. */
export async function letStepUpLapse(email: string): Promise<void> {
  const rows = await adminQuery(
    `update sessions set mfa_at = now() - interval '11 minutes'
     where ended_at is null and user_id = (select id from users where email = $1) returning id`,
    [email],
  );
  if (rows.length === 0) throw new Error(`${email} has no session`);
}
