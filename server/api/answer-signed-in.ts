import type { Context as HonoContext } from "hono";
import type { SignedIn } from "@/lib/identity/complete-sign-in";
import { cookieLine, deviceCookieName } from "@/lib/identity/session-cookie";
import { endedSessionCookieLine, sessionCookieLine } from "@/lib/identity/session-token";
import type { ApiEnvironment } from "./context";

const DEVICE_SECONDS = 400 * 86_400;

/** An answer that makes a session the browser's own: the session cookie, and the device cookie where it is new. */
export async function answerSignedIn(
  c: HonoContext<ApiEnvironment>,
  status: 200 | 201,
  signedIn: SignedIn,
  body: Record<string, unknown>,
): Promise<Response> {
  const { environment, clock } = c.var.deps;
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  headers.append("set-cookie", await sessionCookieLine(environment, clock, signedIn.session));
  if (signedIn.newDevice) {
    const name = deviceCookieName(environment.appUrl);
    headers.append("set-cookie", cookieLine(environment.appUrl, name, signedIn.newDevice, DEVICE_SECONDS));
  }
  return new Response(JSON.stringify(body), { status, headers });
}

/** An empty answer that takes the session cookie away. */
export function answerSignedOut(c: HonoContext<ApiEnvironment>): Response {
  const headers = { "cache-control": "no-store", "set-cookie": endedSessionCookieLine(c.var.deps.environment.appUrl) };
  return new Response(null, { status: 204, headers });
}
