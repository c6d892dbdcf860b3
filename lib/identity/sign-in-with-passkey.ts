import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import { passkeys } from "@/db/schema/identity";
import type { AccountContext, AnonymousContext } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { environment } from "@/lib/infra/environment";
import { type Browser, completeSignIn, recordSignIn, type SignedIn } from "./complete-sign-in";
import { endSessionById, openSession } from "./open-session";
import { checkPasskey, makeChallenge, relyingParty } from "./passkeys";
import { findUser } from "./queries";
import { passkeySignInSchema } from "./schema";
import { bucketOf, takeAttempt } from "./throttle";

/** What `startAuthentication` needs to sign in with a passkey alone; it names nobody. */
export async function beginPasskeySignIn(
  ctx: AnonymousContext,
  appUrl: string = environment().appUrl,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (ctx.request.ip) {
    await takeAttempt(ctx, [{ bucket: bucketOf("passkey-address", ctx.request.ip), limit: 300, window: 15 * 60_000 }]);
  }
  return ctx.db.drizzle.transaction(async (tx) =>
    generateAuthenticationOptions({
      rpID: relyingParty(appUrl).id,
      userVerification: "required",
      challenge: await makeChallenge(tx, ctx, "sign_in", { userId: null, sessionId: null }),
    }),
  );
}

/** What `startAuthentication` needs to prove one of the person's passkeys in this session. */
export async function beginPasskeyProof(
  ctx: AccountContext,
  appUrl: string = environment().appUrl,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { userId, sessionId } = ctx.actor;
  return ctx.db.drizzle.transaction(async (tx) => {
    const known = await tx.select().from(passkeys).where(eq(passkeys.userId, userId));
    return generateAuthenticationOptions({
      rpID: relyingParty(appUrl).id,
      userVerification: "required",
      allowCredentials: known.map((row) => ({ id: row.credentialId, transports: row.transports })),
      challenge: await makeChallenge(tx, ctx, "prove", { userId, sessionId }),
    });
  });
}

/** Signs in with a passkey and nothing else: it is possession and, by user verification, a second factor. @throws unauthenticated. */
export async function signInWithPasskey(
  ctx: AnonymousContext,
  input: unknown,
  browser: Browser,
  appUrl: string = environment().appUrl,
): Promise<SignedIn> {
  const { response } = parseInput(passkeySignInSchema, input);
  const result = await ctx.db.drizzle.transaction(async (tx) => {
    const used = await checkPasskey(tx, ctx, appUrl, "sign_in", { userId: null, sessionId: null }, response);
    const user = used ? await findUser(tx, used.userId) : null;
    if (!user || user.disabledAt) {
      await recordSignIn(tx, ctx, { userId: user?.id ?? null, outcome: "refused", method: "passkey", sessionId: null });
      return null;
    }
    const now = ctx.clock.now();
    const session = await openSession(tx, ctx, { userId: user.id, method: "passkey", factor: "passkey", mfaAt: now });
    const newDevice = await completeSignIn(tx, ctx, {
      userId: user.id,
      session,
      method: "passkey",
      factor: "passkey",
      mfaAt: now,
      browser,
    });
    return { userId: user.id, session, half: false, newDevice };
  });
  if (!result)
    throw new LatchkeyError("unauthenticated", "This passkey is not known here, or the answer came too late.");
  if (browser.sessionId) await endSessionById(ctx, browser.sessionId, "signed_in_again");
  return result;
}
