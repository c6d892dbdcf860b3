import { sql } from "drizzle-orm";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Id } from "@/lib/core/ids";
import { lockLifecycle } from "@/lib/rotation/notices";
import { revokeAsHouse, storedRules } from "./sweep-unused";

const MOST_AT_ONCE = 1000;

/**
 * Revokes disabled keys that nobody has called for as many days as their environment's rules say, and ends old versions that
 * nobody used for theirs. Counted from the last refused call (or use), to the hour. Returns how many of each.
 */
export async function sweepDisabled(ctx: Context): Promise<{ revoked: number; ended: number }> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const now = ctx.clock.now();
    const at = sql`${now.toISOString()}::timestamptz`;
    let [revoked, ended] = [0, 0];
    for (const [environmentId, rules] of await storedRules(tx, organizationId)) {
      if (rules.revokeDisabled !== null) {
        const quiet = await tx.execute<{ id: Id<"key">; name: string }>(sql`
          select k.id, k.name from keys k
          where k.organization_id = ${organizationId} and k.environment_id = ${environmentId} and k.state = 'disabled'
            and greatest(k.disabled_at, (select max(u.hour) + interval '1 hour' from usage_hourly u
              where u.organization_id = k.organization_id and u.key_id = k.id and u.verdict = 'DISABLED'))
              + make_interval(secs => ${rules.revokeDisabled} * 86400.0) <= ${at}
          order by k.id limit ${MOST_AT_ONCE}`);
        const why = `Disabled, and nobody called for ${rules.revokeDisabled} days: the environment's rule.`;
        for (const { id, name } of quiet.rows) {
          if (await revokeAsHouse(tx, ctx, { id, name, state: "disabled" }, why)) revoked += 1;
        }
      }
      if (rules.endIdleVersions === null) continue;
      const idle = await tx.execute<{ keyId: string; name: string; versionId: string; number: number }>(sql`
        with ended as (update key_versions v set ends_at = ${at}, end_reason = 'idle'
          from keys k
          where v.organization_id = ${organizationId} and v.environment_id = ${environmentId} and v.ends_at > ${at}
            and k.organization_id = v.organization_id and k.id = v.key_id and k.current_version_id <> v.id
            and coalesce(k.rotated_at, k.created_at) + make_interval(secs => ${rules.endIdleVersions} * 86400.0) <= ${at}
            and not exists (select 1 from usage_hourly u where u.organization_id = v.organization_id and u.key_id = v.key_id
              and u.version_id = v.id and u.hour + interval '1 hour' > ${at} - make_interval(secs => ${rules.endIdleVersions} * 86400.0))
          returning v.key_id, v.id, v.number, k.name)
        select key_id as "keyId", id as "versionId", number, name from ended`);
      for (const { keyId, name, versionId, number } of idle.rows) {
        await recordAudit(tx, ctx, {
          action: "key.version_ended",
          target: { type: "key", id: keyId, name },
          after: { versionId, versionNumber: number, endsAt: now.toISOString() },
          reason: `Not used for ${rules.endIdleVersions} days: the environment's rule.`,
        });
        ended += 1;
      }
    }
    return { revoked, ended };
  });
}
