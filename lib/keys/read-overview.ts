import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { parseInput } from "@/lib/core/parse-input";
import { hasPermission, requirePermission } from "@/lib/core/permissions";
import { type CountRow, countRows, latestEvents, organizationTimezone } from "@/lib/usage/queries";
import type { Overview } from "@/lib/usage/schema";
import { bucketStart, timeBuckets } from "@/lib/usage/time-buckets";
import { countByStatus, inventoryIds } from "./inventory-queries";
import { canReadKeys } from "./policy";
import { presentKey } from "./present";
import { type EnvironmentRow, environmentRows, keyRows } from "./queries";
import { noQuerySchema } from "./schema";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SHOWN = 8;

/** The first page of an organization: keys by state, what expires, today against last week, refusals, latest events. */
export async function readOverview(ctx: Context, query: unknown = {}): Promise<Overview> {
  parseInput(noQuerySchema, query);
  requirePermission(ctx.actor, "keys:read");
  requirePermission(ctx.actor, "usage:read");
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    const all = await environmentRows(tx, organizationId);
    const readable = all.filter((row) => canReadKeys(ctx.actor, row));
    const environmentIds = readable.length === all.length ? undefined : readable.map(({ id }) => id);
    const now = ctx.clock.now();
    const byStatus = { pending: 0, active: 0, disabled: 0, revoked: 0, expired: 0 };
    for (const { status, total } of await countByStatus(tx, organizationId, environmentIds, now))
      byStatus[status] = total;
    return {
      keys: { total: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus },
      expiringSoon: await expiringSoon(tx, ctx, readable, environmentIds, now),
      ...(await traffic(tx, ctx, environmentIds, now)),
      latestEvents: hasPermission(ctx.actor, "audit:read") ? await latestEvents(tx, organizationId, SHOWN) : null,
    };
  });
}

async function expiringSoon(
  tx: Transaction,
  ctx: Context,
  readable: readonly EnvironmentRow[],
  environmentIds: readonly string[] | undefined,
  now: Date,
): Promise<Overview["expiringSoon"]> {
  const { organizationId } = ctx.actor;
  const filter = { environmentIds, expiresBefore: new Date(now.getTime() + 30 * DAY) };
  const found = await inventoryIds(
    tx,
    organizationId,
    filter,
    { sort: "expiresAt", descending: false },
    null,
    999,
    now,
  );
  const rows = new Map(
    (
      await keyRows(
        tx,
        organizationId,
        found.slice(0, SHOWN).map(({ id }) => id),
      )
    ).map((row) => [row.key.id, row]),
  );
  const items = found.slice(0, SHOWN).flatMap(({ id }) => {
    const row = rows.get(id);
    const environment = row && readable.find((one) => one.id === row.key.environmentId);
    if (!row || !environment) return [];
    const key = presentKey(row, environment, now);
    const { name, project, environmentName, environmentColor, sensitivity, ownerName, expiresAt, lastUsedAt } = key;
    if (expiresAt === null) return [];
    return [
      {
        id,
        name,
        project,
        environment: key.environment,
        environmentName,
        environmentColor,
        sensitivity,
        ownerName,
        expiresAt,
        lastUsedAt,
      },
    ];
  });
  return { total: found.length, items };
}

async function traffic(tx: Transaction, ctx: Context, environmentIds: readonly string[] | undefined, now: Date) {
  const { organizationId } = ctx.actor;
  const timezone = await organizationTimezone(tx, organizationId);
  const midnight = bucketStart(now.getTime(), "day", timezone);
  const weekBefore = bucketStart(midnight - 7 * DAY + HOUR, "day", timezone);
  const today = timeBuckets(midnight, now.getTime() + 1, "hour", timezone);
  const endOfThatDay = bucketStart(weekBefore + 26 * HOUR, "day", timezone);
  const lastWeek = timeBuckets(weekBefore, endOfThatDay, "hour", timezone);
  const filter = { environmentIds };
  const todayRows = await countRows(tx, organizationId, today, filter);
  const lastWeekRows = await countRows(tx, organizationId, lastWeek, filter);
  const sum = (rows: readonly CountRow[], keep: (row: CountRow) => boolean) =>
    rows.reduce((total, row) => total + (keep(row) ? row.total : 0), 0);
  const fullHours = today.starts.filter((start) => start + HOUR <= now.getTime()).length;
  const codes = [...new Set([...todayRows, ...lastWeekRows].map(({ verdict }) => verdict))].filter(
    (code) => code !== "VALID",
  );
  const byCode = codes
    .map((code) => ({
      code,
      today: sum(todayRows, (row) => row.verdict === code),
      lastWeek: sum(lastWeekRows, (row) => row.verdict === code),
    }))
    .sort((a, b) => b.today - a.today || b.lastWeek - a.lastWeek);
  const hours = Math.max(lastWeek.starts.length, today.starts.length);
  return {
    verifications: {
      timezone,
      today: sum(todayRows, () => true),
      sameDayLastWeek: sum(lastWeekRows, () => true),
      compared: {
        hours: fullHours,
        today: sum(todayRows, (row) => row.bucket <= fullHours),
        lastWeek: sum(lastWeekRows, (row) => row.bucket <= fullHours),
      },
      hours: Array.from({ length: hours }, (_, index) => ({
        start: new Date(midnight + index * HOUR).toISOString(),
        total: sum(todayRows, (row) => row.bucket === index + 1),
        lastWeek: sum(lastWeekRows, (row) => row.bucket === index + 1),
      })),
    },
    refusals: { today: sum(todayRows, (row) => row.verdict !== "VALID"), byCode },
  };
}
