import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recoveryCodes } from "@/db/schema/identity";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";

/** No letters that are mistaken for others. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const COUNT = 10;

/** 16 characters of 5 bits, in groups: 80 bits. */
function makeCode(): string {
  const text = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

/** A typed code as it was made: case, spaces and look-alikes do not matter. */
function plainCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
}

function hashesOf(vault: Vault, userId: Id<"user">, typed: string): Buffer[] {
  return vault.versions.map((version) => vault.hashToken("recovery-code", `${userId}/${plainCode(typed)}`, version));
}

/** Replaces a person's recovery codes as a set; the old ones die. Returns the new ones, the only time they are seen. */
export async function writeRecoveryCodes(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  userId: Id<"user">,
): Promise<string[]> {
  // One set at a time: of two replacements at once, the second waits and replaces the first's.
  await tx.execute(sql`select 1 from users where id = ${userId} for update`);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const codes = Array.from({ length: COUNT }, makeCode);
  await tx.insert(recoveryCodes).values(
    codes.map((code) => ({
      userId,
      codeHash: ctx.vault.hashToken("recovery-code", `${userId}/${plainCode(code)}`),
      createdAt: ctx.clock.now(),
    })),
  );
  return codes;
}

/** Uses a recovery code up; null when it is not one of the set or was used, else how many are left. */
export async function spendRecoveryCode(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  userId: Id<"user">,
  typed: string,
): Promise<number | null> {
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: ctx.clock.now() })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        inArray(recoveryCodes.codeHash, hashesOf(ctx.vault, userId, typed)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId });
  if (used.length === 0) return null;
  const [rest] = await tx
    .select({ left: sql<number>`count(*)::int` })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return rest?.left ?? 0;
}
