import { randomBytes } from "node:crypto";
import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { userTokens } from "@/db/schema/people";
import type { Clock } from "@/lib/core/clock";
import { LatchkeyError } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";

export type UserTokenPurpose = "set_password" | "reset_password" | "sign_in" | "confirm_email" | "undo_email";

/** Makes a single-use token of a person; older ones of the same purpose end. Only the hash is kept. */
export async function makeUserToken(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  input: {
    userId: Id<"user">;
    purpose: UserTokenPurpose;
    lifetime: number;
    data?: Record<string, unknown>;
    keepOlder?: boolean;
  },
): Promise<{ token: string; expiresAt: Date }> {
  const now = ctx.clock.now();
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + input.lifetime);
  if (!input.keepOlder) await endUserTokens(tx, ctx, input.userId, [input.purpose]);
  await tx.insert(userTokens).values({
    id: newId("link", now.getTime()),
    userId: input.userId,
    purpose: input.purpose,
    tokenHash: ctx.vault.hashToken("user-token", token),
    data: input.data ?? {},
    createdAt: now,
    expiresAt,
  });
  return { token, expiresAt };
}

/** Ends every open token of these purposes. */
export async function endUserTokens(
  tx: Transaction,
  ctx: { clock: Clock },
  userId: Id<"user">,
  purposes: UserTokenPurpose[],
): Promise<void> {
  await tx
    .update(userTokens)
    .set({ usedAt: ctx.clock.now() })
    .where(and(eq(userTokens.userId, userId), inArray(userTokens.purpose, purposes), isNull(userTokens.usedAt)));
}

/** Uses a token up: of any number of attempts at once, one gets it. @throws gone for every other reason alike. */
export async function spendUserToken(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  token: string,
  purposes: UserTokenPurpose[],
): Promise<{ userId: Id<"user">; purpose: string; data: Record<string, unknown> }> {
  const now = ctx.clock.now();
  const hashes = ctx.vault.versions.map((version) => ctx.vault.hashToken("user-token", token, version));
  const [row] = await tx
    .update(userTokens)
    .set({ usedAt: now })
    .where(
      and(
        inArray(userTokens.tokenHash, hashes),
        inArray(userTokens.purpose, purposes),
        isNull(userTokens.usedAt),
        gt(userTokens.expiresAt, now),
      ),
    )
    .returning({ userId: userTokens.userId, purpose: userTokens.purpose, data: userTokens.data });
  if (!row)
    throw new LatchkeyError("gone", "This link has been used, has expired, or was never valid. Ask for a new one.");
  return row;
}
