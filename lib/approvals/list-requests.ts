import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { requests } from "@/db/schema/approvals";
import { teamMembers } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { cursorInstantSchema, decodeCursor, encodeCursor, type Page } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { hasPermission } from "@/lib/core/permissions";
import { environmentRows } from "@/lib/keys/queries";
import type { PresentedRequest } from "./answer-schema";
import { canReadRequest } from "./policy";
import { presentRequest } from "./present";
import { fallbackOf, readSettingsRow, requestRows, textArray } from "./queries";
import { listRequestsSchema, type RequestState } from "./schema";
import { requireRequests, viewRequests } from "./view-request";

const cursorSchema = z.tuple([cursorInstantSchema, z.string().max(64)]);

/** Requests that the actor may read, newest first. @throws forbidden, invalid_input. */
export async function listRequests(ctx: Context, query: unknown): Promise<Page<PresentedRequest>> {
  requireRequests(ctx);
  const filter = parseInput(listRequestsSchema, query);
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const conditions: (SQL | undefined)[] = [await readable(tx, ctx)];
    if (filter.state) conditions.push(or(...filter.state.map((state) => inState(state, now))));
    if (filter.kind) conditions.push(inArray(requests.kind, filter.kind));
    if (filter.key) conditions.push(sql`${requests.keyId} = ${filter.key}`);
    if (filter.requester) conditions.push(sql`${requests.requesterId} = ${requesterOf(ctx, filter.requester)}`);
    if (filter.project || filter.environment) conditions.push(await inPlace(tx, ctx, filter));
    if (filter.waiting) conditions.push(await waitingFor(tx, ctx, now));
    if (filter.cursor) {
      const [at, id] = decodeCursor(filter.cursor, cursorSchema);
      conditions.push(sql`(${requests.createdAt}, ${requests.id}) < (${at}::timestamptz, ${id})`);
    }
    const rows = await requestRows(tx, ctx.actor.organizationId, and(...conditions), filter.limit + 1);
    const shown = rows.slice(0, filter.limit);
    const last = shown.at(-1)?.request;
    const views = await viewRequests(tx, ctx, shown);
    return {
      items: views.map((view) => presentRequest(ctx.actor, view, now)),
      nextCursor: rows.length > filter.limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
    };
  });
}

/** How many requests wait for the actor: to decide, to claim, and of their own to be decided. */
export async function countRequests(ctx: Context): Promise<{ waitingForMe: number; toClaim: number; pending: number }> {
  requireRequests(ctx);
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const mine = sql`${requests.requesterId} = ${requesterOf(ctx, "me")}`;
    const count = async (condition: SQL | undefined) => {
      const [row] = await tx
        .select({ n: sql<number>`count(*)` })
        .from(requests)
        .where(and(eq(requests.organizationId, ctx.actor.organizationId), condition));
      return row?.n ?? 0;
    };
    return {
      waitingForMe: await count(and(await readable(tx, ctx), await waitingFor(tx, ctx, now))),
      toClaim: await count(and(mine, inState("approved", now), sql`${requests.claimBy} is not null`)),
      pending: await count(and(mine, inState("pending", now))),
    };
  });
}

/** The state as it is seen at a moment, as `requestState` has it. */
function inState(state: RequestState, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  if (state === "pending") return sql`(${requests.state} = 'pending' and ${requests.expiresAt} > ${at})`;
  if (state === "approved") {
    return sql`(${requests.state} = 'approved' and (${requests.claimBy} is null or ${requests.claimBy} > ${at}))`;
  }
  if (state !== "expired") return sql`${requests.state} = ${state}`;
  return sql`(${requests.state} = 'expired' or (${requests.state} = 'pending' and ${requests.expiresAt} <= ${at})
    or (${requests.state} = 'approved' and ${requests.claimBy} <= ${at}))`;
}

async function readable(tx: Transaction, ctx: Context): Promise<SQL | undefined> {
  const { actor } = ctx;
  const all = await environmentRows(tx, actor.organizationId);
  const open = all.filter((environment) => canReadRequest(actor, { requesterId: "", environment }));
  if (open.length === all.length) return undefined;
  const inOpen = sql`${requests.environmentId} = any(${textArray(open.map(({ id }) => id))})`;
  return actor.type === "user" ? or(inOpen, eq(requests.requesterId, actor.userId)) : inOpen;
}

function requesterOf(ctx: Context, reference: string): string {
  if (reference !== "me") return reference;
  return ctx.actor.type === "user" ? ctx.actor.userId : "";
}

async function inPlace(
  tx: Transaction,
  ctx: Context,
  filter: { project?: string | undefined; environment?: string | undefined },
): Promise<SQL> {
  const found = (await environmentRows(tx, ctx.actor.organizationId)).filter(
    (row) =>
      (filter.project === undefined || row.projectId === filter.project || row.project === filter.project) &&
      (filter.environment === undefined || row.id === filter.environment || row.slug === filter.environment),
  );
  return sql`${requests.environmentId} = any(${textArray(found.map(({ id }) => id))})`;
}

/** Pending, not one's own, not decided by oneself yet, and under a rule that asks for the actor: as `rulesOf` has it. */
async function waitingFor(tx: Transaction, ctx: Context, now: Date): Promise<SQL> {
  const { actor } = ctx;
  if (actor.type !== "user" || actor.role === "auditor" || !hasPermission(actor, "requests:write")) return sql`false`;
  const { organizationId, memberId, userId, role } = actor;
  const teams = await tx
    .select({ teamId: teamMembers.teamId })
    .from(teamMembers)
    .where(and(eq(teamMembers.organizationId, organizationId), eq(teamMembers.memberId, memberId)));
  const teamIds = teams.map(({ teamId }) => teamId);
  const fallback = fallbackOf(await readSettingsRow(tx, organizationId));
  const isNamed =
    fallback.members.includes(userId) || fallback.teams.some((team) => teamIds.includes(`team_${team.slice(5)}`));
  const isFallback = fallback.teams.length + fallback.members.length === 0 ? role === "owner" : isNamed;
  const isOpen = role === "owner" || role === "admin";
  const shut = Object.entries(actor.access).flatMap(([id, level]) => (level === "none" ? [id] : []));
  return sql`${inState("pending", now)} and ${requests.requesterId} <> ${userId}
    and not ${requests.environmentId} = any(${textArray(shut)})
    and not exists (select 1 from request_decisions d where d.organization_id = ${requests.organizationId}
      and d.request_id = ${requests.id} and d.revision = ${requests.revision} and d.approver_id = ${userId})
    and ((${isFallback}::boolean and ${requests.escalatedAt} is not null) or exists (
      select 1 from jsonb_array_elements(${requests.rules}) r
      where r->'roles' ? ${role} or r->'members' ? ${userId} or r->'teams' ?| ${textArray(teamIds)}
        or (${isOpen}::boolean and r->'roles' = '[]' and r->'teams' = '[]' and r->'members' = '[]')))`;
}
