import { timingSafeEqual } from "node:crypto";
import { and, eq, isNotNull, lt } from "drizzle-orm";
import { generateSync } from "otplib";
import type { Transaction } from "@/db/client";
import { totpFactors } from "@/db/schema/identity";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";

const PERIOD = 30;

/** The time step whose code this is, within one step of now either way; null when it is none. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const current = Math.floor(now.getTime() / 1000 / PERIOD);
  let found: number | null = null;
  for (const step of [current - 1, current, current + 1]) {
    const expected = Buffer.from(generateSync({ secret, epoch: step * PERIOD }));
    const given = Buffer.from(code);
    if (expected.length === given.length && timingSafeEqual(expected, given)) found ??= step;
  }
  return found;
}

/** Uses a code of the person's authenticator up. Each time step is accepted once, ever, whoever asks first. */
export async function spendTotpCode(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  userId: Id<"user">,
  code: string,
): Promise<boolean> {
  const [factor] = await tx
    .select()
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
  if (!factor) return false;
  const step = stepOfCode(ctx.vault.open(factor.secret, `totp_factors/${factor.id}`), code, ctx.clock.now());
  if (step === null) return false;
  const used = await tx
    .update(totpFactors)
    .set({ lastStep: step, lastUsedAt: ctx.clock.now() })
    .where(and(eq(totpFactors.id, factor.id), lt(totpFactors.lastStep, step)))
    .returning({ id: totpFactors.id });
  return used.length > 0;
}
