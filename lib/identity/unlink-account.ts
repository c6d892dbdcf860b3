import { and, eq, sql } from "drizzle-orm";
import { linkedAccounts } from "@/db/schema/identity";
import type { AccountContext } from "@/db/tenancy";
import { conflict, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { auditPerson } from "./audit-person";
import { factorsOf, findUser, linkedAccountsOf } from "./queries";
import { requireOwnAccount } from "./require-own-account";

/** Takes a link to another provider away. @throws step_up_required, not_found, conflict when it is the only way in. */
export async function unlinkAccount(ctx: AccountContext, account: string): Promise<void> {
  requireOwnAccount(ctx.actor, ctx.clock);
  if (!isId("account", account)) throw notFound("linked account");
  const { userId, sessionId, mfaAt } = ctx.actor;
  await ctx.db.drizzle.transaction(async (tx) => {
    // One removal at a time, so that two cannot each believe that the other way in stays.
    await tx.execute(sql`select 1 from users where id = ${userId} for update`);
    const [row] = await tx
      .delete(linkedAccounts)
      .where(and(eq(linkedAccounts.id, account), eq(linkedAccounts.userId, userId)))
      .returning();
    if (!row) throw notFound("linked account");
    const user = await findUser(tx, userId);
    const hasPasskey = (await factorsOf(tx, userId)).passkeys.length > 0;
    if (user?.passwordHash === null && !hasPasskey && (await linkedAccountsOf(tx, userId)).length === 0) {
      throw conflict("This is your only way in. Set a password or add a passkey first.");
    }
    const before = { provider: row.provider, email: row.email };
    await auditPerson(tx, ctx, { userId, sessionId, mfaAt }, { action: "account.unlinked", before });
  });
}
