import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { generateSecret, generateURI } from "otplib";
import QRCode from "qrcode";
import { totpFactors } from "@/db/schema/identity";
import type { AccountContext } from "@/db/tenancy";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import type { Browser } from "./complete-sign-in";
import { type FactorAdded, finishEnrolment } from "./finish-enrolment";
import { factorsOf, findUser } from "./queries";
import { requireOwnAccount } from "./require-own-account";
import { confirmTotpSchema, nameFactorSchema } from "./schema";
import { bucketOf, guessLimits, relax, takeAttempt } from "./throttle";
import { stepOfCode } from "./totp";

/**
 * Begins to enrol an authenticator app: a secret that counts for nothing until a code confirms it. An earlier unconfirmed one is
 * dropped. @throws step_up_required, conflict when there is one already.
 */
export async function beginTotp(
  ctx: AccountContext,
  input: unknown,
): Promise<{ id: string; secret: string; uri: string; qrCode: string }> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { name } = parseInput(nameFactorSchema, input ?? {});
  const { userId } = ctx.actor;
  const now = ctx.clock.now();
  const id = newId("factor", now.getTime());
  const secret = generateSecret({ length: 20 });
  const email = await ctx.db.drizzle.transaction(async (tx) => {
    const user = await findUser(tx, userId);
    if ((await factorsOf(tx, userId)).totp) throw conflict("There is an authenticator app already. Remove it first.");
    await tx.delete(totpFactors).where(and(eq(totpFactors.userId, userId), isNull(totpFactors.confirmedAt)));
    await tx.insert(totpFactors).values({
      id,
      userId,
      name: name ?? "Authenticator app",
      secret: ctx.vault.seal(secret, `totp_factors/${id}`),
      createdAt: now,
      lastStep: 0,
    });
    return user?.email ?? "";
  });
  const uri = generateURI({ issuer: "Latchkey", label: email, secret });
  return { id, secret, uri, qrCode: await QRCode.toString(uri, { type: "svg", margin: 1 }) };
}

/**
 * Confirms the app with a code of its; from then on it counts, and this session has proved it. The answer holds recovery codes
 * when it is the person's first factor. @throws step_up_required, not_found, invalid_input, rate_limited.
 */
export async function confirmTotp(ctx: AccountContext, input: unknown, browser: Browser): Promise<FactorAdded> {
  requireOwnAccount(ctx.actor, ctx.clock);
  const { id, code } = parseInput(confirmTotpSchema, input);
  const { userId } = ctx.actor;
  const [factor] = await ctx.db.drizzle
    .select()
    .from(totpFactors)
    .where(and(eq(totpFactors.id, id), eq(totpFactors.userId, userId), isNull(totpFactors.confirmedAt)));
  if (!factor) throw notFound("factor to confirm");
  const bucket = bucketOf("totp-enrol", userId);
  await takeAttempt(ctx, guessLimits(bucket));
  const step = stepOfCode(ctx.vault.open(factor.secret, `totp_factors/${id}`), code, ctx.clock.now());
  if (step === null) throw invalidInput([{ path: "code", message: "is not the code that the app shows now" }]);
  await relax(ctx, [bucket]);
  return ctx.db.drizzle.transaction(async (tx) => {
    const now = ctx.clock.now();
    const [another] = await tx
      .select({ id: totpFactors.id })
      .from(totpFactors)
      .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
    const confirmed = another
      ? []
      : await tx
          .update(totpFactors)
          .set({ confirmedAt: now, lastStep: step, lastUsedAt: now })
          .where(and(eq(totpFactors.id, id), isNull(totpFactors.confirmedAt)))
          .returning({ name: totpFactors.name });
    const [row] = confirmed;
    if (!row) throw conflict("There is an authenticator app already.");
    return finishEnrolment(tx, ctx, { factor: "totp", words: "authenticator app", id, name: row.name }, browser);
  });
}
