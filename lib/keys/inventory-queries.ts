import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { KeyStatus } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";
import type { KeySort } from "./schema";

/** A filter of the inventory with all names resolved to ids. Undefined does not filter. */
export type InventoryFilter = {
  environmentIds?: readonly string[] | undefined;
  ownerIds?: readonly string[] | undefined;
  statuses?: readonly KeyStatus[] | undefined;
  /** Any of these scopes, as granted. */
  scopes?: readonly string[] | undefined;
  /** A LIKE pattern over the lower-case search text. */
  pattern?: string | undefined;
  tag?: { name: string; value: string | null } | undefined;
  expiresBefore?: Date | undefined;
  unusedSince?: Date | undefined;
};

export type InventoryOrder = { sort: KeySort; descending: boolean };
/** Sort values of the last row of a page; the last is its id. Null sorts where `sortOf` says. */
export type InventoryPosition = readonly [value: string | null, id: string];

type FoundId = { id: Id<"key">; value: string | null };

/** Above this many matches a search walks the order's index instead: a page is full soon then. */
const FEW = 1000;

const instantOf = (date: Date) => sql`${date.toISOString()}::timestamptz`;
const textArray = (values: readonly string[]) =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;
const anyOf = (values: readonly string[]) =>
  sql`in (${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
const SEARCH_TEXT = sql`key_search_text(k.name, k.purpose, k.secret_start, k.secret_last_four)`;

function statusCondition(statuses: readonly KeyStatus[], now: Date): SQL {
  const parts = statuses.map((status) => {
    if (status === "expired") return sql`(k.state = 'active' and k.expires_at <= ${instantOf(now)})`;
    if (status === "active")
      return sql`(k.state = 'active' and (k.expires_at is null or k.expires_at > ${instantOf(now)}))`;
    return sql`k.state = ${status}`;
  });
  return sql`(${sql.join(parts, sql` or `)})`;
}

function ownerCondition(ownerIds: readonly string[]): SQL {
  const users = ownerIds.filter((id) => !id.startsWith("team_"));
  const teams = ownerIds.filter((id) => id.startsWith("team_"));
  const parts: SQL[] = [];
  if (users.length > 0) parts.push(sql`k.owner_user_id ${anyOf(users)}`);
  if (teams.length > 0) parts.push(sql`k.owner_team_id ${anyOf(teams)}`);
  return parts.length > 0 ? sql`(${sql.join(parts, sql` or `)})` : sql`false`;
}

/**
 * What a page has to meet. `late` is checked while an order's index is walked: the planner knows nothing of such conditions
 * under row-level security and would rather sort everything.
 */
type Conditions = { plain: readonly SQL[]; late: readonly SQL[] };

/** Conditions that need no index of their own, or have a plain one. */
function plainConditions(organizationId: string, filter: InventoryFilter, now: Date): SQL[] {
  const conditions = [sql`k.organization_id = ${organizationId}`];
  const { environmentIds, ownerIds, statuses, expiresBefore, unusedSince } = filter;
  if (environmentIds)
    conditions.push(environmentIds.length > 0 ? sql`k.environment_id ${anyOf(environmentIds)}` : sql`false`);
  if (ownerIds) conditions.push(ownerCondition(ownerIds));
  if (statuses) conditions.push(statusCondition(statuses, now));
  if (expiresBefore) {
    conditions.push(sql`k.expires_at > ${instantOf(now)} and k.expires_at <= ${instantOf(expiresBefore)}`);
    if (!statuses) conditions.push(sql`k.state in ('active', 'disabled')`);
  }
  if (unusedSince) {
    conditions.push(sql`k.created_at < ${instantOf(unusedSince)} and not exists (
      select 1 from key_activity u where u.organization_id = k.organization_id and u.key_id = k.id
        and u.last_used_at >= ${instantOf(unusedSince)})`);
    if (!statuses) conditions.push(sql`k.state in ('active', 'disabled')`);
  }
  return conditions;
}

/**
 * What search text, scopes and tags narrow to. Row-level security keeps their operators from indexes, so a function of the
 * schema looks the ids up (it sees the current organization only). Many matches: filtered while the order is walked.
 */
async function searchConditions(tx: Transaction, filter: InventoryFilter): Promise<Conditions> {
  const { pattern, scopes, tag } = filter;
  if (pattern === undefined && scopes === undefined && tag === undefined) return { plain: [], late: [] };
  const tagObject = tag && tag.value !== null ? JSON.stringify({ [tag.name]: tag.value }) : null;
  const tagName = tag && tag.value === null ? tag.name : null;
  const { rows } = await tx.execute<{ id: string }>(sql`
    select search_key_ids(${pattern ?? null}, ${scopes ? textArray(scopes) : null}, ${tagName}, ${tagObject}::jsonb, ${FEW + 1}) as id`);
  if (rows.length === 0) return { plain: [sql`false`], late: [] };
  if (rows.length <= FEW) return { plain: [sql`k.id = any(${sql.param(rows.map(({ id }) => id))}::text[])`], late: [] };
  const late: SQL[] = [];
  if (pattern !== undefined) late.push(sql`${SEARCH_TEXT} like ${pattern}`);
  if (scopes !== undefined) late.push(sql`k.scopes && ${textArray(scopes)}`);
  if (tagName !== null) late.push(sql`k.tags ? ${tagName}`);
  if (tagObject !== null) late.push(sql`k.tags @> ${tagObject}::jsonb`);
  return { plain: [], late };
}

/** Ids of one page in order, with the sort value of each for the cursor; one more than `limit` when there is more. */
export async function inventoryIds(
  tx: Transaction,
  organizationId: string,
  filter: InventoryFilter,
  order: InventoryOrder,
  after: InventoryPosition | null,
  limit: number,
  now: Date,
): Promise<FoundId[]> {
  const search = await searchConditions(tx, filter);
  const plain = [...plainConditions(organizationId, filter, now), ...search.plain];
  const page: PageOf = { tx, conditions: { plain, late: search.late }, descending: order.descending };
  if (search.late.length === 0) return pageIn(page, order.sort, after, limit);
  await preferIndexes(tx, true);
  const found = await pageIn(page, order.sort, after, limit);
  await preferIndexes(tx, false);
  return found;
}

/** Has this transaction walk an index in order rather than sort all rows, which is cheaper only in the planner's eyes here. */
async function preferIndexes(tx: Transaction, on: boolean): Promise<void> {
  const value = on ? "off" : "on";
  await tx.execute(
    sql`select set_config('enable_sort', ${value}, true), set_config('enable_seqscan', ${value}, true), set_config('enable_bitmapscan', ${value}, true)`,
  );
}

function pageIn(page: PageOf, sort: KeySort, after: InventoryPosition | null, limit: number): Promise<FoundId[]> {
  if (sort === "lastUsedAt") return byLastUse(page, after, limit);
  if (sort === "expiresAt") return byExpiry(page, after, limit);
  return walk(page, sort === "name" ? NAME : CREATED, after, limit);
}

type PageOf = { tx: Transaction; conditions: Conditions; descending: boolean };

/** An index to walk: its column, the id beside it, the rows, and how a position's value is read. */
type Walk = { column: SQL; id: SQL; from: SQL; cast: SQL };
const KEYS = sql`keys k`;
const NAME: Walk = { column: sql`k.name_sort`, id: sql`k.id`, from: KEYS, cast: sql`text` };
const CREATED: Walk = { column: sql`k.created_at`, id: sql`k.id`, from: KEYS, cast: sql`timestamptz` };
const EXPIRY: Walk = { ...CREATED, column: sql`k.expires_at` };
const USED: Walk = {
  column: sql`a.last_used_at`,
  id: sql`a.key_id`,
  from: sql`key_activity a join keys k on k.organization_id = a.organization_id and k.id = a.key_id`,
  cast: sql`timestamptz`,
};

function withPlain(page: PageOf, ...more: SQL[]): PageOf {
  return { ...page, conditions: { ...page.conditions, plain: [...page.conditions.plain, ...more] } };
}

/** One stretch of keys in the order of an index whose column is never null there. */
async function walk(page: PageOf, way: Walk, after: InventoryPosition | null, limit: number): Promise<FoundId[]> {
  const { column, id, cast } = way;
  const plain = [...page.conditions.plain];
  const compare = page.descending ? sql`<` : sql`>`;
  if (after) plain.push(sql`(${column}, ${id}) ${compare} (${after[0]}::${cast}, ${after[1]})`);
  const direction = page.descending ? sql`desc` : sql`asc`;
  return page.conditions.late.length > 0
    ? walkAndCheck(page, way, plain, direction, limit)
    : walkIndexes(page.tx, way, plain, direction, limit);
}

/** Microseconds as text: a JavaScript Date would lose them and the cursor would skip rows. */
function sortValue(way: Walk, column: SQL): SQL {
  return way === NAME ? column : sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Mostly from the indexes alone. In one level, so that the planner plans for the page and not for all rows. */
async function walkIndexes(tx: Transaction, way: Walk, plain: readonly SQL[], direction: SQL, limit: number) {
  const { column, id, from } = way;
  const { rows } = await tx.execute<FoundId>(sql`
    select k.id, ${sortValue(way, column)} as value from ${from} where ${sql.join([...plain], sql` and `)}
    order by ${column} ${direction}, ${id} ${direction} limit ${limit + 1}`);
  return rows;
}

/** `offset 0` keeps the late conditions outside of the walk. */
async function walkAndCheck(page: PageOf, way: Walk, plain: readonly SQL[], direction: SQL, limit: number) {
  const { column, id, from } = way;
  const { rows } = await page.tx.execute<FoundId>(sql`
    select k.id, ${sortValue(way, sql`sorted`)} as value from (
      select k.id, ${column} as sorted, ${id} as place, ${LATE_COLUMNS} from ${from} where ${sql.join([...plain], sql` and `)}
      order by ${column} ${direction}, ${id} ${direction} offset 0) k
    where ${sql.join([...page.conditions.late], sql` and `)} order by sorted ${direction}, place ${direction} limit ${limit + 1}`);
  return rows;
}

const LATE_COLUMNS = sql`k.name, k.purpose, k.secret_start, k.secret_last_four, k.scopes, k.tags`;

/** The stretch where the sort value is null, by id, the newest first. */
async function byId(page: PageOf, after: string | null, limit: number): Promise<FoundId[]> {
  const plain = after === null ? page.conditions.plain : [...page.conditions.plain, sql`k.id < ${after}`];
  const where = sql.join([...plain], sql` and `);
  const { late } = page.conditions;
  const { rows } = await page.tx.execute<FoundId>(
    late.length === 0
      ? sql`select k.id, null as value from keys k where ${where} order by k.id desc limit ${limit + 1}`
      : sql`select k.id, null as value from (
          select k.id, ${LATE_COLUMNS} from keys k where ${where} order by k.id desc offset 0) k
        where ${sql.join([...late], sql` and `)} order by k.id desc limit ${limit + 1}`,
  );
  return rows;
}

/** Keys that never expire come last, whichever way: they are the least urgent. */
async function byExpiry(page: PageOf, after: InventoryPosition | null, limit: number): Promise<FoundId[]> {
  const inNever = after !== null && after[0] === null;
  const dated = inNever ? [] : await walk(withPlain(page, sql`k.expires_at is not null`), EXPIRY, after, limit);
  if (dated.length > limit) return dated;
  const never = withPlain(page, sql`k.expires_at is null`);
  return [...dated, ...(await byId(never, inNever ? after[1] : null, limit - dated.length))];
}

/** Descending: the latest first and those never used last. Ascending: those never used first, then the longest unused. */
async function byLastUse(page: PageOf, after: InventoryPosition | null, limit: number): Promise<FoundId[]> {
  const unused = withPlain(
    page,
    sql`not exists (select 1 from key_activity a where a.organization_id = k.organization_id and a.key_id = k.id)`,
  );
  const inUnused = after !== null && after[0] === null;
  if (page.descending) {
    const first = inUnused ? [] : await walk(page, USED, after, limit);
    if (first.length > limit) return first;
    return [...first, ...(await byId(unused, inUnused ? after[1] : null, limit - first.length))];
  }
  const first = after !== null && !inUnused ? [] : await byId(unused, after ? after[1] : null, limit);
  if (first.length > limit) return first;
  return [...first, ...(await walk(page, USED, inUnused ? null : after, limit - first.length))];
}

/** Verifications of the last days (UTC), per key and day, of all keys of a page at once. */
export async function dailyCounts(tx: Transaction, organizationId: string, ids: readonly string[], firstDay: string) {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ keyId: string; day: string; total: number; refused: number }>(sql`
    select key_id as "keyId", to_char(day, 'YYYY-MM-DD') as day, sum(count) as total,
      coalesce(sum(count) filter (where verdict <> 'VALID'), 0) as refused
    from usage_daily where organization_id = ${organizationId} and key_id ${anyOf(ids)} and day >= ${firstDay}::date
    group by key_id, day`);
  return rows;
}

/** Keys per stored state, those past their expiry apart; of the environments that are readable. */
export async function countByStatus(
  tx: Transaction,
  organizationId: string,
  environmentIds: readonly string[] | undefined,
  now: Date,
): Promise<{ status: KeyStatus; total: number }[]> {
  const where = sql.join(plainConditions(organizationId, { environmentIds }, now), sql` and `);
  const { rows: states } = await tx.execute<{ status: KeyStatus; total: number }>(
    sql`select k.state as status, count(*) as total from keys k where ${where} group by k.state`,
  );
  const { rows } = await tx.execute<{ total: number }>(
    sql`select count(*) as total from keys k where ${where} and k.state = 'active' and k.expires_at <= ${instantOf(now)}`,
  );
  const expired = rows[0]?.total ?? 0;
  const counted = states.map(({ status, total }) => ({ status, total: status === "active" ? total - expired : total }));
  return [...counted, { status: "expired", total: expired }];
}
