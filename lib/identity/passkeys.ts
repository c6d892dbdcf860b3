import { randomBytes } from "node:crypto";
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { passkeys, webauthnChallenges } from "@/db/schema/identity";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { assertionSchema } from "./schema";

const LIFETIME = 5 * 60_000;

export type ChallengePurpose = "register" | "prove" | "sign_in";
/** Whose challenge it is; both null for a sign-in by passkey alone. */
type Holder = { userId: Id<"user"> | null; sessionId: Id<"session"> | null };

/** The relying party: the host of `APP_URL`. */
export function relyingParty(appUrl: string): { id: string; origin: string } {
  const url = new URL(appUrl);
  return { id: url.hostname, origin: url.origin };
}

/** Makes a challenge that is answered once, by the one it was made for, within five minutes. */
export async function makeChallenge(
  tx: Transaction,
  ctx: { clock: Clock },
  purpose: ChallengePurpose,
  holder: Holder,
): Promise<Uint8Array<ArrayBuffer>> {
  const now = ctx.clock.now();
  await tx.delete(webauthnChallenges).where(lt(webauthnChallenges.expiresAt, now));
  const challenge = new Uint8Array(randomBytes(32));
  await tx.insert(webauthnChallenges).values({
    challenge: Buffer.from(challenge).toString("base64url"),
    purpose,
    ...holder,
    expiresAt: new Date(now.getTime() + LIFETIME),
  });
  return challenge;
}

/** Takes a challenge; false when it was never made for this holder and purpose, was used, or is too old. */
export async function takeChallenge(
  tx: Transaction,
  ctx: { clock: Clock },
  challenge: string,
  purpose: ChallengePurpose,
  holder: Holder,
): Promise<boolean> {
  const taken = await tx
    .delete(webauthnChallenges)
    .where(
      and(
        eq(webauthnChallenges.challenge, challenge),
        eq(webauthnChallenges.purpose, purpose),
        holder.userId ? eq(webauthnChallenges.userId, holder.userId) : isNull(webauthnChallenges.userId),
        holder.sessionId ? eq(webauthnChallenges.sessionId, holder.sessionId) : isNull(webauthnChallenges.sessionId),
        gt(webauthnChallenges.expiresAt, ctx.clock.now()),
      ),
    )
    .returning({ challenge: webauthnChallenges.challenge });
  return taken.length > 0;
}

/**
 * Checks a browser's answer to a challenge: ours, unused, our origin, the person verified by the authenticator, a credential we
 * know (and this person's, where `holder` names one), a counter that moved. Null for anything else.
 */
export async function checkPasskey(
  tx: Transaction,
  ctx: { clock: Clock },
  appUrl: string,
  purpose: "prove" | "sign_in",
  holder: Holder,
  answer: z.output<typeof assertionSchema>,
): Promise<{ userId: Id<"user">; passkeyId: Id<"passkey">; name: string } | null> {
  const [row] = await tx.select().from(passkeys).where(eq(passkeys.credentialId, answer.id));
  if (!row || (holder.userId !== null && row.userId !== holder.userId)) return null;
  const party = relyingParty(appUrl);
  const response: AuthenticationResponseJSON = {
    id: answer.id,
    rawId: answer.rawId,
    type: answer.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: answer.response.clientDataJSON,
      authenticatorData: answer.response.authenticatorData,
      signature: answer.response.signature,
    },
  };
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(tx, ctx, challenge, purpose, holder),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: row.credentialId,
      publicKey: new Uint8Array(row.publicKey),
      // The counter is judged below, in SQL, against what another process may have written meanwhile.
      counter: 0,
      transports: row.transports,
    },
  }).catch(() => null);
  if (!result?.verified) return null;
  const counter = result.authenticationInfo.newCounter;
  const used = await tx
    .update(passkeys)
    .set({ counter, lastUsedAt: ctx.clock.now() })
    .where(
      and(
        eq(passkeys.id, row.id),
        or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter} = 0`)),
      ),
    )
    .returning({ id: passkeys.id });
  return used.length > 0 ? { userId: row.userId, passkeyId: row.id, name: row.name } : null;
}
