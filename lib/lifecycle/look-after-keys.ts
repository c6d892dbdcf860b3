import type { Context } from "@/db/tenancy";
import { planRotations } from "@/lib/rotation/plan-rotations";
import { watchOverlaps } from "@/lib/rotation/watch-overlaps";
import { reportExpiredUse } from "./report-expired-use";
import { sweepDisabled } from "./sweep-disabled";
import { sweepUnused } from "./sweep-unused";
import { warnOfExpiry } from "./warn-of-expiry";

/** Everything an organization's keys need by themselves, in the order in which it matters to a key. */
const ROUNDS: readonly [string, (ctx: Context) => Promise<unknown>][] = [
  ["overlaps", watchOverlaps],
  ["rotations", planRotations],
  ["expiry", warnOfExpiry],
  ["expired", reportExpiredUse],
  ["disabled", sweepDisabled],
  ["unused", sweepUnused],
];

/**
 * One look at all keys of an organization. Each round is a transaction of its own and finds nothing when it runs again; one
 * that fails does not keep the others waiting. @throws at the end, naming the rounds that failed, with the first error.
 */
export async function lookAfterKeys(ctx: Context): Promise<void> {
  const failed: { name: string; error: unknown }[] = [];
  for (const [name, round] of ROUNDS) {
    try {
      await round(ctx);
    } catch (error) {
      failed.push({ name, error });
    }
  }
  const [first] = failed;
  if (first) throw new Error(`Not done: ${failed.map(({ name }) => name).join(", ")}.`, { cause: first.error });
}
