import type { AccountContext } from "@/db/tenancy";
import { invalidInput, LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { hashPassword, verifyPassword } from "@/lib/infra/passwords/hash-password";
import { auditPerson } from "./audit-person";
import { findUser } from "./queries";
import { requireOwnAccount } from "./require-own-account";
import { changePasswordSchema } from "./schema";
import { requireUncommonPassword, writePassword } from "./set-password";
import { bucketOf, guessLimits, relax, takeAttempt } from "./throttle";

/**
 * Changes the password of the signed-in person, who knows the old one and has proved a factor a moment ago. All other
 * sessions end. @throws step_up_required, invalid_input, rate_limited.
 */
export async function changePassword(ctx: AccountContext, input: unknown): Promise<void> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { currentPassword, newPassword } = parseInput(changePasswordSchema, input);
  const { userId, sessionId, mfaAt } = ctx.actor;
  const user = await findUser(ctx.db.drizzle, userId);
  if (!user) throw new LatchkeyError("unauthenticated", "Sign in first.");
  requireUncommonPassword(newPassword, user, "newPassword");
  if (user.passwordHash !== null) {
    const bucket = bucketOf("password-session", sessionId);
    await takeAttempt(ctx, guessLimits(bucket));
    if (!(await verifyPassword(user.passwordHash, currentPassword ?? ""))) {
      throw invalidInput([{ path: "currentPassword", message: "is not your password" }]);
    }
    await relax(ctx, [bucket]);
  }
  const passwordHash = await hashPassword(newPassword);
  await ctx.db.drizzle.transaction(async (tx) => {
    await writePassword(tx, ctx, { userId, passwordHash, keep: sessionId, verifiesEmail: false, tell: true });
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "user.password_changed" });
  });
}
