import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { addPasskey, beginPasskey, renamePasskey } from "@/lib/identity/enrol-passkey";
import { beginTotp, confirmTotp } from "@/lib/identity/enrol-totp";
import type { FactorAdded } from "@/lib/identity/finish-enrolment";
import { proveFactor } from "@/lib/identity/prove-factor";
import { removeFactor, replaceRecoveryCodes } from "@/lib/identity/remove-factor";
import {
  addPasskeySchema,
  confirmTotpSchema,
  nameFactorSchema,
  renamePasskeySchema,
  stepUpSchema,
} from "@/lib/identity/schema";
import { beginPasskeyProof } from "@/lib/identity/sign-in-with-passkey";
import { answerSignedIn } from "../answer-signed-in";
import { browserOf } from "../authenticate";
import type { ApiEnvironment } from "../context";
import { accountEndpoint, halfAccountEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Factors";
const options = named("WebAuthnOptions", z.looseObject({ challenge: z.string() }));
const added = z.object({
  id: z.string(),
  recoveryCodes: z.array(z.string()).nullable().describe("Shown once; with the first factor only."),
});

function addedBody(id: string, result: FactorAdded): Record<string, unknown> {
  return { id, recoveryCodes: result.recoveryCodes };
}

/** Proving, enrolling and removing factors. Where assurance rises, the answer sets a new session cookie. */
export function registerFactors(api: OpenAPIHono<ApiEnvironment>): void {
  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/step-up",
    tag: TAG,
    summary: "Prove a factor",
    description:
      "The second step of a sign-in, and step-up before a sensitive call: repeat the call afterwards. Exactly one of totp, recoveryCode, passkey, password; the password only without any factor.",
    body: stepUpSchema,
    answers: {
      200: {
        description: "Proved; the answer sets the new session cookie.",
        schema: z.object({ half: z.boolean(), mfaAt: z.string() }),
      },
    },
    handle: async ({ ctx, body, c }) => {
      const result = await proveFactor(ctx, body, await browserOf(c), c.var.deps.environment.appUrl);
      return answerSignedIn(c, 200, result, { half: result.half, mfaAt: ctx.clock.now().toISOString() });
    },
  });

  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/step-up/passkey-options",
    tag: TAG,
    summary: "Options to prove a passkey",
    answers: { 200: { description: "For `startAuthentication`.", schema: options } },
    handle: async ({ ctx, c }) => ({ status: 200, body: await beginPasskeyProof(ctx, c.var.deps.environment.appUrl) }),
  });

  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/totp",
    tag: TAG,
    summary: "Begin to enrol an authenticator app",
    description: "Counts for nothing until it is confirmed. Needs step-up.",
    body: nameFactorSchema,
    answers: {
      201: {
        description: "The secret, as text, address and picture.",
        schema: z.object({ id: z.string(), secret: z.string(), uri: z.string(), qrCode: z.string() }),
      },
    },
    handle: async ({ ctx, body }) => ({ status: 201, body: await beginTotp(ctx, body) }),
  });

  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/totp/confirm",
    tag: TAG,
    summary: "Confirm the authenticator app with a code",
    body: confirmTotpSchema,
    answers: { 200: { description: "Enrolled; the answer sets the new session cookie.", schema: added } },
    handle: async ({ ctx, body, c }) => {
      const result = await confirmTotp(ctx, body, await browserOf(c));
      return answerSignedIn(c, 200, result, addedBody(result.factorId, result));
    },
  });

  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/passkeys/options",
    tag: TAG,
    summary: "Options to register a passkey",
    answers: { 200: { description: "For `startRegistration`.", schema: options } },
    handle: async ({ ctx, c }) => ({ status: 200, body: await beginPasskey(ctx, c.var.deps.environment.appUrl) }),
  });

  halfAccountEndpoint(api, {
    method: "post",
    path: "/account/passkeys",
    tag: TAG,
    summary: "Register a passkey",
    body: addPasskeySchema,
    answers: { 201: { description: "Registered; the answer sets the new session cookie.", schema: added } },
    handle: async ({ ctx, body, c }) => {
      const result = await addPasskey(ctx, body, await browserOf(c), c.var.deps.environment.appUrl);
      return answerSignedIn(c, 201, result, addedBody(result.factorId, result));
    },
  });

  accountEndpoint(api, {
    method: "patch",
    path: "/account/passkeys/{passkey}",
    tag: TAG,
    summary: "Rename a passkey",
    body: renamePasskeySchema,
    answers: { 204: { description: "Renamed.", schema: null } },
    handle: async ({ ctx, params, body }) => {
      await renamePasskey(ctx, params.passkey ?? "", body);
      return { status: 204 };
    },
  });

  accountEndpoint(api, {
    method: "delete",
    path: "/account/factors/{factor}",
    tag: TAG,
    summary: "Remove an authenticator app or a passkey",
    description: "Needs step-up. Other sessions end.",
    answers: { 204: { description: "Removed.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeFactor(ctx, params.factor ?? "");
      return { status: 204 };
    },
  });

  accountEndpoint(api, {
    method: "post",
    path: "/account/recovery-codes",
    tag: TAG,
    summary: "Replace the recovery codes",
    description: "Needs step-up. The old ones die at once; the new ones are shown once.",
    answers: { 201: { description: "Ten codes.", schema: z.object({ recoveryCodes: z.array(z.string()) }) } },
    handle: async ({ ctx }) => ({ status: 201, body: await replaceRecoveryCodes(ctx) }),
  });
}
