import { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId } from "@/lib/core/ids";
import { cursorInstantSchema, decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { dailyCounts, type InventoryFilter, type InventoryOrder, inventoryIds } from "./inventory-queries";
import { canReadKeys } from "./policy";
import { presentKey } from "./present";
import { type EnvironmentRow, environmentRows, findTeam, keyRows } from "./queries";
import { type KeyFilter, type ListedKey, listKeysSchema } from "./schema";

const SPARKLINE_DAYS = 14;
const DAY = 86_400_000;

const cursorSchema = z.tuple([
  z.enum(["createdAt", "name", "expiresAt", "lastUsedAt"]),
  z.enum(["asc", "desc"]),
  z.string().max(200).nullable(),
  z.string().max(40),
]);

/** The keys that the actor may read, filtered, sorted, page by page. @throws invalid_input, forbidden, not_found. */
export async function listKeys(ctx: Context, query: unknown): Promise<Page<ListedKey>> {
  requirePermission(ctx.actor, "keys:read");
  const input = parseInput(listKeysSchema, query);
  const order = input.order ?? (input.sort === "name" ? "asc" : "desc");
  const position = positionOf(input, order);
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    const now = ctx.clock.now();
    const environments = await environmentRows(tx, organizationId);
    const filter = await resolveFilter(tx, ctx, input, environments, now);
    const sorting: InventoryOrder = { sort: input.sort, descending: order === "desc" };
    const found = await inventoryIds(tx, organizationId, filter, sorting, position, input.limit, now);
    const page = pageOf(found, input.limit, (row) => encodeCursor([input.sort, order, row.value, row.id]));
    const items = await presentPage(
      tx,
      organizationId,
      page.items.map(({ id }) => id),
      environments,
      now,
    );
    const withLines = input.include === "sparkline" ? await addSparklines(tx, organizationId, items, now) : items;
    return { items: withLines, nextCursor: page.nextCursor };
  });
}

function positionOf(input: KeyFilter, order: "asc" | "desc"): readonly [string | null, string] | null {
  if (input.cursor === undefined) return null;
  const [sort, direction, value, id] = decodeCursor(input.cursor, cursorSchema);
  const hasValue = input.sort === "name" || cursorInstantSchema.safeParse(value).success;
  const isValid = hasValue || (value === null && (input.sort === "expiresAt" || input.sort === "lastUsedAt"));
  if (
    sort !== input.sort ||
    direction !== order ||
    !isId("key", id) ||
    !isValid ||
    (value === null && input.sort === "name")
  ) {
    throw invalidInput([{ path: "cursor", message: "is not a cursor of this list and order" }]);
  }
  return [value, id];
}

async function presentPage(
  tx: Transaction,
  organizationId: Id<"organization">,
  ids: readonly Id<"key">[],
  environments: readonly EnvironmentRow[],
  now: Date,
): Promise<ListedKey[]> {
  const rows = new Map((await keyRows(tx, organizationId, ids)).map((row) => [row.key.id, row]));
  const byId = new Map(environments.map((environment) => [environment.id, environment]));
  return ids.flatMap((id) => {
    const row = rows.get(id);
    const environment = row && byId.get(row.key.environmentId);
    return row && environment ? [presentKey(row, environment, now)] : [];
  });
}

async function addSparklines(
  tx: Transaction,
  organizationId: Id<"organization">,
  items: ListedKey[],
  now: Date,
): Promise<ListedKey[]> {
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const days = Array.from({ length: SPARKLINE_DAYS }, (_, index) =>
    new Date(today - (SPARKLINE_DAYS - 1 - index) * DAY).toISOString().slice(0, 10),
  );
  const counts = await dailyCounts(
    tx,
    organizationId,
    items.map(({ id }) => id),
    days[0] ?? "",
  );
  const byKey = new Map(counts.map((count) => [`${count.keyId}/${count.day}`, count]));
  return items.map((item) => {
    const line = days.map((day) => {
      const count = byKey.get(`${item.id}/${day}`);
      return { day, total: count?.total ?? 0, refused: count?.refused ?? 0 };
    });
    return { ...item, sparkline: { days: line, total: line.reduce((sum, { total }) => sum + total, 0) } };
  });
}

/** Names to ids, and what the actor may read. */
async function resolveFilter(
  tx: Transaction,
  ctx: Context,
  input: KeyFilter,
  environments: readonly EnvironmentRow[],
  now: Date,
): Promise<InventoryFilter> {
  const readable = environments.filter((row) => canReadKeys(ctx.actor, row));
  const chosen = chooseEnvironments(readable, input);
  return {
    environmentIds: chosen.length === environments.length ? undefined : chosen.map(({ id }) => id),
    ownerIds: input.owner && (await resolveOwners(tx, ctx, input.owner)),
    statuses: input.status,
    scopes: input.scope === undefined ? undefined : grantsOf(input.scope),
    pattern: input.q ? `%${input.q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%` : undefined,
    tag: input.tag === undefined ? undefined : tagOf(input.tag),
    expiresBefore:
      input.expiringWithin === undefined ? undefined : new Date(now.getTime() + input.expiringWithin * 1000),
    unusedSince: input.unusedSince === undefined ? undefined : new Date(now.getTime() - input.unusedSince * 1000),
  };
}

function chooseEnvironments(readable: readonly EnvironmentRow[], input: KeyFilter): EnvironmentRow[] {
  let chosen = [...readable];
  if (input.project) {
    const wanted = input.project;
    const isWanted = (row: EnvironmentRow) => wanted.includes(row.project) || wanted.includes(row.projectId);
    if (
      !wanted.every((reference) => readable.some((row) => row.project === reference || row.projectId === reference))
    ) {
      throw notFound("project");
    }
    chosen = chosen.filter(isWanted);
  }
  if (input.environment) {
    const wanted = input.environment;
    if (!wanted.every((reference) => chosen.some((row) => row.slug === reference || row.id === reference))) {
      throw notFound("environment");
    }
    chosen = chosen.filter((row) => wanted.includes(row.slug) || wanted.includes(row.id));
  }
  return chosen;
}

async function resolveOwners(tx: Transaction, ctx: Context, references: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const reference of references) {
    if (reference === "me") {
      if (ctx.actor.type !== "user") throw invalidInput("owner", "me is a person; name a user or a team");
      ids.push(ctx.actor.userId);
    } else if (isId("user", reference) || isId("team", reference)) ids.push(reference);
    else {
      const team = await findTeam(tx, ctx.actor.organizationId, reference);
      if (!team) throw notFound("owner");
      ids.push(team.id);
    }
  }
  return ids;
}

/** The grants that give a scope: itself and the wildcards over it. */
function grantsOf(scope: string): string[] {
  const [resource = "", action = ""] = scope.split(":");
  return [...new Set([scope, `${resource}:*`, `*:${action}`, "*:*"])];
}

function tagOf(text: string): { name: string; value: string | null } {
  const cut = text.indexOf("=");
  return cut < 0 ? { name: text, value: null } : { name: text.slice(0, cut), value: text.slice(cut + 1) };
}
