import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/db/schema/people";
import type { AccountContext } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { idSchema, isId } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { auditPerson } from "./audit-person";
import { endSessionsOf } from "./open-session";
import { presentSession, presentSignIn } from "./present";
import { liveSessionsOf, signInsOf } from "./queries";
import { historyFilterSchema, type sessionSchema, type signInEventSchema } from "./schema";

/** The live sessions of the signed-in person, newest use first (at most 200). */
export async function listSessions(
  ctx: AccountContext,
): Promise<{ items: z.output<typeof sessionSchema>[]; nextCursor: null }> {
  const rows = await liveSessionsOf(ctx.db.drizzle, ctx.actor.userId, ctx.clock.now());
  return { items: rows.map((row) => presentSession(row, ctx.actor.sessionId)), nextCursor: null };
}

/** Ends one session of the signed-in person, also the current one. @throws not_found. */
export async function endSession(ctx: AccountContext, session: string, reason = "ended_by_person"): Promise<void> {
  if (!isId("session", session)) throw notFound("session");
  const { userId, sessionId, mfaAt } = ctx.actor;
  await ctx.db.drizzle.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.clock.now(), endReason: reason })
      .where(and(eq(sessions.id, session), eq(sessions.userId, userId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw notFound("session");
    const target = { type: "session", id: session, name: null };
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "session.ended", target, reason });
  });
}

/** Ends every session of the signed-in person but the current one. */
export async function endOtherSessions(ctx: AccountContext): Promise<{ ended: number }> {
  const { userId, sessionId, mfaAt } = ctx.actor;
  return ctx.db.drizzle.transaction(async (tx) => {
    const ended = await endSessionsOf(tx, ctx, userId, "ended_by_person", sessionId);
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "session.others_ended", after: { ended } });
    return { ended };
  });
}

const historyCursor = z.tuple([z.iso.datetime(), idSchema("signIn")]);

/** Sign-ins of the person and refusals, newest first. */
export async function listSignIns(
  ctx: AccountContext,
  query: unknown,
): Promise<Page<z.output<typeof signInEventSchema>>> {
  const { limit, cursor } = parseInput(historyFilterSchema, query);
  const after = cursor === undefined ? null : decodeCursor(cursor, historyCursor);
  const rows = await signInsOf(
    ctx.db.drizzle,
    ctx.actor.userId,
    limit + 1,
    after ? { at: new Date(after[0]), id: after[1] } : null,
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.at.toISOString(), row.id]));
  return { items: page.items.map(presentSignIn), nextCursor: page.nextCursor };
}
