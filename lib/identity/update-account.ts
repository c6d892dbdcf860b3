import { eq } from "drizzle-orm";
import type { z } from "zod";
import { users } from "@/db/schema/people";
import type { AccountContext } from "@/db/tenancy";
import { invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { auditPerson } from "./audit-person";
import { findUser } from "./queries";
import { readAccount } from "./read-account";
import { type accountSchema, updateAccountSchema } from "./schema";

/** Changes the person's name or time zone; what is not named stays. */
export async function updateAccount(ctx: AccountContext, input: unknown): Promise<z.output<typeof accountSchema>> {
  const changes = parseInput(updateAccountSchema, input);
  if (Object.keys(changes).length === 0) throw invalidInput([{ path: "", message: "names nothing to change" }]);
  const { userId, sessionId, mfaAt } = ctx.actor;
  await ctx.db.drizzle.transaction(async (tx) => {
    const before = await findUser(tx, userId);
    await tx
      .update(users)
      .set({ ...changes, updatedAt: ctx.clock.now() })
      .where(eq(users.id, userId));
    await auditPerson(
      tx,
      ctx,
      { userId, sessionId, mfaAt },
      {
        action: "user.updated",
        before: { name: before?.name, timezone: before?.timezone },
        after: changes,
      },
    );
  });
  return readAccount(ctx);
}
