import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import type { AccountActor } from "@/lib/core/actor";
import { isId } from "@/lib/core/ids";
import { sessionLimits } from "./session-limits";

const SEEN_EVERY = 60_000;

const rowSchema = z.object({
  user_id: z.custom<AccountActor["userId"]>((value) => typeof value === "string" && isId("user", value)),
  last_seen_at: z.coerce.date(),
  started_at: z.coerce.date(),
  expires_at: z.coerce.date(),
  mfa_at: z.coerce.date().nullable(),
  factor: z.string().nullable(),
  confined_to: z
    .custom<`org_${string}`>((value) => typeof value === "string" && isId("organization", value))
    .nullable(),
  enrolled: z.boolean(),
  required: z.boolean(),
  strict: z.boolean(),
});

/**
 * The signed-in person of a session id, or null when the session is unknown, ended, idle or too old, or the person disabled.
 * Whether it is only half a session is decided anew on every call: a factor enrolled or demanded since counts at once.
 */
export async function readSession(ctx: AnonymousContext, sessionId: string): Promise<AccountActor | null> {
  if (!isId("session", sessionId)) return null;
  const found = await ctx.db.drizzle.execute(sql`
    select s.user_id, s.last_seen_at, coalesce(s.started_at, s.created_at) as started_at, s.expires_at, s.mfa_at, s.factor,
           s.confined_to, p.enrolled, p.required, p.strict
    from sessions s join users u on u.id = s.user_id and u.disabled_at is null
    cross join lateral person_standing(s.user_id) p
    where s.id = ${sessionId} and s.ended_at is null`);
  const row = found.rows[0] === undefined ? undefined : rowSchema.parse(found.rows[0]);
  if (!row) return null;
  const now = ctx.clock.now();
  const limits = sessionLimits(row.strict);
  const idle = now.getTime() - row.last_seen_at.getTime();
  const age = now.getTime() - row.started_at.getTime();
  if (now >= row.expires_at || idle > limits.idle || age > limits.absolute) return null;
  if (idle > SEEN_EVERY) {
    await ctx.db.drizzle
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)));
  }
  return {
    type: "account",
    userId: row.user_id,
    sessionId,
    mfaAt: row.mfa_at,
    // An organization's own identity provider answers for the factors of sessions that see that organization alone.
    half: row.confined_to === null && row.factor === null && (row.enrolled || row.required),
    confinedTo: row.confined_to,
  };
}
