import { decode, encode } from "next-auth/jwt";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import { cookieLine, sessionCookieName } from "./session-cookie";

/** The longest life of any session, in seconds; the row decides, the cookie only has to last as long. */
export const COOKIE_SECONDS = 30 * 86_400;

/** The session id inside a session token; null when the token is not ours or has been changed. */
export async function sessionIdOf(token: string | undefined, authSecret: string): Promise<string | null> {
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: authSecret });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}

/** The `Set-Cookie` line that makes `session` the browser's session: the same token next-auth would write. */
export async function sessionCookieLine(
  settings: { appUrl: string; authSecret: string },
  clock: Clock,
  session: { id: Id<"session">; expiresAt: Date },
): Promise<string> {
  const token = await encode({ token: { sid: session.id }, secret: settings.authSecret, maxAge: COOKIE_SECONDS });
  const left = (session.expiresAt.getTime() - clock.now().getTime()) / 1000;
  return cookieLine(settings.appUrl, sessionCookieName(settings.appUrl), token, left);
}

/** The `Set-Cookie` line that takes the session away. */
export function endedSessionCookieLine(appUrl: string): string {
  return cookieLine(appUrl, sessionCookieName(appUrl), "", 0);
}
