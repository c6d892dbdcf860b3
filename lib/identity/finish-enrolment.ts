import type { Transaction } from "@/db/client";
import type { AccountContext } from "@/db/tenancy";
import { auditPerson } from "./audit-person";
import { type Browser, completeSignIn, type SignedIn } from "./complete-sign-in";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import { endSessionsOf, replaceSession } from "./open-session";
import { factorsOf } from "./queries";
import { writeRecoveryCodes } from "./recovery-codes";

/** The session under its new id, and recovery codes when the factor is the person's first. Shown once. */
export type FactorAdded = SignedIn & { factorId: string; recoveryCodes: string[] | null };

/** What follows every new factor: this session has proved it, others end when it is the first, the person is told. */
export async function finishEnrolment(
  tx: Transaction,
  ctx: AccountContext,
  added: { factor: "totp" | "passkey"; words: string; id: string; name: string },
  browser: Browser,
): Promise<FactorAdded> {
  const { userId, sessionId, half } = ctx.actor;
  const now = ctx.clock.now();
  const factors = await factorsOf(tx, userId);
  const isFirst = (factors.totp ? 1 : 0) + factors.passkeys.length === 1;
  const session = await replaceSession(tx, ctx, sessionId, { factor: added.factor, mfaAt: now });
  if (isFirst) await endSessionsOf(tx, ctx, userId, "factor_added", session.id);
  const recoveryCodes = factors.recoveryCodesLeft === 0 ? await writeRecoveryCodes(tx, ctx, userId) : null;
  await auditPerson(
    tx,
    ctx,
    { userId, sessionId: session.id, mfaAt: now },
    {
      action: "factor.added",
      target: { type: "factor", id: added.id, name: added.name },
      after: { factor: added.factor },
    },
  );
  await mailPerson(tx, ctx, userId, {
    event: `factor-added/${added.id}`,
    template: "factor-added",
    props: ({ timeZone }) => ({
      timeZone,
      factor: added.words,
      label: added.name,
      changedFrom: originOf(ctx),
      factorsUrl: pageUrl("/account/factors"),
    }),
  });
  const newDevice = half
    ? await completeSignIn(
        tx,
        { ...ctx, actor: null },
        {
          userId,
          session,
          method: "password",
          factor: added.factor,
          mfaAt: now,
          browser,
        },
      )
    : null;
  return { userId, session, half: false, newDevice, factorId: added.id, recoveryCodes };
}
