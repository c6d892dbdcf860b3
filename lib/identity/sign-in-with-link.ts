import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { type Browser, completeSignIn, type SignedIn } from "./complete-sign-in";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { endSessionById, openSession } from "./open-session";
import { findUser, findUserByEmail, standingOf } from "./queries";
import { tokenInputSchema } from "./schema";
import { bucketOf, takeAttempt } from "./throttle";
import { makeUserToken, spendUserToken } from "./user-tokens";

const LIFETIME = 15 * 60_000;

/** The job behind `requestLink` for a sign-in. An address that is nobody's is left alone. */
export async function sendSignInLink(ctx: AnonymousContext, input: { email: string }): Promise<void> {
  const user = await findUserByEmail(ctx.db.drizzle, input.email);
  if (!user || user.disabledAt) return;
  await ctx.db.drizzle.transaction(async (tx) => {
    const { token, expiresAt } = await makeUserToken(tx, ctx, {
      userId: user.id,
      purpose: "sign_in",
      lifetime: LIFETIME,
    });
    await mailPerson(tx, ctx, user.id, {
      event: `sign-in-link/${ctx.request.requestId}`,
      template: "magic-link",
      props: ({ timeZone }) => ({
        timeZone,
        signInUrl: pageUrl("/sign-in/link", token),
        expiresAt: expiresAt.toISOString(),
        requestedFrom: originOf(ctx),
      }),
    });
  });
}

/** Signs in with a mailed link, once. A factor is asked for as after a password. @throws gone, rate_limited. */
export async function signInWithLink(ctx: AnonymousContext, input: unknown, browser: Browser): Promise<SignedIn> {
  const { token } = parseInput(tokenInputSchema, input);
  if (ctx.request.ip) {
    await takeAttempt(ctx, [{ bucket: bucketOf("link-address", ctx.request.ip), limit: 100, window: LIFETIME }]);
  }
  const now = ctx.clock.now();
  const result = await ctx.db.drizzle.transaction(async (tx) => {
    const { userId } = await spendUserToken(tx, ctx, token, ["sign_in"]);
    const user = await findUser(tx, userId);
    if (!user || user.disabledAt) return null;
    await tx
      .update(users)
      .set({ emailVerifiedAt: user.emailVerifiedAt ?? now })
      .where(eq(users.id, userId));
    const standing = await standingOf(tx, userId);
    const half = standing.enrolled || standing.required;
    const mfaAt = standing.enrolled ? null : now;
    const session = await openSession(tx, ctx, { userId, method: "magic_link", factor: null, mfaAt });
    const newDevice = half
      ? null
      : await completeSignIn(tx, ctx, { userId, session, method: "magic_link", factor: null, mfaAt, browser });
    return { userId, session, half, newDevice };
  });
  if (!result) throw new LatchkeyError("gone", "This link is not valid any more.");
  if (browser.sessionId) await endSessionById(ctx, browser.sessionId, "signed_in_again");
  return result;
}
