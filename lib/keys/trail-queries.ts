import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { keyVersions } from "@/db/schema/keys";
import type { Verdict } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";

export type EventFilter = {
  verdict?: string | undefined;
  version?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};
/** Where a page of events ended: the instant, and the row's place among those of the same day's partition. */
export type EventPosition = readonly [at: string, place: string];

export type EventRow = {
  at: string;
  place: string;
  verdict: Verdict;
  versionId: Id<"keyVersion"> | null;
  versionNumber: number | null;
  method: string | null;
  endpoint: string | null;
  ip: string | null;
  country: string | null;
  agent: string | null;
  count: number;
  cost: number;
};

/** Recent verifications of a key, newest first. Rows are only ever added, so a row's place in its table is a stable tie-break. */
export async function eventRows(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): Promise<EventRow[]> {
  const conditions = [sql`e.organization_id = ${organizationId}`, sql`e.key_id = ${keyId}`];
  if (filter.verdict) conditions.push(sql`e.verdict = ${filter.verdict}`);
  if (filter.version) conditions.push(sql`e.version_id = ${filter.version}`);
  if (filter.from) conditions.push(sql`e.at >= ${filter.from.toISOString()}::timestamptz`);
  if (filter.to) conditions.push(sql`e.at < ${filter.to.toISOString()}::timestamptz`);
  // Rows of one instant are in one partition, so there the place alone decides.
  if (after) conditions.push(sql`(e.at, e.ctid) < (${after[0]}::timestamptz, ${after[1]}::tid)`);
  const { rows } = await tx.execute<EventRow>(sql`
    select to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.ctid::text as place, e.verdict,
      e.version_id as "versionId", v.number as "versionNumber", e.method, e.endpoint, e.ip, e.country, e.agent, e.count, e.cost
    from usage_events e left join ${keyVersions} v on v.organization_id = e.organization_id and v.id = e.version_id
    where ${sql.join(conditions, sql` and `)} order by e.at desc, e.ctid desc limit ${limit + 1}`);
  return rows;
}

/** What happened to a key: its own audit events, and the imports that brought it. */
export async function timelineRows(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
  before: number | null,
  limit: number,
) {
  const imported = and(eq(auditEvents.action, "keys.imported"), sql`${auditEvents.after} -> 'keyIds' ? ${keyId}`);
  return tx
    .select({
      id: auditEvents.id,
      seq: auditEvents.seq,
      at: auditEvents.at,
      action: auditEvents.action,
      actorType: auditEvents.actorType,
      actorId: auditEvents.actorId,
      actorName: sql<string | null>`coalesce(${auditEvents.actorName},
        (select u.name from users u where u.id = ${auditEvents.actorId}),
        (select t.name from service_tokens t where t.organization_id = ${auditEvents.organizationId} and t.id = ${auditEvents.actorId}))`,
      before: auditEvents.before,
      after: auditEvents.after,
      reason: auditEvents.reason,
      ip: auditEvents.ip,
      userAgent: auditEvents.userAgent,
      requestId: auditEvents.requestId,
      assurance: auditEvents.assurance,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.organizationId, organizationId),
        or(eq(auditEvents.targetId, keyId), imported),
        before === null ? undefined : lt(auditEvents.seq, before),
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1);
}
