import { eq, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { throttles } from "@/db/schema/people";
import type { Clock } from "@/lib/core/clock";
import { LatchkeyError } from "@/lib/core/errors";
import { sha256 } from "@/lib/core/vault";

export type Limit = {
  /** What is counted, such as `password:<hash of the address>`. */
  bucket: string;
  /** Attempts allowed in one window. */
  limit: number;
  /** Length of the window in milliseconds, counted from its first attempt. */
  window: number;
};

const MINUTE = 60_000;
/** One row per bucket: its window begins with the first attempt, so no two windows touch. */
const START = new Date(0);
const YEARS = 20 * 365 * 86_400_000;

/** A bucket name that does not hold what it is about. */
export function bucketOf(kind: string, subject: string): string {
  return `${kind}:${sha256(subject).toString("base64url").slice(0, 27)}`;
}

/**
 * Ten attempts in 15 minutes on one subject, and never more than a hundred failures in a row over any time, however many
 * addresses and restarts (NIST SP 800-63B section 3.2.2). `relax` clears both.
 */
export function guessLimits(bucket: string): Limit[] {
  return [
    { bucket, limit: 10, window: 15 * MINUTE },
    { bucket: `${bucket}:row`, limit: 100, window: YEARS },
  ];
}

/**
 * Counts an attempt before it is made, so that parallel ones cannot slip past. Limits are taken in their order and the first
 * that refuses ends it: an attempt that was never made does not count against the longer limits.
 * @throws rate_limited with the seconds to wait.
 */
export async function takeAttempt(ctx: { db: Database; clock: Clock }, limits: readonly Limit[]): Promise<void> {
  const wait = await countAttempt(ctx, limits);
  if (wait === null) return;
  throw new LatchkeyError("rate_limited", "Too many attempts. Wait a while, then try again.", {
    details: { retryAfter: Math.ceil(Math.min(wait, 3600)) },
  });
}

/** Like `takeAttempt`, but answers: null, or the seconds to wait. */
export async function countAttempt(
  ctx: { db: Database; clock: Clock },
  limits: readonly Limit[],
): Promise<number | null> {
  const now = ctx.clock.now();
  for (const { bucket, limit, window } of limits) {
    const expiresAt = new Date(now.getTime() + window);
    const [row] = await ctx.db.drizzle
      .insert(throttles)
      .values({ bucket, windowStart: START, hits: 1, expiresAt })
      .onConflictDoUpdate({
        target: [throttles.bucket, throttles.windowStart],
        set: {
          hits: sql`case when ${throttles.expiresAt} <= ${now} then 1 else ${throttles.hits} + 1 end`,
          expiresAt: sql`case when ${throttles.expiresAt} <= ${now} then ${expiresAt} else ${throttles.expiresAt} end`,
        },
      })
      .returning({ hits: throttles.hits, expiresAt: throttles.expiresAt });
    if (row && row.hits > limit) return Math.max(1, (row.expiresAt.getTime() - now.getTime()) / 1000);
  }
  return null;
}

/** Forgets the failures of these subjects: what was asked has been proved. */
export async function relax(ctx: { db: Database }, buckets: readonly string[]): Promise<void> {
  for (const bucket of buckets) {
    await ctx.db.drizzle
      .delete(throttles)
      .where(or(eq(throttles.bucket, bucket), eq(throttles.bucket, `${bucket}:row`)));
  }
}
