import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { findKey } from "@/lib/keys/find-key";
import { versionRows } from "@/lib/keys/queries";
import { clientsOf } from "./key-references";
import { DAY } from "./local-time";
import type { versionUseSchema } from "./schema";

const VERSIONS = 10;
const DAYS = 14;
const MOST_CLIENTS = 20;

type Origin = { versionId: string; cause: string | null; reason: string | null; deliveredTo: string | null };

/**
 * The newest versions of a key side by side: who made each, when, why and how it was delivered, its calls per day, and who still
 * uses it. @throws not_found.
 */
export async function readVersionUse(
  ctx: Context,
  reference: string,
): Promise<{ items: z.output<typeof versionUseSchema>[] }> {
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const { organizationId } = ctx.actor;
    const now = ctx.clock.now();
    const versions = await versionRows(tx, organizationId, row.key.id, 2 ** 31 - 1, VERSIONS);
    const origins = await originsOf(tx, organizationId, row.key.id);
    const days = await daysOf(tx, organizationId, row.key.id, now);
    const since = new Date(now.getTime() - 7 * DAY);
    const items: z.output<typeof versionUseSchema>[] = [];
    for (const version of versions) {
      const isCurrent = version.id === row.key.currentVersionId;
      const hasEnded = version.endsAt !== null && version.endsAt <= now;
      const { clientCount, clients } = await clientsOf(
        tx,
        organizationId,
        row.key.id,
        { since, versionId: version.id },
        MOST_CLIENTS,
      );
      const origin = origins.get(version.id);
      items.push({
        id: version.id,
        number: version.number,
        status: hasEnded ? "ended" : isCurrent ? "current" : "overlap",
        createdAt: version.createdAt.toISOString(),
        createdBy: version.createdBy,
        createdByName: version.createdByName,
        endsAt: version.endsAt?.toISOString() ?? null,
        endsOnFirstUse: version.endsOnFirstUse,
        endReason: version.endReason,
        cause: origin?.cause ?? null,
        reason: origin?.reason ?? null,
        deliveredTo: origin?.deliveredTo ?? null,
        days: days.get(version.id) ?? [],
        clientCount,
        clients,
      });
    }
    return { items };
  });
}

/** Why each version was made: what the audit trail says of its rotation. */
async function originsOf(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: Id<"key">,
): Promise<Map<string, Origin>> {
  const { rows } = await tx.execute<Origin>(sql`
    select after ->> 'versionId' as "versionId", after ->> 'cause' as cause, reason, after ->> 'deliveredTo' as "deliveredTo"
    from audit_events where organization_id = ${organizationId} and target_id = ${keyId} and action = 'key.rotated'
    order by seq desc limit 100`);
  return new Map(rows.map((row) => [row.versionId, row]));
}

async function daysOf(tx: Transaction, organizationId: Id<"organization">, keyId: Id<"key">, now: Date) {
  const from = new Date(now.getTime() - (DAYS - 1) * DAY).toISOString().slice(0, 10);
  const { rows } = await tx.execute<{ versionId: string; day: string; accepted: number; refused: number }>(sql`
    select version_id as "versionId", to_char(day, 'YYYY-MM-DD') as day,
      coalesce(sum(count) filter (where verdict = 'VALID'), 0)::bigint as accepted,
      coalesce(sum(count) filter (where verdict <> 'VALID'), 0)::bigint as refused
    from usage_daily where organization_id = ${organizationId} and key_id = ${keyId} and day >= ${from}::date
    group by version_id, day order by day`);
  const byVersion = new Map<string, { day: string; accepted: number; refused: number }[]>();
  for (const { versionId, day, accepted, refused } of rows) {
    const own = byVersion.get(versionId) ?? [];
    own.push({ day, accepted: Number(accepted), refused: Number(refused) });
    byVersion.set(versionId, own);
  }
  return byVersion;
}
