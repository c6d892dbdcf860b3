import { randomBytes } from "node:crypto";
import { and, eq, gt, inArray } from "drizzle-orm";
import { z } from "zod";
import { signUps } from "@/db/schema/identity";
import { users } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import { conflict, forbidden, LatchkeyError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { type Browser, completeSignIn, type SignedIn } from "@/lib/identity/complete-sign-in";
import { pageUrl } from "@/lib/identity/links";
import { originOf } from "@/lib/identity/mail-person";
import { openSession } from "@/lib/identity/open-session";
import { findUserByEmail } from "@/lib/identity/queries";
import { signUpSchema, tokenInputSchema } from "@/lib/identity/schema";
import { requireUncommonPassword } from "@/lib/identity/set-password";
import { bucketOf, takeAttempt } from "@/lib/identity/throttle";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { queueMail } from "@/lib/notifications/queue-mail";
import { insertOrganization } from "./create-organization";

const LIFETIME = 24 * 3_600_000;
const contentSchema = z.object({ name: z.string(), passwordHash: z.string(), organization: z.string() });

/**
 * Asks for an account, where the installation allows it. Nothing is made until the mailed link is opened; an address that has an
 * account gets no mail and the same answer. @throws forbidden, invalid_input, rate_limited.
 */
export async function requestSignUp(ctx: AnonymousContext, isAllowed: boolean, input: unknown): Promise<void> {
  if (!isAllowed) throw forbidden("Accounts are made by invitation here. Ask an owner of your organization.");
  const { name, email, password, organization } = parseInput(signUpSchema, input);
  requireUncommonPassword(password, { name, email });
  await takeAttempt(ctx, [
    ...(ctx.request.ip ? [{ bucket: bucketOf("sign-up-address", ctx.request.ip), limit: 30, window: 3_600_000 }] : []),
    { bucket: bucketOf("sign-up", email), limit: 5, window: 3_600_000 },
  ]);
  const passwordHash = await hashPassword(password);
  const token = randomBytes(32).toString("base64url");
  const tokenHash = ctx.vault.hashToken("sign-up", token);
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + LIFETIME);
  await ctx.db.drizzle.transaction(async (tx) => {
    if (await findUserByEmail(tx, email)) return;
    const content = JSON.stringify({ name, passwordHash, organization });
    const sealed = ctx.vault.seal(content, `sign_ups/${tokenHash.toString("hex")}`);
    await tx.insert(signUps).values({ tokenHash, email, content: sealed, createdAt: now, expiresAt });
    await queueMail(tx, ctx, null, {
      event: `sign-up/${tokenHash.toString("hex").slice(0, 24)}`,
      template: "confirm-email",
      props: {
        newEmail: email,
        confirmUrl: pageUrl("/sign-up/confirm", token),
        expiresAt: expiresAt.toISOString(),
        requestedFrom: originOf(ctx),
      },
      to: email,
      userId: null,
    });
  });
}

/** Makes the account and its organization with the mailed link, once, and signs in. @throws gone, conflict. */
export async function confirmSignUp(
  ctx: AnonymousContext,
  input: unknown,
  browser: Browser,
): Promise<SignedIn & { organization: { id: string; slug: string } }> {
  const { token } = parseInput(tokenInputSchema, input);
  const now = ctx.clock.now();
  const hashes = ctx.vault.versions.map((version) => ctx.vault.hashToken("sign-up", token, version));
  return ctx.db.drizzle.transaction(async (tx) => {
    const [row] = await tx
      .delete(signUps)
      .where(and(inArray(signUps.tokenHash, hashes), gt(signUps.expiresAt, now)))
      .returning();
    if (!row) throw new LatchkeyError("gone", "This link has been used, has expired, or was never valid.");
    const opened = ctx.vault.open(row.content, `sign_ups/${row.tokenHash.toString("hex")}`);
    const { name, passwordHash, organization } = contentSchema.parse(JSON.parse(opened));
    await tx.delete(signUps).where(eq(signUps.email, row.email));
    const userId = newId("user", now.getTime());
    const made = await tx
      .insert(users)
      .values({
        id: userId,
        email: row.email,
        emailVerifiedAt: now,
        name,
        passwordHash,
        passwordChangedAt: now,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (made.length === 0) throw conflict("There is an account with this address by now. Sign in with it.");
    const session = await openSession(tx, ctx, { userId, method: "sign_up", factor: null, mfaAt: now });
    const created = await insertOrganization(tx, ctx, {
      name: organization,
      owner: { userId, session: { id: session.id, mfaAt: now } },
    });
    const signedIn = { userId, session, method: "sign_up" as const, factor: null, mfaAt: now, browser };
    const newDevice = await completeSignIn(tx, ctx, signedIn);
    return { userId, session, half: false, newDevice, organization: { id: created.id, slug: created.slug } };
  });
}
