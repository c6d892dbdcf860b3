import type { AnonymousContext } from "@/db/tenancy";
import { parseInput } from "@/lib/core/parse-input";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { auditPerson } from "./audit-person";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { findUser, findUserByEmail } from "./queries";
import { addressSchema, confirmPasswordSchema } from "./schema";
import { requireUncommonPassword, writePassword } from "./set-password";
import { bucketOf, countAttempt, relax } from "./throttle";
import { makeUserToken, spendUserToken } from "./user-tokens";

const HOUR = 3_600_000;

/**
 * Asks for a reset link, or a sign-in link. Whether there is such an account is found out by a job: the caller's answer is the
 * same bytes after the same work. One address gets at most 5 mails an hour, one caller asks at most 50 times.
 */
export async function requestLink(
  ctx: AnonymousContext,
  job: "send_password_reset" | "send_sign_in_link",
  input: unknown,
): Promise<void> {
  const { email } = parseInput(addressSchema, input);
  const { ip, userAgent } = ctx.request;
  const refused = await countAttempt(ctx, [
    ...(ip ? [{ bucket: bucketOf(`${job}-address`, ip), limit: 50, window: HOUR }] : []),
    { bucket: bucketOf(job, email), limit: 5, window: HOUR },
  ]);
  if (refused !== null) return;
  await ctx.db.drizzle.transaction((tx) => enqueueJob(tx, job, { email, ip, userAgent }));
}

/** The job behind `requestLink` for a password. An address that is nobody's is left alone. */
export async function sendPasswordReset(ctx: AnonymousContext, input: { email: string }): Promise<void> {
  const user = await findUserByEmail(ctx.db.drizzle, input.email);
  if (!user || user.disabledAt) return;
  await ctx.db.drizzle.transaction(async (tx) => {
    const { token, expiresAt } = await makeUserToken(tx, ctx, {
      userId: user.id,
      purpose: "reset_password",
      lifetime: HOUR,
    });
    await mailPerson(tx, ctx, user.id, {
      event: `reset/${token.slice(0, 12)}`,
      template: "password-reset",
      props: ({ timeZone }) => ({
        timeZone,
        resetUrl: pageUrl("/set-password", token),
        expiresAt: expiresAt.toISOString(),
        requestedFrom: originOf(ctx),
      }),
    });
    await auditPerson(
      tx,
      ctx,
      { userId: user.id, sessionId: null, mfaAt: null },
      { action: "user.password_reset_requested" },
    );
  });
}

/**
 * Sets a password with a mailed token (reset, or the first one of an account an administrator made). Every session ends. It does
 * not sign in: factors stay as they are, and the next sign-in asks for them. @throws gone.
 */
export async function confirmPassword(ctx: AnonymousContext, input: unknown): Promise<{ email: string }> {
  const { token, password } = parseInput(confirmPasswordSchema, input);
  const passwordHash = await hashPassword(password);
  const email = await ctx.db.drizzle.transaction(async (tx) => {
    const used = await spendUserToken(tx, ctx, token, ["set_password", "reset_password"]);
    const user = await findUser(tx, used.userId);
    if (!user) return null;
    // A refused password rolls back, so that the link still works for a better one.
    requireUncommonPassword(password, user);
    await writePassword(tx, ctx, {
      userId: user.id,
      passwordHash,
      keep: null,
      verifiesEmail: true,
      tell: user.passwordHash !== null,
    });
    await auditPerson(tx, ctx, { userId: user.id, sessionId: null, mfaAt: null }, { action: "user.password_reset" });
    return user.email;
  });
  if (email) await relax(ctx, [bucketOf("password", email)]);
  return { email: email ?? "" };
}
