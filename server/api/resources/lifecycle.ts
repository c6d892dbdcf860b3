import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { requestSchema } from "@/lib/approvals/answer-schema";
import { keySchema } from "@/lib/keys/schema";
import { extendKey, readExtension } from "@/lib/lifecycle/extend-key";
import { makeSuccessor } from "@/lib/lifecycle/make-successor";
import { readEnvironmentRules, replaceEnvironmentRules } from "@/lib/lifecycle/manage-rules";
import { refusedSince } from "@/lib/lifecycle/refused-since";
import {
  extendKeySchema,
  extensionSchema,
  refusedSinceSchema,
  unusedRulesAnswerSchema,
  unusedRulesSchema,
} from "@/lib/lifecycle/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}";
const KEY = `${BASE}/keys/{key}`;
const RULES = `${BASE}/projects/{project}/environments/{environment}/unused-rules`;
const tag = "Lifecycle";
const rules = named("UnusedRules", unusedRulesAnswerSchema);

/** What becomes of keys that nobody uses, and of those whose time is over. */
export function registerLifecycle(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: RULES,
    tag,
    summary: "Read an environment's rules for unused keys",
    answers: { 200: { description: "The rules.", schema: rules } },
    handle: async ({ ctx, params }) => ({
      status: 200,
      body: await readEnvironmentRules(ctx, {
        project: params.project ?? "",
        environment: params.environment ?? "",
      }),
    }),
  });
  organizationEndpoint(api, {
    method: "put",
    path: RULES,
    tag,
    summary: "Set an environment's rules for unused keys",
    description: "Those who manage the environment, with step-up.",
    body: unusedRulesSchema,
    answers: { 200: { description: "The rules.", schema: rules } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await replaceEnvironmentRules(
        ctx,
        { project: params.project ?? "", environment: params.environment ?? "" },
        body,
      ),
    }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/refused-since`,
    tag,
    summary: "Read who still calls with a key that does not work",
    description: "Since it was disabled or revoked, or has expired: how often, from where, when last.",
    answers: { 200: { description: "What was refused.", schema: named("RefusedSince", refusedSinceSchema) } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await refusedSince(ctx, params.key ?? "") }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/extension`,
    tag,
    summary: "Read how far a key may be extended",
    answers: {
      200: { description: "The dates, and what stands against it.", schema: named("Extension", extensionSchema) },
    },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readExtension(ctx, params.key ?? "") }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${KEY}/extend`,
    tag,
    summary: "Extend a key",
    description: "A later end within the policy; without a length, the policy's default lifetime from now.",
    body: extendKeySchema,
    answers: { 200: { description: "The key.", schema: z.object({ key: named("Key", keySchema) }) } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await extendKey(ctx, params.key ?? "", body) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${KEY}/successor`,
    tag,
    summary: "Make a successor of a revoked key",
    description: "Within 24 hours of its revocation: everything that it was, with a new secret. It stays revoked.",
    answers: {
      201: {
        description: "The new key. The secret is shown this once.",
        schema: z.object({ key: named("Key", keySchema), secret: z.string() }),
      },
      202: { description: "It needs an approval.", schema: z.object({ request: named("Request", requestSchema) }) },
    },
    handle: async ({ ctx, params }) => {
      const asked = await makeSuccessor(ctx, params.key ?? "");
      return { status: "key" in asked ? 201 : 202, body: asked };
    },
  });
}
