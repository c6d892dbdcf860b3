import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import { signUpSchema, tokenInputSchema } from "@/lib/identity/schema";
import { setUpSchema } from "@/lib/organizations/schema";
import { isSetUpNeeded, setUp } from "@/lib/organizations/set-up";
import { confirmSignUp, requestSignUp } from "@/lib/organizations/sign-up";
import { answerSignedIn } from "../answer-signed-in";
import { browserOf } from "../authenticate";
import type { ApiEnvironment } from "../context";
import { publicEndpoint } from "../endpoint";
import { requireSameOrigin } from "../same-origin";

const noQuery = z.strictObject({});

/** First visit: the first owner and organization. */
export function registerSetUp(api: OpenAPIHono<ApiEnvironment>): void {
  publicEndpoint(api, {
    method: "get",
    path: "/set-up",
    tag: "Set-up",
    summary: "Whether this installation waits for its first owner",
    answers: {
      200: { description: "The state.", schema: z.object({ needed: z.boolean(), allowSignUp: z.boolean() }) },
    },
    handle: async ({ ctx, query, c }) => {
      parseInput(noQuery, query);
      const allowSignUp = c.var.deps.environment.allowSignUp;
      return { status: 200, body: { needed: await isSetUpNeeded(ctx), allowSignUp } };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/set-up",
    tag: "Set-up",
    summary: "Make the first owner and organization",
    description: "Works once. Signs the owner in: the answer sets the session cookie.",
    body: setUpSchema,
    answers: {
      201: {
        description: "Made and signed in.",
        schema: z.object({ organization: z.object({ id: z.string(), slug: z.string() }) }),
      },
    },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const made = await setUp(ctx, body, await browserOf(c));
      return answerSignedIn(c, 201, made, { organization: made.organization });
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sign-ups",
    tag: "Set-up",
    summary: "Ask for an account of one's own",
    description: "Only where ALLOW_SIGN_UP says so. Nothing is made before the mailed link is opened.",
    body: signUpSchema,
    answers: { 202: { description: "If the address is free, a mail is on its way.", schema: z.object({}) } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      await requestSignUp(ctx, c.var.deps.environment.allowSignUp, body);
      return { status: 202, body: {} };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/sign-ups/confirm",
    tag: "Set-up",
    summary: "Make the account with the mailed link",
    body: tokenInputSchema,
    answers: {
      201: {
        description: "Made and signed in.",
        schema: z.object({ organization: z.object({ id: z.string(), slug: z.string() }) }),
      },
    },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      const made = await confirmSignUp(ctx, body, await browserOf(c));
      return answerSignedIn(c, 201, made, { organization: made.organization });
    },
  });
}
