import type { AnonymousContext } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { verifyPassword } from "@/lib/infra/passwords/hash-password";
import { type Browser, completeSignIn, deviceHashes, recordSignIn, type SignedIn } from "./complete-sign-in";
import { endSessionById, openSession } from "./open-session";
import { findUserByEmail, isKnownDevice, standingOf } from "./queries";
import { signInSchema } from "./schema";
import { bucketOf, guessLimits, relax, takeAttempt } from "./throttle";

const QUARTER = 15 * 60_000;

/**
 * Signs a person in with e-mail and password. Where a factor is enrolled or required the session is only half of one.
 * An unknown address and a wrong password answer alike, after the same work.
 * @throws unauthenticated, rate_limited. A browser the person is known by is counted apart, so that nobody's guessing locks it out.
 */
export async function signIn(ctx: AnonymousContext, input: unknown, browser: Browser): Promise<SignedIn> {
  const { email, password } = parseInput(signInSchema, input);
  const user = await findUserByEmail(ctx.db.drizzle, email);
  const hashes = deviceHashes(ctx.vault, browser.deviceToken);
  const isKnown = await isKnownDevice(ctx.db.drizzle, user?.id ?? "usr_", hashes);
  const bucket = isKnown ? bucketOf("password-device", `${email} ${browser.deviceToken}`) : bucketOf("password", email);
  await takeAttempt(ctx, [
    ...(ctx.request.ip ? [{ bucket: bucketOf("password-address", ctx.request.ip), limit: 300, window: QUARTER }] : []),
    ...guessLimits(bucket),
  ]);
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight || user.disabledAt) {
    await ctx.db.drizzle.transaction((tx) =>
      recordSignIn(tx, ctx, { userId: user?.id ?? null, outcome: "refused", method: "password", sessionId: null }),
    );
    throw new LatchkeyError("unauthenticated", "The e-mail address or the password is not right.");
  }
  await relax(ctx, [bucket]);
  if (browser.sessionId) await endSessionById(ctx, browser.sessionId, "signed_in_again");
  const now = ctx.clock.now();
  return ctx.db.drizzle.transaction(async (tx) => {
    const standing = await standingOf(tx, user.id);
    const half = standing.enrolled || standing.required;
    // Without a factor the password is what step-up asks for, so it has just been proved.
    const mfaAt = standing.enrolled ? null : now;
    const session = await openSession(tx, ctx, { userId: user.id, method: "password", factor: null, mfaAt });
    const newDevice = half
      ? null
      : await completeSignIn(tx, ctx, { userId: user.id, session, method: "password", factor: null, mfaAt, browser });
    return { userId: user.id, session, half, newDevice };
  });
}
