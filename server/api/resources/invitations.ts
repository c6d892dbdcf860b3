import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { tokenInputSchema } from "@/lib/identity/schema";
import { acceptInvitation, openInvitation } from "@/lib/organizations/accept-invitation";
import { createInvitation, listInvitations, resendInvitation, revokeInvitation } from "@/lib/organizations/invitations";
import {
  acceptInvitationSchema,
  createInvitationSchema,
  invitationSchema,
  listInvitationsSchema,
  openedInvitationSchema,
} from "@/lib/organizations/schema";
import { answerSignedIn } from "../answer-signed-in";
import { browserOf, readAccountOf } from "../authenticate";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint, publicEndpoint } from "../endpoint";
import { named } from "../named";
import { requireSameOrigin } from "../same-origin";

const TAG = "Invitations";
const PATH = "/organizations/{organization}/invitations";
const invitation = named("Invitation", invitationSchema);

export function registerInvitations(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "List invitations",
    query: listInvitationsSchema,
    answers: {
      200: {
        description: "A page.",
        schema: z.object({ items: z.array(invitation), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listInvitations(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: PATH,
    tag: TAG,
    summary: "Invite an address",
    description: "The link goes by mail, works once and for that address alone. Needs step-up.",
    body: createInvitationSchema,
    answers: { 201: { description: "Invited.", schema: invitation } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createInvitation(ctx, body) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${PATH}/{invitation}/resend`,
    tag: TAG,
    summary: "Send an invitation again",
    description: "With a new link; the old one is dead.",
    answers: { 200: { description: "Sent.", schema: invitation } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await resendInvitation(ctx, params.invitation ?? "") }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${PATH}/{invitation}/revoke`,
    tag: TAG,
    summary: "Revoke an invitation",
    answers: { 200: { description: "Revoked.", schema: invitation } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await revokeInvitation(ctx, params.invitation ?? "") }),
  });

  publicEndpoint(api, {
    method: "post",
    path: "/invitations/open",
    tag: TAG,
    summary: "What an invitation is about",
    description: "The token travels in the body, so that no log holds it.",
    body: tokenInputSchema,
    answers: { 200: { description: "The invitation.", schema: named("OpenedInvitation", openedInvitationSchema) } },
    handle: async ({ ctx, body, c }) => {
      requireSameOrigin(c.req.raw, c.var.deps.environment.appUrl);
      return { status: 200, body: await openInvitation(ctx, body) };
    },
  });

  publicEndpoint(api, {
    method: "post",
    path: "/invitations/accept",
    tag: TAG,
    summary: "Accept an invitation",
    description:
      "An address without an account gives a name and a password and is signed in; an address with one must be signed in as it.",
    body: acceptInvitationSchema,
    answers: {
      200: {
        description: "Joined.",
        schema: z.object({
          organization: z.object({ id: z.string(), slug: z.string() }),
          role: z.string(),
          half: z.boolean(),
        }),
      },
    },
    handle: async ({ ctx, body, c }) => {
      const account = await readAccountOf(c);
      const { organization, role, signedIn } = await acceptInvitation(ctx, account, body, await browserOf(c));
      const answer = { organization, role, half: signedIn?.half ?? false };
      return signedIn ? answerSignedIn(c, 200, signedIn, answer) : { status: 200, body: answer };
    },
  });
}
