import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { policyOf } from "@/lib/keys/present";
import { type EnvironmentRow, environmentRows } from "@/lib/keys/queries";
import { type Directory, ownersOf, type Reach, readDirectory, readersOf } from "@/lib/rotation/directory";
import { keyReference, keyUrl } from "@/lib/rotation/key-references";
import { DAY, instantOf, localDay, localHour } from "@/lib/rotation/local-time";
import { byReader, lockLifecycle, type Notice, tell, writeNotices } from "@/lib/rotation/notices";

/** Mail of a day leaves from this hour on, by the organization's clock: what is due on one day is then one mail. */
export const MAIL_HOUR = 8;
/** From this many days before its end a key is its fallback owner's business too, and from this many its admins'. */
export const FALLBACK_DAYS = 7;
export const ADMIN_DAYS = 3;
/** Keys that one mail names; the rest it counts. */
const MOST_NAMED = 50;
const MOST_AT_ONCE = 20_000;

/** How far the news of an expiry goes at a step. */
export function reachAt(step: number): Reach {
  if (step <= ADMIN_DAYS) return "admins";
  return step <= FALLBACK_DAYS ? "fallback" : "owner";
}

type Due = {
  id: Id<"key">;
  name: string;
  environmentId: Id<"environment">;
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
  secretStart: string;
  secretLastFour: string;
  expiresAt: Date;
  setAt: Date;
  step: number;
};

/**
 * Tells people of keys that reach a step of their policy's list today, by the organization's calendar: one mail for each
 * person, whatever the number of keys. After downtime only the latest step is told. A step whose day is not after the day
 * on which the date was set is left out: whoever set it knows. Returns the number of mails.
 */
export async function warnOfExpiry(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const directory = await readDirectory(tx, organizationId);
    const { timezone } = directory.organization;
    const now = ctx.clock.now();
    if (localHour(now, timezone) < MAIL_HOUR) return 0;
    const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row]));
    const found = await keysAtAStep(tx, organizationId, [...environments.values()], now, timezone);
    const known: Due[] = [];
    const due: Due[] = [];
    for (const key of found) {
      const day = localDay(key.expiresAt, timezone) - key.step;
      (day > localDay(key.setAt, timezone) ? due : known).push(key);
    }
    const told = due.map((item) => ({ item, readers: readersOf(directory, item, reachAt(item.step)) }));
    const untold = told.filter(({ readers }) => readers.length === 0).map(({ item }) => item);
    await writeNotices(tx, ctx, [...known, ...untold].map(noticeOf), null);
    const calls = await callsOfWeek(tx, organizationId, due, now);
    const parts = byReader(told);
    for (const { reader, items } of parts) {
      const sorted = items.sort((a, b) => a.item.expiresAt.getTime() - b.item.expiresAt.getTime());
      await tell(tx, ctx, directory, {
        reader,
        notices: sorted.map(({ item }) => noticeOf(item)),
        template: "key-expiring",
        props: {
          organizationName: directory.organization.name,
          timeZone: reader.timezone,
          keys: sorted.slice(0, MOST_NAMED).flatMap(({ item, isOwner }) => {
            const environment = environments.get(item.environmentId);
            return environment ? [expiringKey(directory, environment, item, isOwner, calls, now)] : [];
          }),
          more: Math.max(0, sorted.length - MOST_NAMED),
          inventoryUrl: pageUrl(`/${directory.organization.slug}/keys?expiringWithin=30d`),
        },
      });
    }
    return parts.length;
  });
}

function noticeOf(key: Due): Notice {
  return { keyId: key.id, kind: "expiring", about: String(key.expiresAt.getTime()), step: key.step };
}

function expiringKey(
  directory: Directory,
  environment: EnvironmentRow,
  key: Due,
  isOwner: boolean,
  calls: ReadonlyMap<string, number>,
  now: Date,
) {
  const { timezone } = directory.organization;
  const [owner] = ownersOf(directory, key);
  return {
    ...keyReference(directory, environment, key),
    expiresAt: key.expiresAt.toISOString(),
    daysLeft: localDay(key.expiresAt, timezone) - localDay(now, timezone),
    callsLastWeek: calls.get(key.id) ?? 0,
    ...(isOwner || !owner ? {} : { owner: { name: owner.name, email: owner.email } }),
    rotateUrl: keyUrl(directory, key.id, "rotate"),
    extendUrl: keyUrl(directory, key.id, "extend"),
  };
}

/** Active keys within a step of their environment's list that nobody was told of yet; `step` is the latest that is due. */
async function keysAtAStep(
  tx: Transaction,
  organizationId: Id<"organization">,
  environments: readonly EnvironmentRow[],
  now: Date,
  timezone: string,
): Promise<Due[]> {
  const today = localDay(now, timezone);
  const bounds: SQL[] = [];
  let latest = now;
  for (const environment of environments) {
    for (const step of new Set(policyOf(environment).expiryWarningDays)) {
      // A step of n days is reached on the calendar day n days before the day of expiry.
      const before = instantOf(today + step + 1, 0, timezone);
      if (before > latest) latest = before;
      bounds.push(sql`(${environment.id}, ${step}::int, ${before.toISOString()}::timestamptz)`);
    }
  }
  if (bounds.length === 0) return [];
  const { rows } = await tx.execute<Omit<Due, "expiresAt" | "setAt"> & { expiresAt: string; setAt: string }>(sql`
    with bounds (environment_id, step, before) as (values ${sql.join(bounds, sql`, `)})
    select k.id, k.name, k.environment_id as "environmentId", k.owner_user_id as "ownerUserId", k.owner_team_id as "ownerTeamId",
      l.fallback_user_id as "fallbackUserId", k.secret_start as "secretStart", k.secret_last_four as "secretLastFour",
      k.expires_at as "expiresAt", coalesce(l.expiry_set_at, k.created_at) as "setAt", reached.step
    from keys k
    left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
    cross join lateral (select min(b.step) as step from bounds b
      where b.environment_id = k.environment_id and k.expires_at < b.before) reached
    where k.organization_id = ${organizationId} and k.state = 'active' and k.expires_at > ${now.toISOString()}::timestamptz
      and k.expires_at < ${latest.toISOString()}::timestamptz and reached.step is not null
      and not exists (select 1 from key_notices n where n.organization_id = k.organization_id and n.key_id = k.id
        and n.kind = 'expiring' and n.about = floor(extract(epoch from k.expires_at) * 1000)::bigint::text
        and n.step = reached.step)
    order by k.expires_at, k.id limit ${MOST_AT_ONCE}`);
  return rows.map((row) => ({ ...row, expiresAt: new Date(row.expiresAt), setAt: new Date(row.setAt) }));
}

async function callsOfWeek(
  tx: Transaction,
  organizationId: Id<"organization">,
  keys: readonly { id: string }[],
  now: Date,
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const since = new Date(now.getTime() - 7 * DAY).toISOString().slice(0, 10);
  const { rows } = await tx.execute<{ id: string; calls: number }>(sql`
    select key_id as id, sum(count)::bigint as calls from usage_daily
    where organization_id = ${organizationId} and day >= ${since}::date
      and key_id in (${sql.join(
        keys.map(({ id }) => sql`${id}`),
        sql`, `,
      )})
    group by key_id`);
  return new Map(rows.map(({ id, calls }) => [id, Number(calls)]));
}
