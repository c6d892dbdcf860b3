import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import { passkeys } from "@/db/schema/identity";
import type { AccountContext } from "@/db/tenancy";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { isId, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { environment } from "@/lib/infra/environment";
import { auditPerson } from "./audit-person";
import type { Browser } from "./complete-sign-in";
import { type FactorAdded, finishEnrolment } from "./finish-enrolment";
import { makeChallenge, relyingParty, takeChallenge } from "./passkeys";
import { findUser } from "./queries";
import { requireOwnAccount } from "./require-own-account";
import { addPasskeySchema, renamePasskeySchema } from "./schema";

const MOST_PASSKEYS = 20;

/** What `startRegistration` of the browser needs. @throws step_up_required. */
export async function beginPasskey(
  ctx: AccountContext,
  appUrl: string = environment().appUrl,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { userId, sessionId } = ctx.actor;
  return ctx.db.drizzle.transaction(async (tx) => {
    const user = await findUser(tx, userId);
    const known = await tx.select().from(passkeys).where(eq(passkeys.userId, userId));
    if (known.length >= MOST_PASSKEYS) throw conflict(`There are ${MOST_PASSKEYS} passkeys already. Remove one first.`);
    return generateRegistrationOptions({
      rpName: "Latchkey",
      rpID: relyingParty(appUrl).id,
      userName: user?.email ?? "",
      userDisplayName: user?.name ?? "",
      userID: new Uint8Array(Buffer.from(userId)),
      challenge: await makeChallenge(tx, ctx, "register", { userId, sessionId }),
      attestationType: "none",
      excludeCredentials: known.map((row) => ({ id: row.credentialId, transports: row.transports })),
      // Discoverable, so that it can be the sole way in; verified, so that it is two factors in one.
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
  });
}

/** Adds the passkey that the browser made. @throws step_up_required, invalid_input. */
export async function addPasskey(
  ctx: AccountContext,
  input: unknown,
  browser: Browser,
  appUrl: string = environment().appUrl,
): Promise<FactorAdded> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { name, response } = parseInput(addPasskeySchema, input);
  const { userId, sessionId } = ctx.actor;
  const party = relyingParty(appUrl);
  const answer: RegistrationResponseJSON = {
    id: response.id,
    rawId: response.rawId,
    type: response.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: response.response.clientDataJSON,
      attestationObject: response.response.attestationObject,
    },
  };
  const added = await ctx.db.drizzle.transaction(async (tx) => {
    const result = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: (challenge) => takeChallenge(tx, ctx, challenge, "register", { userId, sessionId }),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    }).catch(() => null);
    if (!result?.verified) return null;
    const { credential, credentialBackedUp } = result.registrationInfo;
    const id = newId("passkey", ctx.clock.now().getTime());
    const made = await tx
      .insert(passkeys)
      .values({
        id,
        userId,
        name,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: response.response.transports ?? [],
        backedUp: credentialBackedUp,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing({ target: passkeys.credentialId })
      .returning({ id: passkeys.id });
    if (made.length === 0) throw conflict("This passkey is registered already.");
    return finishEnrolment(tx, ctx, { factor: "passkey", words: "passkey", id, name }, browser);
  });
  if (!added) throw invalidInput([{ path: "response", message: "is not a valid answer to the challenge; try again" }]);
  return added;
}

/** Gives a passkey another name. @throws not_found. */
export async function renamePasskey(ctx: AccountContext, passkey: string, input: unknown): Promise<void> {
  const { name } = parseInput(renamePasskeySchema, input);
  if (!isId("passkey", passkey)) throw notFound("passkey");
  const { userId, sessionId, mfaAt } = ctx.actor;
  await ctx.db.drizzle.transaction(async (tx) => {
    const renamed = await tx
      .update(passkeys)
      .set({ name })
      .where(and(eq(passkeys.id, passkey), eq(passkeys.userId, userId)))
      .returning({ id: passkeys.id });
    if (renamed.length === 0) throw notFound("passkey");
    const target = { type: "factor", id: passkey, name };
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "factor.renamed", target, after: { name } });
  });
}
