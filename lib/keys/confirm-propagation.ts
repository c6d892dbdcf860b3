import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** How many of the live gateways have confirmed a change, and after how long. */
export type Propagation = { confirmed: number; total: number; milliseconds: number };

const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 50;

/**
 * Waits until every live gateway knows everything that was committed before this call, at most `seconds`. A gateway is live
 * while it was seen within 5 s and has not stopped; with none, there is nothing to confirm. Call it after the commit.
 */
export async function confirmPropagation(db: Database, seconds: number): Promise<Propagation> {
  const start = performance.now();
  const { rows } = await db.drizzle.execute<{ epoch: number }>(sql`select publish_verdict_barrier() as epoch`);
  const epoch = rows[0]?.epoch ?? 0;
  let pause = FIRST_PAUSE;
  for (;;) {
    const counted = await countConfirmed(db, epoch);
    const milliseconds = Math.round(performance.now() - start);
    const left = seconds * 1000 - milliseconds;
    if (counted.confirmed >= counted.total || left <= 0) return { ...counted, milliseconds };
    await sleep(Math.min(pause, left));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function countConfirmed(db: Database, epoch: number): Promise<{ confirmed: number; total: number }> {
  const { rows } = await db.drizzle.execute<{ confirmed: number; total: number }>(sql`
    select count(*) filter (where acknowledged_epoch >= ${epoch}) as confirmed, count(*) as total
    from gateway_nodes where stopped_at is null and last_seen_at > now() - interval '5 seconds'`);
  return rows[0] ?? { confirmed: 0, total: 0 };
}
