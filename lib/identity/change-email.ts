import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/people";
import type { AccountContext, AnonymousContext } from "@/db/tenancy";
import { conflict, LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { queueMail } from "@/lib/notifications/queue-mail";
import { auditPerson } from "./audit-person";
import { pageUrl } from "./links";
import { originOf } from "./mail-person";
import { endSessionsOf } from "./open-session";
import { findUser, isEmailTaken } from "./queries";
import { requireOwnAccount } from "./require-own-account";
import { addressSchema, tokenInputSchema } from "./schema";
import { bucketOf, takeAttempt } from "./throttle";
import { endUserTokens, makeUserToken, spendUserToken } from "./user-tokens";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const changeSchema = z.object({ from: z.string(), to: z.string() });

/**
 * Asks for another address: a link goes to the new one, and nothing changes until it is opened. Whether the new address is
 * someone's does not show. @throws step_up_required, forbidden, rate_limited.
 */
export async function requestEmailChange(ctx: AccountContext, input: unknown): Promise<void> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { email } = parseInput(addressSchema, input);
  const { userId, sessionId, mfaAt } = ctx.actor;
  await takeAttempt(ctx, [
    { bucket: `email-change:${userId}`, limit: 5, window: HOUR },
    { bucket: bucketOf("email-change-mail", email), limit: 5, window: DAY },
  ]);
  await ctx.db.drizzle.transaction(async (tx) => {
    const user = await findUser(tx, userId);
    if (!user) throw new LatchkeyError("unauthenticated", "Sign in first.");
    if (user.email === email || (await isEmailTaken(tx, email, userId))) return;
    const { token, expiresAt } = await makeUserToken(tx, ctx, {
      userId,
      purpose: "confirm_email",
      lifetime: DAY,
      data: { from: user.email, to: email },
    });
    await queueMail(tx, ctx, null, {
      event: `${userId}/email-confirm/${ctx.request.requestId}`,
      template: "confirm-email",
      props: {
        timeZone: user.timezone ?? "UTC",
        newEmail: email,
        confirmUrl: pageUrl("/account/email/confirm", token),
        expiresAt: expiresAt.toISOString(),
        requestedFrom: originOf(ctx),
      },
      to: email,
      userId,
    });
    await auditPerson(
      tx,
      ctx,
      { userId, sessionId, mfaAt },
      { action: "user.email_change_requested", after: { email } },
    );
  });
}

/**
 * Confirms the new address with the mailed link. Both addresses are told; the old one can take it back for seven days.
 * @throws gone, conflict when someone took the address meanwhile.
 */
export async function confirmEmailChange(ctx: AnonymousContext, input: unknown): Promise<{ email: string }> {
  const { token } = parseInput(tokenInputSchema, input);
  return ctx.db.drizzle.transaction(async (tx) => {
    const { userId, data } = await spendUserToken(tx, ctx, token, ["confirm_email"]);
    const { from, to } = changeSchema.parse(data);
    const user = await findUser(tx, userId);
    if (!user || user.email !== from) throw new LatchkeyError("gone", "The address was changed meanwhile.");
    await writeEmail(tx, ctx, userId, to);
    // Links that were mailed to the old address open nothing any more.
    await endUserTokens(tx, ctx, userId, ["reset_password", "set_password", "sign_in"]);
    const undo = await makeUserToken(tx, ctx, {
      userId,
      purpose: "undo_email",
      lifetime: 7 * DAY,
      data: { from, to },
      keepOlder: true,
    });
    const shared = { timeZone: user.timezone ?? "UTC", oldEmail: from, newEmail: to, changedFrom: originOf(ctx) };
    const event = `${userId}/email-changed/${ctx.request.requestId}`;
    await queueMail(tx, ctx, null, {
      event: `${event}/old`,
      template: "email-changed",
      props: {
        ...shared,
        recipient: "old-address",
        undoUrl: pageUrl("/account/email/undo", undo.token),
        undoExpiresAt: undo.expiresAt.toISOString(),
      },
      to: from,
      userId,
    });
    await queueMail(tx, ctx, null, {
      event: `${event}/new`,
      template: "email-changed",
      props: { ...shared, recipient: "new-address" },
      to,
      userId,
    });
    const acting = { userId, sessionId: null, mfaAt: null };
    await auditPerson(tx, ctx, acting, { action: "user.email_changed", before: { email: from }, after: { email: to } });
    return { email: to };
  });
}

/**
 * Takes a change of address back, with the link that the old address got. Every session ends, and every link that the new address
 * got is dead. @throws gone, conflict.
 */
export async function undoEmailChange(ctx: AnonymousContext, input: unknown): Promise<{ email: string }> {
  const { token } = parseInput(tokenInputSchema, input);
  return ctx.db.drizzle.transaction(async (tx) => {
    const { userId, data } = await spendUserToken(tx, ctx, token, ["undo_email"]);
    const { from } = changeSchema.parse(data);
    const user = await findUser(tx, userId);
    if (!user) throw new LatchkeyError("gone", "There is no such account any more.");
    await writeEmail(tx, ctx, userId, from);
    await endUserTokens(tx, ctx, userId, ["reset_password", "set_password", "sign_in", "confirm_email"]);
    await endSessionsOf(tx, ctx, userId, "email_change_undone");
    await queueMail(tx, ctx, null, {
      event: `${userId}/email-undone/${ctx.request.requestId}`,
      template: "all-sessions-ended",
      props: {
        timeZone: user.timezone ?? "UTC",
        reason: "the change of your e-mail address was taken back",
        endedFrom: originOf(ctx),
        signInUrl: pageUrl("/sign-in"),
      },
      to: from,
      userId,
    });
    const acting = { userId, sessionId: null, mfaAt: null };
    const change = { before: { email: user.email }, after: { email: from } };
    await auditPerson(tx, ctx, acting, { action: "user.email_change_undone", ...change });
    return { email: from };
  });
}

async function writeEmail(
  tx: Parameters<typeof findUser>[0],
  ctx: AnonymousContext,
  userId: Parameters<typeof findUser>[1],
  email: string,
): Promise<void> {
  if (await isEmailTaken(tx, email, userId)) throw conflict("Another account has this address by now.");
  const now = ctx.clock.now();
  await tx.update(users).set({ email, emailVerifiedAt: now, updatedAt: now }).where(eq(users.id, userId));
}
