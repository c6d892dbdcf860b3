import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { dependencies } from "@/app/_server/dependencies";
import { isId } from "@/lib/core/ids";
import { authOptions } from "@/lib/identity/auth-options";
import { cookieLine, deviceCookieName, sessionCookieName } from "@/lib/identity/session-cookie";
import { sessionIdOf } from "@/lib/identity/session-token";
import { addressOf } from "@/server/api/context";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

const DEVICE_SECONDS = 400 * 86_400;

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const { db, clock, vault, environment, logger } = dependencies();
  // next-auth builds its addresses from this variable; a Host header never decides where a link leads.
  process.env.NEXTAUTH_URL = environment.appUrl;
  const requestId = `req-${randomUUID()}`;
  const sid = await sessionIdOf(
    request.cookies.get(sessionCookieName(environment.appUrl))?.value,
    environment.authSecret,
  );
  const device = request.cookies.get(deviceCookieName(environment.appUrl))?.value;
  const newDevices: string[] = [];
  const options = authOptions({
    ctx: {
      actor: null,
      db,
      clock,
      vault,
      request: {
        requestId,
        ip: addressOf(request.headers, environment.trustedProxies),
        userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
      },
    },
    appUrl: environment.appUrl,
    authSecret: environment.authSecret,
    browser: {
      sessionId: sid && isId("session", sid) ? sid : null,
      deviceToken: device && /^[A-Za-z0-9_-]{43}$/.test(device) ? device : null,
    },
    onNewDevice: (token) => newDevices.push(token),
    onError: (code) => logger.debug({ requestId, code }, "next-auth refused a call."),
  });
  const response: Response = await NextAuth(request, context, options);
  for (const token of newDevices) {
    const name = deviceCookieName(environment.appUrl);
    response.headers.append("set-cookie", cookieLine(environment.appUrl, name, token, DEVICE_SECONDS));
  }
  return response;
}

export { handle as GET, handle as POST };
