import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import { parseInput } from "@/lib/core/parse-input";
import { addDomain, listDomains, removeDomain, verifyDomain } from "@/lib/organizations/sso/manage-domains";
import {
  createProvider,
  listProviders,
  removeProvider,
  updateProvider,
} from "@/lib/organizations/sso/manage-providers";
import {
  addDomainSchema,
  createProviderSchema,
  domainSchema,
  identityProviderSchema,
  updateProviderSchema,
} from "@/lib/organizations/sso/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const TAG = "Single sign-on";
const PROVIDERS = "/organizations/{organization}/identity-providers";
const DOMAINS = "/organizations/{organization}/domains";
const noQuery = z.strictObject({});
const provider = named("IdentityProvider", identityProviderSchema);
const domain = named("OrganizationDomain", domainSchema);

/** An organization's own identity providers and the e-mail domains that lead to them. */
export function registerSingleSignOn(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: PROVIDERS,
    tag: TAG,
    summary: "List identity providers",
    answers: {
      200: {
        description: "Never their secrets.",
        schema: z.object({ items: z.array(provider), nextCursor: z.null() }),
      },
    },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await listProviders(ctx) };
    },
  });
  organizationEndpoint(api, {
    method: "post",
    path: PROVIDERS,
    tag: TAG,
    summary: "Add an identity provider",
    description: "OpenID Connect. Owners only; needs step-up.",
    body: createProviderSchema,
    answers: { 201: { description: "Added.", schema: provider } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await createProvider(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${PROVIDERS}/{provider}`,
    tag: TAG,
    summary: "Change an identity provider",
    body: updateProviderSchema,
    answers: { 200: { description: "Changed.", schema: provider } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await updateProvider(ctx, params.provider ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${PROVIDERS}/{provider}`,
    tag: TAG,
    summary: "Remove an identity provider",
    description: "Links to it go, and sessions it opened end.",
    answers: { 204: { description: "Removed.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeProvider(ctx, params.provider ?? "");
      return { status: 204 };
    },
  });
  organizationEndpoint(api, {
    method: "get",
    path: DOMAINS,
    tag: TAG,
    summary: "List e-mail domains",
    answers: {
      200: {
        description: "With the DNS record that proves each.",
        schema: z.object({ items: z.array(domain), nextCursor: z.null() }),
      },
    },
    handle: async ({ ctx, query }) => {
      parseInput(noQuery, query);
      return { status: 200, body: await listDomains(ctx) };
    },
  });
  organizationEndpoint(api, {
    method: "post",
    path: DOMAINS,
    tag: TAG,
    summary: "Add an e-mail domain",
    body: addDomainSchema,
    answers: { 201: { description: "Added; verify it next.", schema: domain } },
    handle: async ({ ctx, body }) => ({ status: 201, body: await addDomain(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${DOMAINS}/{domain}/verify`,
    tag: TAG,
    summary: "Verify an e-mail domain by its DNS record",
    answers: { 200: { description: "Verified.", schema: domain } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await verifyDomain(ctx, params.domain ?? "") }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: `${DOMAINS}/{domain}`,
    tag: TAG,
    summary: "Remove an e-mail domain",
    answers: { 204: { description: "Removed.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeDomain(ctx, params.domain ?? "");
      return { status: 204 };
    },
  });
}
