import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { paths } from "@/components/shell/paths";
import type { AccountContext, AnonymousContext, Context } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { readSession } from "@/lib/identity/read-session";
import { sessionCookieName } from "@/lib/identity/session-cookie";
import { sessionIdOf } from "@/lib/identity/session-token";
import { resolveUserActor } from "@/lib/organizations/resolve-actor";
import { addressOf } from "@/server/api/context";
import { dependencies } from "./dependencies";

/** The context of this page's request with nobody recognised yet. */
export const anonymousContext = cache(async (): Promise<AnonymousContext> => {
  const { db, clock, vault, environment } = dependencies();
  const incoming = await headers();
  return {
    actor: null,
    db,
    clock,
    vault,
    request: {
      requestId: `req-${randomUUID()}`,
      ip: addressOf(incoming, environment.trustedProxies),
      userAgent: incoming.get("user-agent")?.slice(0, 400) ?? null,
    },
  };
});

/** The signed-in person of this request, or null. Read once per request. */
export const currentAccount = cache(async (): Promise<AccountContext | null> => {
  const { environment } = dependencies();
  const cookie = (await cookies()).get(sessionCookieName(environment.appUrl))?.value;
  const sessionId = await sessionIdOf(cookie, environment.authSecret);
  const ctx = await anonymousContext();
  const actor = sessionId ? await readSession(ctx, sessionId) : null;
  return actor ? { ...ctx, actor } : null;
});

/** The signed-in person; anyone else is sent to sign in, half a session to prove a factor, and comes back here. */
export async function requireAccount(returnTo: string): Promise<AccountContext> {
  const account = await currentAccount();
  if (account && !account.actor.half) return account;
  const callback = (await headers()).get("x-latchkey-path") ?? returnTo;
  redirect(account ? paths.verifyFactor({ callback }) : paths.signIn({ callback }));
}

/** The signed-in person as an actor of the organization in the URL; not being in it looks like its not being there. */
export const organizationContext = cache(async (organization: string): Promise<Context> => {
  const account = await requireAccount(paths.organization(organization));
  try {
    return await orNotFound(async () => ({ ...account, actor: await resolveUserActor(account, organization) }));
  } catch (error) {
    if (error instanceof LatchkeyError && error.details.reason === "sso_required")
      redirect(paths.signIn({ callback: paths.organization(organization), error: "sso_required" }));
    throw error;
  }
});

/** Runs a domain read for a page: what is not found becomes the not-found page. */
export async function orNotFound<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === "not_found") notFound();
    throw error;
  }
}
