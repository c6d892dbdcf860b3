import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import { invalidInput } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { isCommonPassword } from "@/lib/infra/passwords/common-passwords";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { endSessionsOf } from "./open-session";
import { endUserTokens } from "./user-tokens";

/** @throws invalid_input naming `path` when the password is one that guessing starts with. */
export function requireUncommonPassword(
  password: string,
  person: { email: string; name: string },
  path = "password",
): void {
  const own = [person.email, person.email.split("@")[0] ?? "", ...person.name.split(/\s+/)].filter(
    (word) => word.length > 3,
  );
  if (isCommonPassword(password, own)) {
    throw invalidInput([
      { path, message: "is too easy to guess; choose one that is not a common password or your own name" },
    ]);
  }
}

/** Writes a new password: every other session ends, open links for a password end, and the person is told. */
export async function writePassword(
  tx: Transaction,
  ctx: Omit<AnonymousContext, "actor">,
  input: {
    userId: Id<"user">;
    passwordHash: string;
    keep: Id<"session"> | null;
    verifiesEmail: boolean;
    tell: boolean;
  },
): Promise<void> {
  const now = ctx.clock.now();
  await tx
    .update(users)
    .set({
      passwordHash: input.passwordHash,
      passwordChangedAt: now,
      updatedAt: now,
      ...(input.verifiesEmail ? { emailVerifiedAt: now } : {}),
    })
    .where(eq(users.id, input.userId));
  await endSessionsOf(tx, ctx, input.userId, "password_changed", input.keep ?? undefined);
  await endUserTokens(tx, ctx, input.userId, ["set_password", "reset_password", "sign_in"]);
  if (input.tell) {
    await mailPerson(tx, ctx, input.userId, {
      event: `password/${now.getTime()}`,
      template: "password-changed",
      props: ({ timeZone }) => ({ timeZone, changedFrom: originOf(ctx), recoverUrl: pageUrl("/reset-password") }),
    });
  }
}
