import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { confirmEmailChange, undoEmailChange } from "@/lib/identity/change-email";
import type { SignedIn } from "@/lib/identity/complete-sign-in";
import { confirmPassword, requestLink } from "@/lib/identity/reset-password";
import {
  addressSchema,
  confirmPasswordSchema,
  passkeySignInSchema,
  signedInSchema,
  signInSchema,
  tokenInputSchema,
} from "@/lib/identity/schema";
import { signIn } from "@/lib/identity/sign-in";
import { signInWithLink } from "@/lib/identity/sign-in-with-link";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/identity/sign-in-with-passkey";
import { answerSignedIn } from "../answer-signed-in";
import { browserOf } from "../authenticate";
import type { ApiEnvironment } from "../context";
import { publicEndpoint } from "../endpoint";
import { named } from "../named";
import { requireSameOrigin } from "../same-origin";

const TAG = "Sign-in";
const signedIn = named("SignedIn", signedInSchema.pick({ half: true }));

function bodyOf(result: SignedIn): Record<string, unknown> {
  return { half: result.half };
}

/** The ways in. Every one that succeeds sets the session cookie; the session that the browser had before is dead. */
export function registerSessions(api: OpenAPIHono<ApiEnvironment>): void {
  publicEndpoint(api, {
    method: "post",
    path: "/sessions",
    tag: TAG,
    summary: "Sign in with e-mail and password",
    description:
      "`half`: a factor is still to be proved (`POST /account/step-up`) or enrolled; nothing else answers before.",
    body: signInSchema,
    answers: { 201: { description: "Signed in.", schema: signedIn } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const result = await signIn(ctx, body, await browserOf(c));
      return answerSignedIn(c, 201, result, bodyOf(result));
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sessions/passkey-options",
    tag: TAG,
    summary: "Options to sign in with a passkey",
    answers: {
      200: { description: "For `startAuthentication`.", schema: z.looseObject({ challenge: z.string() }) },
    },
    handle: async ({ ctx, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      return { status: 200, body: await beginPasskeySignIn(ctx, c.var.deps.environment.appUrl) };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sessions/passkey",
    tag: TAG,
    summary: "Sign in with a passkey",
    body: passkeySignInSchema,
    answers: { 201: { description: "Signed in.", schema: signedIn } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const result = await signInWithPasskey(ctx, body, await browserOf(c), c.var.deps.environment.appUrl);
      return answerSignedIn(c, 201, result, bodyOf(result));
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sign-in-links",
    tag: TAG,
    summary: "Ask for a link to sign in",
    description: "Answers alike whether or not there is such an account.",
    body: addressSchema,
    answers: { 202: { description: "If there is such an account, a mail is on its way.", schema: z.object({}) } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      await requestLink(ctx, "send_sign_in_link", body);
      return { status: 202, body: {} };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sessions/link",
    tag: TAG,
    summary: "Sign in with a mailed link",
    body: tokenInputSchema,
    answers: { 201: { description: "Signed in.", schema: signedIn } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const result = await signInWithLink(ctx, body, await browserOf(c));
      return answerSignedIn(c, 201, result, bodyOf(result));
    },
  });

  for (const [path, summary, verb] of [
    ["/email-changes/confirm", "Confirm a new e-mail address with the mailed link", confirmEmailChange],
    ["/email-changes/undo", "Take a change of e-mail address back with the mailed link", undoEmailChange],
  ] as const) {
    publicEndpoint(api, {
      method: "post",
      path,
      tag: TAG,
      summary,
      body: tokenInputSchema,
      answers: { 200: { description: "The address of the account now.", schema: z.object({ email: z.string() }) } },
      handle: async ({ ctx, body, c }) => {
        requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
        return { status: 200, body: await verb(ctx, body) };
      },
    });
  }

  publicEndpoint(api, {
    method: "post",
    path: "/password-resets",
    tag: TAG,
    summary: "Ask for a link to set a new password",
    description: "Answers alike whether or not there is such an account.",
    body: addressSchema,
    answers: { 202: { description: "If there is such an account, a mail is on its way.", schema: z.object({}) } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      await requestLink(ctx, "send_password_reset", body);
      return { status: 202, body: {} };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/password-resets/confirm",
    tag: TAG,
    summary: "Set a password with a mailed link",
    description: "Every session of the person ends. It does not sign in.",
    body: confirmPasswordSchema,
    answers: { 200: { description: "Set.", schema: z.object({ email: z.string() }) } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      return { status: 200, body: await confirmPassword(ctx, body) };
    },
  });
}
