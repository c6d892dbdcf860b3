import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { sessions } from "@/db/schema/people";
import type { AccountContext, AnonymousContext } from "@/db/tenancy";
import { forbidden, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { environment } from "@/lib/infra/environment";
import { verifyPassword } from "@/lib/infra/passwords/hash-password";
import { auditPerson } from "./audit-person";
import { type Browser, completeSignIn, deviceHashes, recordSignIn, type SignedIn } from "./complete-sign-in";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { type Factor, replaceSession } from "./open-session";
import { checkPasskey } from "./passkeys";
import { findUser, isKnownDevice, standingOf } from "./queries";
import { spendRecoveryCode } from "./recovery-codes";
import { stepUpSchema } from "./schema";
import { bucketOf, guessLimits, relax, takeAttempt } from "./throttle";
import { spendTotpCode } from "./totp";

type Proof = { factor: Factor | null; codesLeft?: number };

/**
 * Proves a factor in a session: the second step of a sign-in, or step-up before a sensitive call. The session goes on under a
 * new id; the old one is dead. The password counts only for a person without any factor.
 * @throws invalid_input naming the field when what was given is wrong or used before, rate_limited, forbidden.
 */
export async function proveFactor(
  ctx: AccountContext,
  input: unknown,
  browser: Browser,
  appUrl: string = environment().appUrl,
): Promise<SignedIn> {
  const given = parseStepUp(input);
  const { userId, sessionId, half } = ctx.actor;
  const anonymous: AnonymousContext = { ...ctx, actor: null };
  const standing = await standingOf(ctx.db.drizzle, userId);
  const field = given.totp ? "totp" : given.recoveryCode ? "recoveryCode" : given.passkey ? "passkey" : "password";
  if (field === "password" && standing.enrolled) {
    throw forbidden("The password is not enough here: prove one of your factors.", {
      accepted: ["totp", "passkey", "recovery_code"],
    });
  }
  const bucket = await bucketFor(ctx, field, browser);
  await takeAttempt(ctx, guessLimits(bucket));
  const password = given.password === undefined ? null : await isOwnPassword(ctx, given.password);

  const result = await ctx.db.drizzle.transaction(async (tx) => {
    const proof = await prove(tx, ctx, appUrl, given, password);
    if (!proof) return null;
    const now = ctx.clock.now();
    const [before] = await tx.select({ method: sessions.method }).from(sessions).where(eq(sessions.id, sessionId));
    const session = await replaceSession(tx, ctx, sessionId, { factor: proof.factor, mfaAt: now });
    const stillHalf = proof.factor === null && (standing.enrolled || standing.required);
    let newDevice: string | null = null;
    if (half && !stillHalf) {
      const method =
        before?.method === "sso" || before?.method === "oauth" || before?.method === "magic_link"
          ? before.method
          : "password";
      newDevice = await completeSignIn(tx, anonymous, {
        userId,
        session,
        method,
        factor: proof.factor,
        mfaAt: now,
        browser,
      });
    } else {
      const acting = { userId, sessionId: session.id, mfaAt: proof.factor ? now : null };
      await auditPerson(tx, ctx, acting, {
        action: "session.stepped_up",
        after: { factor: proof.factor ?? "password" },
      });
    }
    if (proof.codesLeft !== undefined) {
      const codesLeft = proof.codesLeft;
      await mailPerson(tx, ctx, userId, {
        event: `recovery-code/${session.id}`,
        template: "recovery-code-used",
        props: ({ timeZone }) => ({
          timeZone,
          codesLeft,
          usedFrom: originOf(ctx),
          factorsUrl: pageUrl("/account/factors"),
        }),
      });
    }
    return { userId, session, half: stillHalf, newDevice };
  });
  if (!result) {
    await ctx.db.drizzle.transaction((tx) =>
      recordSignIn(tx, anonymous, {
        userId,
        outcome: "factor_refused",
        method: field === "recoveryCode" ? "recovery_code" : field,
        sessionId,
      }),
    );
    throw invalidInput([{ path: field, message: "is not right, or was used before" }]);
  }
  await relax(ctx, [bucket]);
  return result;
}

async function prove(
  tx: Transaction,
  ctx: AccountContext,
  appUrl: string,
  given: ReturnType<typeof parseStepUp>,
  password: boolean | null,
): Promise<Proof | null> {
  const { userId, sessionId } = ctx.actor;
  if (given.totp !== undefined) return (await spendTotpCode(tx, ctx, userId, given.totp)) ? { factor: "totp" } : null;
  if (given.recoveryCode !== undefined) {
    const codesLeft = await spendRecoveryCode(tx, ctx, userId, given.recoveryCode);
    return codesLeft === null ? null : { factor: "recovery_code", codesLeft };
  }
  if (given.passkey !== undefined) {
    const used = await checkPasskey(tx, ctx, appUrl, "prove", { userId, sessionId }, given.passkey);
    return used ? { factor: "passkey" } : null;
  }
  return password === true ? { factor: null } : null;
}

function parseStepUp(input: unknown) {
  return parseInput(stepUpSchema, input);
}

async function isOwnPassword(ctx: AccountContext, password: string): Promise<boolean> {
  const user = await findUser(ctx.db.drizzle, ctx.actor.userId);
  return verifyPassword(user?.passwordHash ?? null, password);
}

/**
 * Guesses in a half-session are counted per person, since whoever knows the password can open any number of them; in a whole
 * session, or a browser the person is known by, they are counted apart, so that such guessing locks nobody out.
 */
async function bucketFor(ctx: AccountContext, field: string, browser: Browser): Promise<string> {
  const { userId, sessionId, half } = ctx.actor;
  if (!half) return bucketOf(`factor-${field}-session`, sessionId);
  const hashes = deviceHashes(ctx.vault, browser.deviceToken);
  if (await isKnownDevice(ctx.db.drizzle, userId, hashes)) {
    return bucketOf(`factor-${field}-device`, `${userId} ${browser.deviceToken}`);
  }
  return bucketOf(`factor-${field}`, userId);
}
