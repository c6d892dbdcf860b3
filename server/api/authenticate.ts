import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import type { AccountContext, Context } from "@/db/tenancy";
import { LatchkeyError, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Browser } from "@/lib/identity/complete-sign-in";
import { readSession } from "@/lib/identity/read-session";
import { deviceCookieName, sessionCookieName } from "@/lib/identity/session-cookie";
import { sessionIdOf } from "@/lib/identity/session-token";
import { resolveUserActor } from "@/lib/organizations/resolve-actor";
import { authenticateServiceToken } from "@/lib/service-tokens/authenticate-service-token";
import { type ApiEnvironment, anonymousContext } from "./context";
import { requireSameOrigin } from "./same-origin";

function unauthenticated(message: string): LatchkeyError {
  return new LatchkeyError("unauthenticated", message);
}

/** What the browser brought besides its call: the session it had, and the cookie it is known by. */
export async function browserOf(c: HonoContext<ApiEnvironment>): Promise<Browser> {
  const { appUrl, authSecret } = c.var.deps.environment;
  const sessionId = await sessionIdOf(getCookie(c, sessionCookieName(appUrl)), authSecret);
  const device = getCookie(c, deviceCookieName(appUrl));
  return {
    sessionId: sessionId && isId("session", sessionId) ? sessionId : null,
    deviceToken: device && /^[A-Za-z0-9_-]{43}$/.test(device) ? device : null,
  };
}

/** The person of the session cookie, or null; also a half-session. Refuses unsafe calls from foreign pages. */
export async function readAccountOf(c: HonoContext<ApiEnvironment>): Promise<AccountContext | null> {
  requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
  const anonymous = anonymousContext(c);
  const { sessionId } = await browserOf(c);
  const actor = sessionId ? await readSession(anonymous, sessionId) : null;
  return actor ? { ...anonymous, actor } : null;
}

/** The signed-in person, also where a factor is still to be proved. @throws cross_origin, unauthenticated. */
export async function authenticateHalfAccount(c: HonoContext<ApiEnvironment>): Promise<AccountContext> {
  const account = await readAccountOf(c);
  if (!account) throw unauthenticated("Sign in first.");
  return account;
}

/** The signed-in person of the session cookie. @throws cross_origin, unauthenticated, mfa_required for half a session. */
export async function authenticateAccount(c: HonoContext<ApiEnvironment>): Promise<AccountContext> {
  const account = await authenticateHalfAccount(c);
  if (account.actor.half) {
    throw new LatchkeyError(
      "mfa_required",
      "Prove a factor first, or enrol one: the password alone is not enough here.",
    );
  }
  return account;
}

/**
 * Who calls, in the organization of the path: a service token where there is a bearer, else the session's person.
 * @throws unauthenticated, mfa_required, cross_origin, not_found (also for an organization the caller is not in).
 */
export async function authenticateOrganization(c: HonoContext<ApiEnvironment>): Promise<Context> {
  const organization = c.req.param("organization") ?? "";
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const anonymous = anonymousContext(c);
    const found = token ? await authenticateServiceToken(anonymous, token) : null;
    if (!found) throw unauthenticated("The service token is not valid.");
    if (organization !== found.organization.id && organization !== found.organization.slug)
      throw notFound("organization");
    return { ...anonymous, actor: found.actor };
  }
  const account = await authenticateAccount(c);
  return { ...account, actor: await resolveUserActor(account, organization) };
}
