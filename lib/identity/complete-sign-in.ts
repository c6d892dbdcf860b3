import { randomBytes } from "node:crypto";
import type { Transaction } from "@/db/client";
import { knownDevices, signIns } from "@/db/schema/identity";
import type { AnonymousContext } from "@/db/tenancy";
import { type Id, newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { auditPerson } from "./audit-person";
import { countryOf } from "./country-of";
import { pageUrl } from "./links";
import { mailPerson, originOf } from "./mail-person";
import type { Factor, OpenedSession, SignInMethod } from "./open-session";
import { hasKnownDevices, isKnownDevice } from "./queries";

/** What the browser brought: the cookie it is known by and the session it had. */
export type Browser = { deviceToken: string | null; sessionId: Id<"session"> | null };
/** A session that was made, and the device cookie to set where the browser was not known. */
export type SignedIn = { userId: Id<"user">; session: OpenedSession; half: boolean; newDevice: string | null };

export function deviceHashes(vault: Vault, token: string | null): Buffer[] {
  return token === null ? [] : vault.versions.map((version) => vault.hashToken("device", token, version));
}

/** Writes one line of sign-in history. Refusals are audited by a job, so that a refusal costs the same for everyone. */
export async function recordSignIn(
  tx: Transaction,
  ctx: AnonymousContext,
  event: {
    userId: Id<"user"> | null;
    outcome: "signed_in" | "refused" | "factor_refused";
    method: string;
    sessionId: Id<"session"> | null;
  },
): Promise<void> {
  const now = ctx.clock.now();
  const id = newId("signIn", now.getTime());
  const country = await countryOf(ctx.request.ip);
  await tx
    .insert(signIns)
    .values({ id, at: now, ...event, ip: ctx.request.ip, userAgent: ctx.request.userAgent, country });
  if (event.outcome !== "signed_in") await enqueueJob(tx, "audit_sign_in_refusal", { signInId: id });
}

/** The end of every way in: history, audit in each organization, the device remembered, mail when it is a new one. */
export async function completeSignIn(
  tx: Transaction,
  ctx: AnonymousContext,
  input: {
    userId: Id<"user">;
    session: OpenedSession;
    method: SignInMethod;
    factor: Factor | null;
    mfaAt: Date | null;
    browser: Browser;
  },
): Promise<string | null> {
  const { userId, session } = input;
  await recordSignIn(tx, ctx, {
    userId,
    outcome: "signed_in",
    method: input.factor ?? input.method,
    sessionId: session.id,
  });
  await auditPerson(
    tx,
    ctx,
    { userId, sessionId: session.id, mfaAt: input.factor ? input.mfaAt : null },
    { action: "session.started", after: { method: input.method, factor: input.factor } },
  );
  return rememberDevice(tx, ctx, userId, session, input.browser);
}

async function rememberDevice(
  tx: Transaction,
  ctx: AnonymousContext,
  userId: Id<"user">,
  session: OpenedSession,
  browser: Browser,
): Promise<string | null> {
  const now = ctx.clock.now();
  if (await isKnownDevice(tx, userId, deviceHashes(ctx.vault, browser.deviceToken))) return null;
  const isFirst = !(await hasKnownDevices(tx, userId));
  // A browser that someone else is known by keeps its cookie: two people may share it.
  const token = browser.deviceToken ?? randomBytes(32).toString("base64url");
  await tx
    .insert(knownDevices)
    .values({ userId, deviceHash: ctx.vault.hashToken("device", token), firstSeenAt: now, lastSeenAt: now })
    .onConflictDoNothing();
  if (!isFirst) {
    await mailPerson(tx, ctx, userId, {
      event: `new-device/${session.id}`,
      template: "new-device-sign-in",
      props: ({ timeZone }) => ({ timeZone, signedInFrom: originOf(ctx), sessionsUrl: pageUrl("/account/sessions") }),
    });
  }
  return browser.deviceToken === null ? token : null;
}
