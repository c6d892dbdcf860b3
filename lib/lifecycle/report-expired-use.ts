import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { environmentRows } from "@/lib/keys/queries";
import { readDirectory, readersOf } from "@/lib/rotation/directory";
import { clientsOf, keyReference, keyUrl } from "@/lib/rotation/key-references";
import { DAY, localDay, localHour } from "@/lib/rotation/local-time";
import { lockLifecycle, tell, writeNotices } from "@/lib/rotation/notices";
import { MAIL_HOUR } from "./warn-of-expiry";

/** After so many days of an expired key its clients are nobody's surprise any more. */
const REPORTED_DAYS = 30;
const MOST_REPORTS = 200;

type Expired = {
  id: Id<"key">;
  name: string;
  environmentId: Id<"environment">;
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
  secretStart: string;
  secretLastFour: string;
  expiresAt: Date;
};

/**
 * Tells owners that expired keys of theirs are still used, and by whom: for each key once a day at most, and only when it was
 * called since the day before. Returns the number of mails.
 */
export async function reportExpiredUse(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const directory = await readDirectory(tx, organizationId);
    const { timezone, name: organizationName } = directory.organization;
    const now = ctx.clock.now();
    if (localHour(now, timezone) < MAIL_HOUR) return 0;
    const today = localDay(now, timezone);
    const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row]));
    let mails = 0;
    for (const key of await expiredInUse(tx, organizationId, now, today)) {
      const environment = environments.get(key.environmentId);
      const since = new Date(Math.max(key.expiresAt.getTime(), now.getTime() - REPORTED_DAYS * DAY));
      const used = await clientsOf(tx, organizationId, key.id, { since, verdict: "EXPIRED" });
      const notice = { keyId: key.id, kind: "expired_used", about: String(key.expiresAt.getTime()), step: today };
      const readers = readersOf(directory, key, "owner");
      if (!environment || used.calls === 0 || readers.length === 0) {
        await writeNotices(tx, ctx, [notice], null);
        continue;
      }
      for (const { reader } of readers) {
        await tell(tx, ctx, directory, {
          reader,
          notices: [notice],
          template: "key-expired-still-used",
          props: {
            organizationName,
            timeZone: reader.timezone,
            key: keyReference(directory, environment, key),
            expiredAt: key.expiresAt.toISOString(),
            callsRefused: used.calls,
            clientCount: used.clientCount,
            clients: used.clients,
            rotateUrl: keyUrl(directory, key.id, "extend"),
          },
        });
        mails += 1;
      }
    }
    return mails;
  });
}

/** Expired keys that were refused for it in the last day, and not reported of today. */
async function expiredInUse(
  tx: Transaction,
  organizationId: Id<"organization">,
  now: Date,
  today: number,
): Promise<Expired[]> {
  const at = (milliseconds: number) => sql`${new Date(milliseconds).toISOString()}::timestamptz`;
  const { rows } = await tx.execute<Omit<Expired, "expiresAt"> & { expiresAt: string }>(sql`
    select k.id, k.name, k.environment_id as "environmentId", k.owner_user_id as "ownerUserId", k.owner_team_id as "ownerTeamId",
      l.fallback_user_id as "fallbackUserId", k.secret_start as "secretStart", k.secret_last_four as "secretLastFour",
      k.expires_at as "expiresAt"
    from keys k
    left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
    where k.organization_id = ${organizationId} and k.state = 'active'
      and k.expires_at <= ${at(now.getTime())} and k.expires_at > ${at(now.getTime() - REPORTED_DAYS * DAY)}
      and exists (select 1 from usage_hourly u where u.organization_id = k.organization_id and u.key_id = k.id
        and u.verdict = 'EXPIRED' and u.hour > ${at(now.getTime() - DAY)} - interval '1 hour'
        and u.hour >= date_trunc('hour', k.expires_at))
      and not exists (select 1 from key_notices n where n.organization_id = k.organization_id and n.key_id = k.id
        and n.kind = 'expired_used' and n.about = floor(extract(epoch from k.expires_at) * 1000)::bigint::text
        and n.step = ${today})
    order by k.expires_at desc, k.id limit ${MOST_REPORTS}`);
  return rows.map((row) => ({ ...row, expiresAt: new Date(row.expiresAt) }));
}
