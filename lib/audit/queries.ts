import { and, asc, desc, eq, gt, gte, ilike, inArray, like, lt, lte, or, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditCheckpoints, auditEvents, auditHeads } from "@/db/schema/audit";
import type { Id } from "@/lib/core/ids";
import type { AuditFilters } from "./schema";

type Organization = Id<"organization">;

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function matching(organizationId: Organization, filters: AuditFilters): SQL | undefined {
  const { actor, action, target, from, to, q } = filters;
  const contains = q === undefined ? "" : `%${escapeLike(q)}%`;
  return and(
    eq(auditEvents.organizationId, organizationId),
    actor === undefined ? undefined : eq(auditEvents.actorId, actor),
    action === undefined
      ? undefined
      : action.endsWith(".*")
        ? like(auditEvents.action, `${escapeLike(action.slice(0, -1))}%`)
        : eq(auditEvents.action, action),
    target === undefined ? undefined : eq(auditEvents.targetId, target),
    from === undefined ? undefined : gte(auditEvents.at, from),
    to === undefined ? undefined : lt(auditEvents.at, to),
    q === undefined
      ? undefined
      : or(
          ilike(auditEvents.action, contains),
          ilike(auditEvents.actorName, contains),
          ilike(auditEvents.targetName, contains),
          ilike(auditEvents.reason, contains),
          eq(auditEvents.id, asEventId(q)),
          eq(auditEvents.actorId, q),
          eq(auditEvents.targetId, q),
          eq(auditEvents.requestId, q),
          eq(auditEvents.ip, q),
        ),
  );
}

function asEventId(text: string): `aud_${string}` {
  return text.startsWith("aud_") ? `aud_${text.slice(4)}` : "aud_";
}

/** Newest first, before the given number. */
export function selectEvents(
  tx: Transaction,
  organizationId: Organization,
  filters: AuditFilters,
  page: { before: number | null; limit: number },
) {
  return tx
    .select()
    .from(auditEvents)
    .where(and(matching(organizationId, filters), page.before === null ? undefined : lt(auditEvents.seq, page.before)))
    .orderBy(desc(auditEvents.seq))
    .limit(page.limit);
}

/** Oldest first, after one number up to another: how an export and a check walk the trail. */
export function selectEventsForward(
  tx: Transaction,
  organizationId: Organization,
  filters: AuditFilters,
  range: { after: number; upTo: number; limit: number },
) {
  return tx
    .select()
    .from(auditEvents)
    .where(and(matching(organizationId, filters), gt(auditEvents.seq, range.after), lte(auditEvents.seq, range.upTo)))
    .orderBy(asc(auditEvents.seq))
    .limit(range.limit);
}

/** The newest event's number and hashes, or null where nothing was recorded yet. */
export async function selectHead(tx: Transaction, organizationId: Organization) {
  const [row] = await tx.select().from(auditHeads).where(eq(auditHeads.organizationId, organizationId));
  return row ?? null;
}

export function selectCheckpoints(
  tx: Transaction,
  organizationId: Organization,
  range: { after: number; upTo: number; limit: number },
) {
  return tx
    .select()
    .from(auditCheckpoints)
    .where(
      and(
        eq(auditCheckpoints.organizationId, organizationId),
        gt(auditCheckpoints.seq, range.after),
        lte(auditCheckpoints.seq, range.upTo),
      ),
    )
    .orderBy(asc(auditCheckpoints.seq))
    .limit(range.limit);
}

/** Newest first, before the given number. */
export function selectNewestCheckpoints(
  tx: Transaction,
  organizationId: Organization,
  page: { before: number | null; limit: number },
) {
  return tx
    .select()
    .from(auditCheckpoints)
    .where(
      and(
        eq(auditCheckpoints.organizationId, organizationId),
        page.before === null ? undefined : lt(auditCheckpoints.seq, page.before),
      ),
    )
    .orderBy(desc(auditCheckpoints.seq))
    .limit(page.limit);
}

/** The links of the events with these numbers, by number. */
export async function selectLinks(
  tx: Transaction,
  organizationId: Organization,
  numbers: readonly number[],
): Promise<Map<number, Buffer>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx
    .select({ seq: auditEvents.seq, link: auditEvents.link })
    .from(auditEvents)
    .where(and(eq(auditEvents.organizationId, organizationId), inArray(auditEvents.seq, [...numbers])));
  return new Map(rows.map((row) => [row.seq, row.link]));
}

/** Writes a checkpoint; false when there was one at this number already. */
export async function insertCheckpoint(tx: Transaction, row: typeof auditCheckpoints.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(auditCheckpoints)
    .values(row)
    .onConflictDoNothing()
    .returning({ seq: auditCheckpoints.seq });
  return written.length > 0;
}
