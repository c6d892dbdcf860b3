import { and, eq, isNull, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { sessions } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import type { RequestInfo } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { LatchkeyError } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { countryOf } from "./country-of";
import { sessionLimits } from "./session-limits";

/** How a person came in. */
export type SignInMethod =
  | "password"
  | "passkey"
  | "magic_link"
  | "oauth"
  | "sso"
  | "invitation"
  | "set_up"
  | "sign_up";
/** What was proved beyond the first step; `password` where there is no factor (it is then the step-up factor). */
export type Factor = "totp" | "passkey" | "recovery_code";

export type OpenedSession = { id: Id<"session">; expiresAt: Date };

/** A new session of a person. `mfaAt` is when a factor, or the password of a person without one, was proved. */
export async function openSession(
  tx: Transaction,
  ctx: { clock: Clock; request: RequestInfo },
  input: {
    userId: Id<"user">;
    method: SignInMethod;
    factor: Factor | null;
    mfaAt: Date | null;
    confinedTo?: Id<"organization"> | null;
  },
): Promise<OpenedSession> {
  const now = ctx.clock.now();
  const id = newId("session", now.getTime());
  const expiresAt = new Date(now.getTime() + sessionLimits(false).absolute);
  await tx.insert(sessions).values({
    id,
    userId: input.userId,
    createdAt: now,
    startedAt: now,
    lastSeenAt: now,
    expiresAt,
    mfaAt: input.mfaAt,
    factor: input.factor,
    method: input.method,
    confinedTo: input.confinedTo ?? null,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    country: await countryOf(ctx.request.ip),
  });
  return { id, expiresAt };
}

/**
 * The same session under a new id, with more assurance; the old id is dead from the same moment (fixation). Of two at once,
 * one wins. @throws unauthenticated when the session has ended meanwhile.
 */
export async function replaceSession(
  tx: Transaction,
  ctx: { clock: Clock; request: RequestInfo },
  sessionId: Id<"session">,
  proved: { factor: Factor | null; mfaAt: Date },
): Promise<OpenedSession> {
  const now = ctx.clock.now();
  const id = newId("session", now.getTime());
  const [old] = await tx
    .update(sessions)
    .set({ endedAt: now, endReason: "replaced", replacedBy: id })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning();
  if (!old) throw new LatchkeyError("unauthenticated", "This session has ended. Sign in again.");
  await tx.insert(sessions).values({
    ...old,
    id,
    createdAt: now,
    startedAt: old.startedAt ?? old.createdAt,
    lastSeenAt: now,
    endedAt: null,
    endReason: null,
    replacedBy: null,
    mfaAt: proved.mfaAt,
    factor: proved.factor ?? old.factor,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    country: await countryOf(ctx.request.ip),
  });
  return { id, expiresAt: old.expiresAt };
}

/** Ends sessions of a person, all or all but one. Returns how many. */
export async function endSessionsOf(
  tx: Transaction,
  ctx: { clock: Clock },
  userId: Id<"user">,
  reason: string,
  except?: Id<"session">,
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: ctx.clock.now(), endReason: reason })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    )
    .returning({ id: sessions.id });
  return ended.length;
}

/** Ends the session a browser had before it signed in anew. Unknown and ended ones are no fault. */
export async function endSessionById(
  ctx: AnonymousContext | { db: AnonymousContext["db"]; clock: Clock },
  sessionId: Id<"session">,
  reason: string,
): Promise<boolean> {
  const ended = await ctx.db.drizzle
    .update(sessions)
    .set({ endedAt: ctx.clock.now(), endReason: reason })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}
