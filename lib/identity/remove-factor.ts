import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { passkeys, recoveryCodes, totpFactors } from "@/db/schema/identity";
import type { AccountContext } from "@/db/tenancy";
import { conflict, notFound } from "@/lib/core/errors";
import { type Id, isId } from "@/lib/core/ids";
import { auditPerson } from "./audit-person";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { endSessionsOf } from "./open-session";
import { factorsOf, findUser, linkedAccountsOf, standingOf } from "./queries";
import { writeRecoveryCodes } from "./recovery-codes";
import { requireOwnAccount } from "./require-own-account";

/** An authenticator app is a second factor, and no way in by itself. */
async function hasWayIn(tx: Transaction, userId: Id<"user">): Promise<boolean> {
  if ((await findUser(tx, userId))?.passwordHash !== null) return true;
  return (await factorsOf(tx, userId)).passkeys.length > 0 || (await linkedAccountsOf(tx, userId)).length > 0;
}

/**
 * Removes an authenticator app or a passkey; other sessions end. The last one cannot go where an organization requires a factor, or
 * where it is the only way in. @throws step_up_required, not_found, conflict.
 */
export async function removeFactor(ctx: AccountContext, factor: string): Promise<void> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { userId, sessionId, mfaAt } = ctx.actor;
  await ctx.db.drizzle.transaction(async (tx) => {
    // One removal at a time, so that two cannot each believe that the other factor stays.
    await tx.execute(sql`select 1 from users where id = ${userId} for update`);
    let removed: { name: string; words: string } | null = null;
    if (isId("factor", factor)) {
      const [row] = await tx
        .delete(totpFactors)
        .where(and(eq(totpFactors.id, factor), eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)))
        .returning({ name: totpFactors.name });
      if (row) removed = { name: row.name, words: "authenticator app" };
    } else if (isId("passkey", factor)) {
      const [row] = await tx
        .delete(passkeys)
        .where(and(eq(passkeys.id, factor), eq(passkeys.userId, userId)))
        .returning({ name: passkeys.name });
      if (row) removed = { name: row.name, words: "passkey" };
    }
    if (!removed) throw notFound("factor");
    const standing = await standingOf(tx, userId);
    if (!standing.enrolled) {
      if (standing.required)
        throw conflict("Your organization requires a factor. Add another one before you remove this.");
      const user = await findUser(tx, userId);
      if (user?.passwordHash === null) throw conflict("This is your only way in. Set a password first.");
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    }
    if (!(await hasWayIn(tx, userId))) throw conflict("This is your only way in. Set a password first.");
    await endSessionsOf(tx, ctx, userId, "factor_removed", sessionId);
    const { name, words } = removed;
    await auditPerson(
      tx,
      ctx,
      { userId, sessionId, mfaAt },
      {
        action: "factor.removed",
        target: { type: "factor", id: factor, name },
      },
    );
    await mailPerson(tx, ctx, userId, {
      event: `factor-removed/${factor}`,
      template: "factor-removed",
      props: ({ timeZone }) => ({
        timeZone,
        factor: words,
        label: name,
        changedFrom: originOf(ctx),
        factorsUrl: pageUrl("/account/factors"),
      }),
    });
  });
}

/** Replaces the recovery codes as a set; the old ones die at once. @throws step_up_required, conflict without any factor. */
export async function replaceRecoveryCodes(ctx: AccountContext): Promise<{ recoveryCodes: string[] }> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { userId, sessionId, mfaAt } = ctx.actor;
  return ctx.db.drizzle.transaction(async (tx) => {
    if (!(await standingOf(tx, userId)).enrolled) throw conflict("Recovery codes come with a factor. Enrol one first.");
    const codes = await writeRecoveryCodes(tx, ctx, userId);
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "factor.recovery_codes_replaced" });
    return { recoveryCodes: codes };
  });
}
