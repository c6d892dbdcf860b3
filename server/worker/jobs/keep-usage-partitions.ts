import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { organizations } from "@/db/schema/people";
import { withOrganization } from "@/db/tenancy";
import { type JobHandler, visitOrganizations } from "../job-context";

const DAY = 86_400_000;
const AHEAD = 14;
const settingsSchema = z.object({ usageRetentionDays: z.int().min(1).max(3650).optional() });

/**
 * Makes the day partitions of the next two weeks, takes away the usage events that an organization keeps no longer, and
 * drops the days that nobody keeps.
 */
export const handle: JobHandler<"keep_usage_partitions"> = async (_payload, run) => {
  const today = Math.floor(run.clock.now().getTime() / DAY) * DAY;
  for (let ahead = -1; ahead <= AHEAD; ahead += 1) {
    await run.db.drizzle.execute(sql`select ensure_usage_partition(${dayOf(today + ahead * DAY)}::date)`);
  }
  let longest = run.environment.usageRetentionDays;
  await visitOrganizations(run, async (ctx) => {
    const { organizationId } = ctx.actor;
    await withOrganization(ctx, async (tx) => {
      const [row] = await tx
        .select({ settings: organizations.settings })
        .from(organizations)
        .where(eq(organizations.id, organizationId));
      const settings = settingsSchema.safeParse(row?.settings ?? {});
      const days =
        (settings.success ? settings.data.usageRetentionDays : undefined) ?? run.environment.usageRetentionDays;
      longest = Math.max(longest, days);
      const before = new Date(today - days * DAY).toISOString();
      await tx.execute(
        sql`delete from usage_events where organization_id = ${organizationId} and at < ${before}::timestamptz`,
      );
    });
  });
  // Reached only when every organization told how long it keeps its own.
  const before = dayOf(today - longest * DAY);
  const { rows } = await run.db.drizzle.execute<{ dropped: number }>(
    sql`select drop_usage_partitions(${before}::date) as dropped`,
  );
  const dropped = rows[0]?.dropped ?? 0;
  if (dropped > 0) run.logger.info({ dropped, before }, "old days of usage were dropped");
};

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
