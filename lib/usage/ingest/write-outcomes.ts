import type pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";
import { plainColumn } from "./columns";
import type { OutcomeGroup } from "./event";
import { QUERY_MILLISECONDS } from "./write-calls";

/** How calls with a key ended, as a backend told: `count` times, with `amount` bytes. */
export type CountedOutcome = { group: OutcomeGroup; count: number; amount: number };

/** Callers say how many bytes: a sum stops at what its column holds, since one too large would never be written. */
const MOST = "9223372036854775807";

/** Adds what backends told within one hour, in the caller's transaction. */
export async function writeOutcomes(
  client: pg.PoolClient,
  outcomes: readonly CountedOutcome[],
  hour: Date,
): Promise<void> {
  if (outcomes.length === 0) return;
  await client.query(
    timedQuery(
      `INSERT INTO usage_outcomes_hourly AS t (hour, organization_id, key_id, status_class, project_id, environment_id, count, bytes)
       SELECT $1::timestamptz, organization_id COLLATE "C", key_id COLLATE "C", status_class, min(project_id), min(environment_id),
         least(sum(count), ${MOST}), least(sum(bytes), ${MOST})
       FROM unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
         AS told(organization_id, key_id, status_class, project_id, environment_id, count, bytes)
       GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
       ON CONFLICT (organization_id, key_id, hour, status_class) DO UPDATE
         SET count = least(t.count::numeric + excluded.count, ${MOST}), bytes = least(t.bytes::numeric + excluded.bytes, ${MOST})`,
      [
        hour,
        plainColumn(outcomes.map((one) => one.group.organizationId)),
        plainColumn(outcomes.map((one) => one.group.keyId)),
        plainColumn(outcomes.map((one) => one.group.statusClass)),
        plainColumn(outcomes.map((one) => one.group.projectId)),
        plainColumn(outcomes.map((one) => one.group.environmentId)),
        plainColumn(outcomes.map((one) => one.count)),
        plainColumn(outcomes.map((one) => one.amount)),
      ],
      QUERY_MILLISECONDS,
      "usage-outcomes",
    ),
  );
}
