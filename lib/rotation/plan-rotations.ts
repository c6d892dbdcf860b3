import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { rotations } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { type Id, newId } from "@/lib/core/ids";
import { actorId } from "@/lib/core/permissions";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { policyOf } from "@/lib/keys/present";
import { type EnvironmentRow, environmentRows } from "@/lib/keys/queries";
import { readDirectory } from "./directory";
import { DAY } from "./local-time";
import { nextRotation } from "./next-rotation";
import { lockLifecycle } from "./notices";
import { openRotation, settleOpenRotations } from "./queries";
import { tellOfDueRotations } from "./tell-of-rotations";

const MOST_AT_ONCE = 2000;
/** A delivery whose process died is taken up again after this. */
const STALE = 15 * 60_000;

type Candidate = {
  id: Id<"key">;
  environmentId: Id<"environment">;
  versionId: Id<"keyVersion">;
  madeAt: string;
  intervalDays: number | null;
  hour: number;
  timezone: string | null;
  overlapSeconds: number | null;
  targetId: Id<"deliveryTarget"> | null;
};

/**
 * Opens a rotation for every key whose secret is due by its own schedule or its policy's interval, and hands those with a
 * delivery target to the worker; the others are their owners' task, and they are told. A schedule that is paused, and a key
 * that does not work, are left alone. After a failed delivery the next is a day later. Returns how many it opened.
 */
export async function planRotations(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const now = ctx.clock.now();
    await settleOpenRotations(tx, organizationId, now);
    await takeUpAgain(tx, organizationId, now);
    const directory = await readDirectory(tx, organizationId);
    const environments = await environmentRows(tx, organizationId);
    const policies = new Map(environments.map((row) => [row.id, policyOf(row)]));
    let opened = 0;
    for (const key of await candidates(tx, organizationId, environments, now)) {
      const interval = policies.get(key.environmentId)?.rotationInterval ?? null;
      const next = nextRotation(new Date(key.madeAt), key, interval, directory.organization.timezone);
      if (!next || next.dueAt > now) continue;
      const id = await openRotation(tx, {
        organizationId,
        id: newId("rotation", now.getTime()),
        keyId: key.id,
        cause: next.cause,
        reason: "",
        requestedBy: actorId(ctx.actor),
        state: "due",
        dueAt: next.dueAt,
        overlapSeconds: key.overlapSeconds,
        targetId: key.targetId,
        previousVersionId: key.versionId,
        createdAt: now,
      });
      if (id === null) continue;
      opened += 1;
      if (key.targetId !== null) await enqueueDelivery(tx, organizationId, id);
    }
    await tellOfDueRotations(tx, ctx, directory, environments);
    return opened;
  });
}

/** Has the worker deliver a rotation, in the caller's transaction. */
export async function enqueueDelivery(
  tx: Transaction,
  organizationId: Id<"organization">,
  rotationId: Id<"rotation">,
): Promise<void> {
  const jobKey = `deliver_rotation/${rotationId}`;
  await enqueueJob(tx, "deliver_rotation", { organizationId, rotationId }, { jobKey, maxAttempts: 8 });
}

/** Deliveries that nobody works on any more: their process ended in the middle. */
async function takeUpAgain(tx: Transaction, organizationId: Id<"organization">, now: Date): Promise<void> {
  const stale = await tx
    .select({ id: rotations.id })
    .from(rotations)
    .where(
      and(
        eq(rotations.organizationId, organizationId),
        eq(rotations.state, "delivering"),
        lt(rotations.claimedAt, new Date(now.getTime() - STALE)),
      ),
    );
  for (const { id } of stale) await enqueueDelivery(tx, organizationId, id);
}

/** Keys whose secret is about as old as their interval; the exact date is for `nextRotation` to say. */
async function candidates(
  tx: Transaction,
  organizationId: Id<"organization">,
  environments: readonly EnvironmentRow[],
  now: Date,
): Promise<Candidate[]> {
  if (environments.length === 0) return [];
  const bounds: SQL[] = environments.map(
    (row) => sql`(${row.id}, ${policyOf(row).rotationInterval}::double precision)`,
  );
  const at = sql`${now.toISOString()}::timestamptz`;
  const day = DAY / 1000;
  const { rows } = await tx.execute<Candidate>(sql`
    with bounds (environment_id, seconds) as (values ${sql.join(bounds, sql`, `)})
    select k.id, k.environment_id as "environmentId", v.id as "versionId", v.created_at as "madeAt",
      l.interval_days as "intervalDays", coalesce(l.hour, 9) as hour, l.timezone, l.overlap_seconds as "overlapSeconds",
      l.delivery_target_id as "targetId"
    from keys k
    join bounds b on b.environment_id = k.environment_id
    join key_versions v on v.organization_id = k.organization_id and v.id = k.current_version_id
    left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
    where k.organization_id = ${organizationId} and k.state = 'active' and (k.expires_at is null or k.expires_at > ${at})
      and l.paused_at is null and v.ends_at is null
      and v.created_at + make_interval(secs => coalesce(l.interval_days * ${day}::double precision, b.seconds) - 2 * ${day}) <= ${at}
      and not exists (select 1 from rotations r where r.organization_id = k.organization_id and r.key_id = k.id
        and (r.state in ('due', 'delivering') or (r.state = 'failed' and r.done_at > ${at} - interval '1 day')))
    order by v.created_at limit ${MOST_AT_ONCE}`);
  return rows;
}
