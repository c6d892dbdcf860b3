import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { parseInput } from "@/lib/core/parse-input";
import { addressSchema } from "@/lib/identity/schema";
import { cookieLine } from "@/lib/identity/session-cookie";
import { unlinkAccount } from "@/lib/identity/unlink-account";
import { findProviderOfAddress } from "@/lib/organizations/sso/find-provider";
import { finishProvider } from "@/lib/organizations/sso/finish-provider";
import { type ProviderSettings, startProvider, startProviderSchema } from "@/lib/organizations/sso/start-provider";
import { answerSignedIn } from "../answer-signed-in";
import { browserOf } from "../authenticate";
import type { ApiEnvironment } from "../context";
import { accountEndpoint, publicEndpoint } from "../endpoint";
import { requireSameOrigin } from "../same-origin";

const TAG = "Sign-in";
const FLOW_SECONDS = 600;
const PATH = "/sign-in/providers";
const startAnswer = z.object({ url: z.string().describe("Send the browser there.") });

function settingsOf(c: HonoContext<ApiEnvironment>): ProviderSettings & { allowSignUp: boolean } {
  const { appUrl, signInProviders, privateHosts, allowSignUp } = c.var.deps.environment;
  return { appUrl, configured: signInProviders, outbound: { privateHosts }, allowSignUp };
}

function flowCookieName(appUrl: string): string {
  return appUrl.startsWith("https://") ? "__Host-latchkey.flow" : "latchkey.flow";
}

function answerStarted(c: HonoContext<ApiEnvironment>, started: { url: string; flowToken: string }) {
  const { appUrl } = c.var.deps.environment;
  const cookie = cookieLine(appUrl, flowCookieName(appUrl), started.flowToken, FLOW_SECONDS);
  return { status: 200 as const, body: { url: started.url }, headers: { "set-cookie": cookie } };
}

/** Sign-in by GitHub, Google, OpenID Connect, and organizations' own identity providers; and linking them. */
export function registerSignInProviders(api: OpenAPIHono<ApiEnvironment>): void {
  publicEndpoint(api, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "The providers this installation is configured with",
    answers: {
      200: {
        description: "For the sign-in page.",
        schema: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
      },
    },
    handle: async ({ query, c }) => {
      parseInput(z.strictObject({}), query);
      const items = c.var.deps.environment.signInProviders.map(({ id, name }) => ({ id, name }));
      return { status: 200, body: { items } };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: `${PATH}/discover`,
    tag: TAG,
    summary: "The identity provider that an address's domain leads to",
    description: "Speaks of domains alone: it does not say whether there is such an account.",
    body: addressSchema,
    answers: {
      200: { description: "Null where there is none.", schema: z.object({ provider: z.string().nullable() }) },
    },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const { email } = parseInput(addressSchema, body);
      return { status: 200, body: { provider: await findProviderOfAddress(ctx, email) } };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: `${PATH}/{provider}`,
    tag: TAG,
    summary: "Begin to sign in at a provider",
    body: startProviderSchema,
    answers: { 200: { description: "Where to go.", schema: startAnswer } },
    handle: async ({ ctx, params, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      return answerStarted(c, await startProvider(ctx, null, settingsOf(c), params.provider ?? "", body));
    },
  });

  accountEndpoint(api, {
    method: "post",
    path: "/account/providers/{provider}/link",
    tag: "Account",
    summary: "Begin to link an account at a provider",
    description: "Needs step-up. The only way in which an account is ever linked to one that exists.",
    body: startProviderSchema,
    answers: { 200: { description: "Where to go.", schema: startAnswer } },
    handle: async ({ ctx, params, body, c }) =>
      answerStarted(c, await startProvider({ ...ctx, actor: null }, ctx, settingsOf(c), params.provider ?? "", body)),
  });

  accountEndpoint(api, {
    method: "delete",
    path: "/account/linked-accounts/{account}",
    tag: "Account",
    summary: "Take a link to a provider away",
    description: "Needs step-up.",
    answers: { 204: { description: "Unlinked.", schema: null } },
    handle: async ({ ctx, params }) => {
      await unlinkAccount(ctx, params.account ?? "");
      return { status: 204 };
    },
  });

  publicEndpoint(api, {
    method: "get",
    path: `${PATH}/{provider}/callback`,
    tag: TAG,
    summary: "Where a provider sends the browser back to",
    description: "Answers with a redirect into the dashboard, in any case.",
    answers: { 200: { description: "Never: it redirects (303).", schema: null } },
    handle: async ({ ctx, params, query, c }) => {
      const { appUrl } = c.var.deps.environment;
      const browser = { ...(await browserOf(c)), flowToken: getCookie(c, flowCookieName(appUrl)) ?? null };
      const outcome = await finishProvider(ctx, settingsOf(c), params.provider ?? "", query, browser);
      const headers = new Headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
      headers.append("set-cookie", cookieLine(appUrl, flowCookieName(appUrl), "", 0));
      if (outcome.result === "refused") headers.set("location", `${appUrl}/sign-in?error=${outcome.reason}`);
      else headers.set("location", `${appUrl}${outcome.returnTo}`);
      if (outcome.result === "signed_in") {
        const signed = await answerSignedIn(c, 200, outcome.signedIn, {});
        for (const line of signed.headers.getSetCookie()) headers.append("set-cookie", line);
      }
      return new Response(null, { status: 303, headers });
    },
  });
}
