import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { JOBS, type JobName, type JobPayload } from "./jobs";

export type EnqueueOptions = {
  /** When it may run; default now. */
  runAt?: Date;
  /** Jobs with the same key replace one another while they wait. */
  jobKey?: string;
  maxAttempts?: number;
  /** Jobs of one queue run one after the other. */
  queue?: string;
};

/** Enqueues a job in the caller's transaction: it exists exactly when the change does. */
export async function enqueueJob<N extends JobName>(
  tx: Transaction,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  const body = JSON.stringify(JOBS[name].parse(payload));
  await tx.execute(sql`
    select graphile_worker.add_job(
      ${name}, ${body}::json, queue_name => ${options.queue ?? null}, run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${options.maxAttempts ?? 12}, job_key => ${options.jobKey ?? null})`);
}
