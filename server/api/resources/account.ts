import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import { requestEmailChange } from "@/lib/identity/change-email";
import { changePassword } from "@/lib/identity/change-password";
import { endOtherSessions, endSession, listSessions, listSignIns } from "@/lib/identity/manage-sessions";
import { readAccount } from "@/lib/identity/read-account";
import {
  accountSchema,
  addressSchema,
  changePasswordSchema,
  historyFilterSchema,
  sessionSchema,
  signInEventSchema,
  updateAccountSchema,
} from "@/lib/identity/schema";
import { updateAccount } from "@/lib/identity/update-account";
import { answerSignedOut } from "../answer-signed-in";
import type { ApiEnvironment } from "../context";
import { accountEndpoint, halfAccountEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Account";
const noQuery = z.strictObject({});
const account = named("Account", accountSchema);
const session = named("Session", sessionSchema);

/** The signed-in person: profile, password, sessions, sign-in history. */
export function registerAccount(api: OpenAPIHono<ApiEnvironment>): void {
  halfAccountEndpoint(api, {
    method: "get",
    path: "/account",
    tag: TAG,
    summary: "The signed-in person",
    description: "Also answers half a session, which sees no memberships and what it may prove or must enrol.",
    answers: { 200: { description: "The person.", schema: account } },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await readAccount(ctx) };
    },
  });

  accountEndpoint(api, {
    method: "patch",
    path: "/account",
    tag: TAG,
    summary: "Change name or time zone",
    body: updateAccountSchema,
    answers: { 200: { description: "The person.", schema: account } },
    handle: async ({ ctx, body }) => ({ status: 200, body: await updateAccount(ctx, body) }),
  });

  accountEndpoint(api, {
    method: "post",
    path: "/account/password",
    tag: TAG,
    summary: "Change the password",
    description: "Needs step-up. Every other session ends.",
    body: changePasswordSchema,
    answers: { 204: { description: "Changed.", schema: null } },
    handle: async ({ ctx, body }) => {
      await changePassword(ctx, body);
      return { status: 204 };
    },
  });

  accountEndpoint(api, {
    method: "post",
    path: "/account/email",
    tag: TAG,
    summary: "Ask for another e-mail address",
    description: "Needs step-up. A link goes to the new address; nothing changes until it is opened.",
    body: addressSchema,
    answers: { 202: { description: "If the address is free, a mail is on its way.", schema: z.object({}) } },
    handle: async ({ ctx, body }) => {
      await requestEmailChange(ctx, body);
      return { status: 202, body: {} };
    },
  });

  accountEndpoint(api, {
    method: "get",
    path: "/account/sessions",
    tag: TAG,
    summary: "Live sessions",
    answers: {
      200: {
        description: "Sessions, newest use first.",
        schema: z.object({ items: z.array(session), nextCursor: z.null() }),
      },
    },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await listSessions(ctx) };
    },
  });

  accountEndpoint(api, {
    method: "post",
    path: "/account/sessions/end-others",
    tag: TAG,
    summary: "End every session but this one",
    answers: { 200: { description: "How many ended.", schema: z.object({ ended: z.number().int() }) } },
    handle: async ({ ctx }) => ({ status: 200, body: await endOtherSessions(ctx) }),
  });

  halfAccountEndpoint(api, {
    method: "delete",
    path: "/account/sessions/current",
    tag: TAG,
    summary: "Sign out",
    answers: { 204: { description: "Signed out; the session cookie is taken away.", schema: null } },
    handle: async ({ ctx, c }) => {
      await endSession(ctx, ctx.actor.sessionId, "signed_out");
      return answerSignedOut(c);
    },
  });

  accountEndpoint(api, {
    method: "delete",
    path: "/account/sessions/{session}",
    tag: TAG,
    summary: "End one session",
    answers: { 204: { description: "Ended.", schema: null } },
    handle: async ({ ctx, params }) => {
      await endSession(ctx, params.session ?? "");
      return { status: 204 };
    },
  });

  accountEndpoint(api, {
    method: "get",
    path: "/account/sign-ins",
    tag: TAG,
    summary: "Sign-in history",
    query: historyFilterSchema,
    answers: {
      200: {
        description: "Sign-ins and refusals, newest first.",
        schema: z.object({ items: z.array(named("SignIn", signInEventSchema)), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listSignIns(ctx, query) }),
  });
}
