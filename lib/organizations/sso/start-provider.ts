import { randomBytes } from "node:crypto";
import { lt } from "drizzle-orm";
import { z } from "zod";
import { providerStates } from "@/db/schema/identity";
import type { AccountContext, AnonymousContext } from "@/db/tenancy";
import { LatchkeyError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireOwnAccount } from "@/lib/identity/require-own-account";
import { safeReturnPath } from "@/lib/identity/safe-return";
import { bucketOf, takeAttempt } from "@/lib/identity/throttle";
import type { SignInProvider } from "@/lib/infra/environment";
import { findProvider } from "./find-provider";
import { authorizationUrl } from "./oidc-client";
import type { Outbound } from "./post-form";

export const startProviderSchema = z.strictObject({
  returnTo: z.string().max(2000).optional().describe("A path of the dashboard; anything else is ignored."),
  fresh: z
    .boolean()
    .optional()
    .describe("Ask the provider to authenticate the person again: step-up of a single sign-on session."),
});

/** What sign-in by a provider is given by the process: its configuration, addresses, and where it may connect to. */
export type ProviderSettings = { appUrl: string; configured: readonly SignInProvider[]; outbound: Outbound };

const LIFETIME = 10 * 60_000;

export function redirectUri(appUrl: string, provider: string): string {
  return `${appUrl}/api/v1/sign-in/providers/${provider}/callback`;
}

/**
 * Begins a sign-in (or, with an account, linking) at a provider. The state works once, for ten minutes, for this provider, and in the
 * browser that holds `flowToken`. @throws not_found, unavailable when the provider does not answer, step_up_required for linking.
 */
export async function startProvider(
  ctx: AnonymousContext,
  account: AccountContext | null,
  settings: ProviderSettings,
  providerId: string,
  input: unknown,
): Promise<{ url: string; flowToken: string }> {
  const { returnTo, fresh } = parseInput(startProviderSchema, input ?? {});
  if (account) requireOwnAccount(account.actor, ctx.clock);
  if (ctx.request.ip) {
    await takeAttempt(ctx, [{ bucket: bucketOf("provider-address", ctx.request.ip), limit: 100, window: LIFETIME }]);
  }
  const found = await findProvider(ctx, settings.configured, providerId);
  if (!found) throw notFound("identity provider");
  const random = () => randomBytes(32).toString("base64url");
  const flow = {
    state: random(),
    nonce: random(),
    verifier: random(),
    redirectUri: redirectUri(settings.appUrl, providerId),
    freshly: fresh === true,
  };
  const flowToken = random();
  const url = await authorizationUrl(found.provider, flow, settings.outbound).catch((error: unknown) => {
    throw new LatchkeyError("unavailable", "The identity provider does not answer. Try again shortly.", {
      cause: error,
    });
  });
  const now = ctx.clock.now();
  const stateHash = stateHashOf(ctx, flow.state, flowToken);
  await ctx.db.drizzle.transaction(async (tx) => {
    await tx.delete(providerStates).where(lt(providerStates.expiresAt, now));
    await tx.insert(providerStates).values({
      stateHash,
      provider: providerId,
      content: ctx.vault.seal(
        JSON.stringify({ nonce: flow.nonce, verifier: flow.verifier }),
        `provider_states/${stateHash.toString("hex")}`,
      ),
      purpose: account ? "link" : "sign_in",
      userId: account?.actor.userId ?? null,
      sessionId: account?.actor.sessionId ?? null,
      returnTo: safeReturnPath(returnTo),
      expiresAt: new Date(now.getTime() + LIFETIME),
    });
  });
  return { url, flowToken };
}

/** The state is bound to the browser: without its flow cookie the row is not found. */
export function stateHashOf(ctx: Pick<AnonymousContext, "vault">, state: string, flowToken: string): Buffer {
  return ctx.vault.hashToken("provider-state", `${state} ${flowToken}`);
}
