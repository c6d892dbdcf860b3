import { and, eq, isNull, ne } from "drizzle-orm";
import { signIns } from "@/db/schema/identity";
import type { AnonymousContext } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { auditPerson } from "./audit-person";

/** The job behind a refused sign-in: writes it into the trails of the person's organizations, once. */
export async function auditSignInRefusal(ctx: AnonymousContext, signInId: Id<"signIn">): Promise<void> {
  await ctx.db.drizzle.transaction(async (tx) => {
    const [row] = await tx
      .update(signIns)
      .set({ auditedAt: ctx.clock.now() })
      .where(and(eq(signIns.id, signInId), isNull(signIns.auditedAt), ne(signIns.outcome, "signed_in")))
      .returning();
    if (!row?.userId) return;
    const request = { ...ctx.request, ip: row.ip, userAgent: row.userAgent };
    await auditPerson(
      tx,
      { ...ctx, request },
      { userId: row.userId, sessionId: null, mfaAt: null },
      { action: "session.refused", after: { method: row.method, outcome: row.outcome, at: row.at.toISOString() } },
    );
  });
}
