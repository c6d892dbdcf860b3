import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { AnonymousContext } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Browser } from "./complete-sign-in";
import { endSession } from "./manage-sessions";
import { findUser } from "./queries";
import { readSession } from "./read-session";
import { safeReturnPath } from "./safe-return";
import { sessionCookieName } from "./session-cookie";
import { COOKIE_SECONDS } from "./session-token";
import { signIn } from "./sign-in";

/** What one call to next-auth is made of. `onNewDevice` gets the device cookie to set beside the session's. */
export type AuthCall = {
  ctx: AnonymousContext;
  appUrl: string;
  authSecret: string;
  browser: Browser;
  onNewDevice(token: string): void;
  onError(code: string, detail: unknown): void;
};

/**
 * next-auth over our own sessions: its token carries a session id and nothing else, and every use of it asks the database, so
 * that an ended session ends at once.
 */
export function authOptions(call: AuthCall): NextAuthOptions {
  const { ctx, appUrl } = call;
  const secure = appUrl.startsWith("https://");
  return {
    secret: call.authSecret,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS },
    cookies: {
      sessionToken: {
        name: sessionCookieName(appUrl),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials) => {
          try {
            const input = { email: credentials?.email ?? "", password: credentials?.password ?? "" };
            const signedIn = await signIn(ctx, input, call.browser);
            if (signedIn.newDevice) call.onNewDevice(signedIn.newDevice);
            // next-auth hands this to the `jwt` callback as `user`; the id is the session's, not the person's.
            return { id: signedIn.session.id };
          } catch (error) {
            // Refusals look alike; only a throttle may say that it is one.
            if (error instanceof LatchkeyError && error.code === "rate_limited") throw new Error("rate_limited");
            if (error instanceof LatchkeyError && error.code !== "internal" && error.code !== "unavailable")
              return null;
            throw new Error("unavailable", { cause: error });
          }
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        const sid = user ? user.id : token.sid;
        const session = typeof sid === "string" ? await readSession(ctx, sid) : null;
        if (!session) throw new Error("session_ended");
        return { sid: session.sessionId };
      },
      session: async ({ session, token }) => {
        const actor = typeof token.sid === "string" ? await readSession(ctx, token.sid) : null;
        const user = actor ? await findUser(ctx.db.drizzle, actor.userId) : null;
        return { expires: session.expires, user: user ? { name: user.name, email: user.email } : {} };
      },
      redirect: ({ url }) => {
        const path = url.startsWith(`${appUrl}/`) ? url.slice(appUrl.length) : url;
        return `${appUrl}${safeReturnPath(path)}`;
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid !== "string" || !isId("session", token.sid)) return;
        const actor = await readSession(ctx, token.sid);
        if (actor) await endSession({ ...ctx, actor }, actor.sessionId, "signed_out");
      },
    },
    logger: {
      error: (code, detail) => call.onError(code, detail),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
