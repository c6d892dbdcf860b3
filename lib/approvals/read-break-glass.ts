import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { breakGlassUses, requests } from "@/db/schema/approvals";
import { users } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { cursorInstantSchema, decodeCursor, encodeCursor, type Page } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { accessLevel, requirePermission } from "@/lib/core/permissions";
import { environmentRows } from "@/lib/keys/queries";
import type { breakGlassSchema } from "./answer-schema";
import { emergencyRefusal } from "./policy";
import { namesOf, textArray } from "./queries";
import { listPageSchema } from "./schema";

export type PresentedUse = z.output<typeof breakGlassSchema>;
const cursorSchema = z.tuple([cursorInstantSchema, z.string().max(64)]);

/** Uses, newest first. @throws forbidden. */
export async function listBreakGlass(ctx: Context, query: unknown = {}): Promise<Page<PresentedUse>> {
  requirePermission(ctx.actor, "requests:read");
  const { limit, cursor } = parseInput(listPageSchema, query);
  return withOrganization(ctx, async (tx) => {
    const [at, after] = cursor ? decodeCursor(cursor, cursorSchema) : [null, null];
    const older =
      at === null || after === null
        ? undefined
        : or(
            lt(breakGlassUses.startedAt, new Date(at)),
            and(eq(breakGlassUses.startedAt, new Date(at)), lt(breakGlassUses.id, `bgu_${after.slice(4)}`)),
          );
    const uses = await presentUses(tx, ctx, older, limit + 1);
    const items = uses.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: uses.length > limit && last ? encodeCursor([last.startedAt, last.id]) : null };
  });
}

/** The condition on one use. @throws not_found when it is no id of one. */
export function oneUse(ctx: Context, id: string): SQL | undefined {
  if (!isId("breakGlass", id)) throw notFound("emergency");
  return and(eq(breakGlassUses.organizationId, ctx.actor.organizationId), eq(breakGlassUses.id, id));
}

/** One use that the actor may see. @throws not_found. */
export async function readUse(tx: Transaction, ctx: Context, reference: string): Promise<PresentedUse> {
  const [use] = await presentUses(tx, ctx, oneUse(ctx, reference), 1);
  if (!use) throw notFound("emergency");
  return use;
}

async function presentUses(
  tx: Transaction,
  ctx: Context,
  condition: SQL | undefined,
  limit: number,
): Promise<PresentedUse[]> {
  const { actor } = ctx;
  const { organizationId } = actor;
  const all = await environmentRows(tx, organizationId);
  const open = all.filter((environment) => accessLevel(actor, environment) !== "none");
  // What happened where the actor may not look is not theirs to see, but for their own doing.
  const inReach = sql`${breakGlassUses.environmentId} = any(${textArray(open.map(({ id }) => id))})`;
  const seen = actor.type === "user" ? or(inReach, eq(breakGlassUses.userId, actor.userId)) : inReach;
  const rows = await tx
    .select({ use: breakGlassUses, userName: users.name })
    .from(breakGlassUses)
    .innerJoin(users, eq(users.id, breakGlassUses.userId))
    .where(and(eq(breakGlassUses.organizationId, organizationId), seen, condition))
    .orderBy(desc(breakGlassUses.startedAt), desc(breakGlassUses.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const environments = new Map(all.map((row) => [row.id, row]));
  const reviewers = await namesOf(
    tx,
    organizationId,
    rows.flatMap(({ use }) => use.reviewedBy ?? []),
  );
  const done = await tx
    .select({
      id: requests.id,
      kind: requests.kind,
      keyName: requests.keyName,
      createdAt: requests.createdAt,
      useId: requests.approvedById,
    })
    .from(requests)
    .where(
      and(
        eq(requests.organizationId, organizationId),
        eq(requests.approvedBy, "break_glass"),
        inArray(
          requests.approvedById,
          rows.map(({ use }) => use.id),
        ),
      ),
    )
    .orderBy(requests.createdAt);
  const now = ctx.clock.now();
  return rows.map(({ use, userName }) => {
    const environment = environments.get(use.environmentId);
    const active = use.endedAt === null && use.endsAt > now;
    const refusal = (action: "end" | "review") =>
      emergencyRefusal(action, actor, { userId: use.userId, active, reviewed: use.reviewedAt !== null });
    return {
      id: use.id,
      userId: use.userId,
      userName,
      projectId: use.projectId,
      project: environment?.project ?? "",
      projectName: environment?.projectName ?? "",
      environmentId: use.environmentId,
      environment: environment?.slug ?? "",
      environmentName: environment?.name ?? "",
      sensitivity: environment?.sensitivity ?? "high",
      environmentColor: environment?.color ?? "slate",
      reason: use.reason,
      startedAt: use.startedAt.toISOString(),
      endsAt: use.endsAt.toISOString(),
      endedAt: (use.endedAt ?? (use.endsAt <= now ? use.endsAt : null))?.toISOString() ?? null,
      active,
      reviewedAt: use.reviewedAt?.toISOString() ?? null,
      reviewedBy: use.reviewedBy,
      reviewedByName: use.reviewedBy === null ? null : (reviewers.get(use.reviewedBy) ?? "someone who has left"),
      review: use.review,
      requests: done
        .filter(({ useId }) => useId === use.id)
        .map(({ id, kind, keyName, createdAt }) => ({ id, kind, keyName, createdAt: createdAt.toISOString() })),
      actions: { end: refusal("end"), review: refusal("review") },
    };
  });
}
