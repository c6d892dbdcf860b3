import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { invalidInput, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { canReadUsage } from "./policy";
import { presentCounts, presentSeries } from "./present";
import {
  countRows,
  type EnvironmentName,
  environmentNames,
  environmentOfKey,
  groupRows,
  labelRows,
  sourceFor,
  type UsageFilter,
} from "./queries";
import { keyUsageQuerySchema, type Usage, type UsageInterval, type UsageQuery, usageQuerySchema } from "./schema";
import { timeBuckets } from "./time-buckets";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEFAULT_SPAN: Record<UsageInterval, number> = { minute: HOUR, hour: DAY, day: 30 * DAY, month: 364 * DAY };
/** Events are many: a question that only they can answer is kept to this long. */
const LONGEST_OVER_EVENTS = 35 * DAY;

/** Verifications over time. @throws invalid_input, forbidden, not_found (project, environment, key). */
export async function readUsage(ctx: Context, query: unknown): Promise<Usage> {
  requirePermission(ctx.actor, "usage:read");
  const input = parseInput(usageQuerySchema, query);
  return withOrganization(ctx, async (tx) => usageOf(tx, ctx, input, await resolveFilter(tx, ctx, input)));
}

/** The same for one key. @throws invalid_input, forbidden, not_found. */
export async function readKeyUsage(ctx: Context, reference: string, query: unknown): Promise<Usage> {
  requirePermission(ctx.actor, "usage:read");
  const input = parseInput(keyUsageQuerySchema, query);
  return withOrganization(ctx, async (tx) => {
    const filter = await resolveFilter(tx, ctx, { ...input, key: reference });
    return usageOf(tx, ctx, input, filter);
  });
}

async function usageOf(
  tx: Transaction,
  ctx: Context,
  input: Omit<UsageQuery, "key" | "project" | "environment">,
  filter: UsageFilter,
): Promise<Usage> {
  const { organizationId } = ctx.actor;
  const { interval, timezone } = input;
  const groups = input.groupBy ?? [];
  if (new Set(groups).size < groups.length) throw invalidInput("groupBy", "names a dimension twice");
  const to = input.to === undefined ? ctx.clock.now().getTime() : Date.parse(input.to);
  const from = input.from === undefined ? to - DEFAULT_SPAN[interval] : Date.parse(input.from);
  const buckets = timeBuckets(from, to, interval, timezone);
  const usesEvents = [[], groups].some((dimensions) => sourceFor(buckets, filter, dimensions) === "events");
  if (usesEvents && buckets.end - (buckets.starts[0] ?? 0) > LONGEST_OVER_EVENTS) {
    throw invalidInput(
      "from",
      "may be at most 35 days back for endpoints and countries by the hour or outside UTC days, and for zones off the full hour",
    );
  }
  const counts = presentCounts(buckets, await countRows(tx, organizationId, buckets, filter));
  const head = { from: iso(buckets.starts[0] ?? from), to: iso(buckets.end), interval, timezone };
  if (groups.length === 0) return { ...head, ...counts };
  const rows = await groupRows(tx, organizationId, buckets, filter, groups);
  const labels = new Map<string, string>();
  for (const [index, group] of groups.entries()) {
    const values = [
      ...new Set(rows.map((row) => (index === 0 ? row.first : row.second)).filter((value) => value !== "")),
    ];
    for (const [id, label] of await labelRows(tx, organizationId, group, values)) labels.set(id, label);
  }
  const series = presentSeries(buckets, groups, rows, labels);
  const shown = series.reduce((sum, one) => sum + one.total, 0);
  const rest = { groups: Math.max(0, (rows[0]?.groups ?? 0) - series.length), total: counts.total - shown };
  return { ...head, ...counts, series, rest };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Names to ids. Calls with unknown keys belong to no environment: only those who may read all of them see these. */
async function resolveFilter(
  tx: Transaction,
  ctx: Context,
  input: Pick<UsageQuery, "project" | "environment" | "key" | "outcome">,
): Promise<UsageFilter> {
  const all = await environmentNames(tx, ctx.actor.organizationId);
  const readable = all.filter((row) => canReadUsage(ctx.actor, row));
  let chosen = readable;
  if (input.project !== undefined) {
    chosen = chosen.filter((row) => row.project === input.project || row.projectId === input.project);
    if (chosen.length === 0) throw notFound("project");
  }
  if (input.environment !== undefined) {
    chosen = chosen.filter((row) => row.slug === input.environment || row.id === input.environment);
    if (chosen.length === 0) throw notFound("environment");
  }
  const seesAll = readable.length === all.length && input.project === undefined && input.environment === undefined;
  const isBound =
    ctx.actor.type === "service_token" && (ctx.actor.projectId !== null || ctx.actor.environmentIds !== null);
  return {
    environmentIds: seesAll && !isBound ? undefined : chosen.map(({ id }) => id),
    keyId: input.key === undefined ? undefined : await resolveKey(tx, ctx, input.key, chosen),
    outcomes: input.outcome,
  };
}

async function resolveKey(
  tx: Transaction,
  ctx: Context,
  reference: string,
  chosen: readonly EnvironmentName[],
): Promise<string> {
  const environmentId = isId("key", reference) ? await environmentOfKey(tx, ctx.actor.organizationId, reference) : null;
  if (!chosen.some(({ id }) => id === environmentId)) throw notFound("key");
  return reference;
}
