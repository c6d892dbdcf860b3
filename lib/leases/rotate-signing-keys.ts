import { and, isNull, lt, lte } from "drizzle-orm";
import { leaseExchanges, signingKeys } from "@/db/schema/leases";
import type { Context } from "@/db/tenancy";
import { type Id, newId } from "@/lib/core/ids";
import { LONGEST_LIFE, PUBLICATION_LEAD, PUBLICATION_MARGIN, ROTATION_INTERVAL } from "./lifetimes";
import { generateSigningKey } from "./signing-key";

export type RotationResult = {
  /** The key that was made, if one was due. */
  made: Id<"signingKey"> | null;
  /** How many keys left the key set because no lease of theirs lives any more. */
  removed: number;
  /** How many exchanged tokens were forgotten because they have ended. */
  forgotten: number;
};

/**
 * Makes the next signing key when the newest has signed for 30 days, and removes what nobody needs any more.
 * The new key is published at once and signs two hours later; the old one stays published until its last lease has ended.
 * Safe to call at any time by any number of workers: the row's condition lets one of them make the key.
 */
export async function rotateSigningKeys(ctx: Pick<Context, "db" | "clock" | "vault">): Promise<RotationResult> {
  const now = ctx.clock.now();
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  return ctx.db.drizzle.transaction(async (tx) => {
    const successorSigns = after(PUBLICATION_LEAD);
    const closed = await tx
      .update(signingKeys)
      .set({ signsUntil: successorSigns, publishedUntil: after(PUBLICATION_LEAD + LONGEST_LIFE + PUBLICATION_MARGIN) })
      .where(and(isNull(signingKeys.signsUntil), lte(signingKeys.signsFrom, after(-ROTATION_INTERVAL))))
      .returning({ id: signingKeys.id });
    const known = await tx.select({ id: signingKeys.id }).from(signingKeys).limit(1);
    const isFirst = known.length === 0;
    let made: Id<"signingKey"> | null = null;
    if (closed.length > 0 || isFirst) {
      const id = newId("signingKey", now.getTime());
      const inserted = await tx
        .insert(signingKeys)
        // Nobody has cached a key set without the first key, so it signs at once.
        .values({
          id,
          privateKey: generateSigningKey(ctx.vault, id),
          createdAt: now,
          signsFrom: isFirst ? now : successorSigns,
        })
        .onConflictDoNothing()
        .returning({ id: signingKeys.id });
      made = inserted[0]?.id ?? null;
    }
    const removed = await tx.delete(signingKeys).where(lt(signingKeys.publishedUntil, now));
    const forgotten = await tx.delete(leaseExchanges).where(lt(leaseExchanges.expiresAt, now));
    return { made, removed: removed.rowCount ?? 0, forgotten: forgotten.rowCount ?? 0 };
  });
}
