import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keyVersions } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Id } from "@/lib/core/ids";
import { policyOf } from "@/lib/keys/present";
import { type EnvironmentRow, environmentRows } from "@/lib/keys/queries";
import { type Directory, readDirectory, readersOf } from "./directory";
import { clientsOf, keyReference } from "./key-references";
import { DAY } from "./local-time";
import { lockLifecycle, tell, writeNotices } from "./notices";

/** How long before the end people are told; a shorter overlap has its half. */
export const OVERLAP_NOTICE = DAY;
/** However long an old secret stays in use, its end waits no longer than this after its rotation. */
export const LONGEST_WAIT = 90 * DAY;
const MOST_AT_ONCE = 1000;

type Ending = {
  id: Id<"key">;
  name: string;
  environmentId: Id<"environment">;
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
  secretStart: string;
  secretLastFour: string;
  versionId: Id<"keyVersion">;
  number: number;
  endsAt: Date;
  rotatedAt: Date;
};

/**
 * Looks at old versions whose overlap is about to end and that are still in use: their owner is told once, with who uses them,
 * and where the policy says that the end waits, it is moved a day on. The end is moved long before it comes, so that a worker
 * that is late by hours cuts nobody off. Returns how many are in use.
 */
export async function watchOverlaps(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const now = ctx.clock.now();
    const ending = await endingVersions(tx, organizationId, now);
    if (ending.length === 0) return 0;
    const directory = await readDirectory(tx, organizationId);
    const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row]));
    let inUse = 0;
    for (const version of ending) {
      const environment = environments.get(version.environmentId);
      const since = new Date(Math.max(version.rotatedAt.getTime(), now.getTime() - DAY));
      const used = await clientsOf(tx, organizationId, version.id, {
        since,
        verdict: "VALID",
        versionId: version.versionId,
      });
      if (!environment || used.calls === 0) continue;
      inUse += 1;
      const limit = version.rotatedAt.getTime() + LONGEST_WAIT;
      const waits = policyOf(environment).overlapWaitsForUse && version.endsAt.getTime() < limit;
      await tellOnce(tx, ctx, directory, environment, version, used, waits);
      if (waits) await moveEnd(tx, ctx, version, new Date(Math.min(limit, version.endsAt.getTime() + DAY)));
    }
    return inUse;
  });
}

async function tellOnce(
  tx: Transaction,
  ctx: Context,
  directory: Directory,
  environment: EnvironmentRow,
  version: Ending,
  used: Awaited<ReturnType<typeof clientsOf>>,
  endWaits: boolean,
): Promise<void> {
  const notice = { keyId: version.id, kind: "overlap_ending", about: version.versionId, step: 0 };
  const { rows } = await tx.execute(sql`
    select 1 from key_notices where organization_id = ${ctx.actor.organizationId} and key_id = ${version.id}
      and kind = ${notice.kind} and about = ${notice.about} limit 1`);
  if (rows.length > 0) return;
  const readers = readersOf(directory, version, "fallback");
  if (readers.length === 0) await writeNotices(tx, ctx, [notice], null);
  for (const { reader } of readers) {
    await tell(tx, ctx, directory, {
      reader,
      notices: [notice],
      template: "overlap-ending-still-in-use",
      props: {
        organizationName: directory.organization.name,
        timeZone: reader.timezone,
        key: keyReference(directory, environment, version),
        endsAt: version.endsAt.toISOString(),
        clientCount: used.clientCount,
        clients: used.clients,
        endWaits,
      },
    });
  }
}

async function moveEnd(tx: Transaction, ctx: Context, version: Ending, to: Date): Promise<void> {
  const { organizationId } = ctx.actor;
  const moved = await tx
    .update(keyVersions)
    .set({ endsAt: to })
    .where(
      and(
        eq(keyVersions.organizationId, organizationId),
        eq(keyVersions.id, version.versionId),
        eq(keyVersions.endsAt, version.endsAt),
        eq(keyVersions.endReason, "rotated"),
      ),
    )
    .returning({ id: keyVersions.id });
  if (moved.length === 0) return;
  await recordAudit(tx, ctx, {
    action: "key.overlap_extended",
    target: { type: "key", id: version.id, name: version.name },
    before: { versionId: version.versionId, versionNumber: version.number, endsAt: version.endsAt.toISOString() },
    after: { endsAt: to.toISOString() },
    reason: "The old secret is still in use, and the policy says that its end waits.",
  });
}

/** Old versions of working keys whose end is near: within a day, or in the second half of a shorter overlap. */
async function endingVersions(tx: Transaction, organizationId: Id<"organization">, now: Date): Promise<Ending[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const notice = OVERLAP_NOTICE / 1000;
  const { rows } = await tx.execute<Omit<Ending, "endsAt" | "rotatedAt"> & { endsAt: string; rotatedAt: string }>(sql`
    select k.id, k.name, k.environment_id as "environmentId", k.owner_user_id as "ownerUserId",
      k.owner_team_id as "ownerTeamId", l.fallback_user_id as "fallbackUserId", v.secret_start as "secretStart",
      v.secret_last_four as "secretLastFour", v.id as "versionId", v.number, v.ends_at as "endsAt",
      coalesce(k.rotated_at, k.created_at) as "rotatedAt"
    from key_versions v
    join keys k on k.organization_id = v.organization_id and k.id = v.key_id
    left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
    where v.organization_id = ${organizationId} and v.ends_at > ${at} and v.ends_at <= ${at} + make_interval(secs => ${notice})
      and v.end_reason = 'rotated' and k.state = 'active' and k.current_version_id <> v.id
      and v.ends_at - ${at} <= greatest((v.ends_at - coalesce(k.rotated_at, k.created_at)) / 2, interval '0')
    order by v.ends_at limit ${MOST_AT_ONCE}`);
  return rows.map((row) => ({ ...row, endsAt: new Date(row.endsAt), rotatedAt: new Date(row.rotatedAt) }));
}
