import { sql } from "drizzle-orm";
import { idSchema } from "@/lib/core/ids";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import type { JobHandler } from "../job-context";

/** Makes one job for each organization, so that a large or broken one keeps no other waiting. */
export const handle: JobHandler<"look_after_keys"> = async (_payload, run) => {
  await run.db.drizzle.transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`select organization_ids() as id`);
    for (const row of rows) {
      const organizationId = idSchema("organization").parse(row.id);
      // What still waits from the last time is replaced; two of one organization never run side by side.
      const jobKey = `look_after_keys/${organizationId}`;
      await enqueueJob(
        tx,
        "look_after_organization_keys",
        { organizationId },
        { jobKey, queue: jobKey, maxAttempts: 3 },
      );
    }
  });
};
