import type pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";

/** Valid calls of a key since an instant (a whole hour is counted when the instant is within it). */
export async function countValidSince(
  pool: pg.Pool,
  organizationId: string,
  keyId: string,
  since: number,
): Promise<number> {
  const result = await pool.query<{ total: number }>(
    timedQuery(
      `SELECT coalesce(sum(count), 0)::bigint AS total FROM usage_hourly
       WHERE organization_id = $1 AND key_id = $2 AND hour >= date_trunc('hour', $3::timestamptz) AND verdict = 'VALID'`,
      [organizationId, keyId, new Date(since)],
      1000,
      "quota-count",
    ),
  );
  return result.rows[0]?.total ?? 0;
}
