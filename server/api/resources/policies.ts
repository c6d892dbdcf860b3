import type { OpenAPIHono } from "@hono/zod-openapi";
import { previewPolicy } from "@/lib/policies/preview-policy";
import { readPolicy } from "@/lib/policies/read-policy";
import {
  policyAnswerSchema,
  policyPreviewAnswerSchema,
  previewPolicySchema,
  replacePolicySchema,
  updatePolicySchema,
} from "@/lib/policies/schema";
import { replacePolicy, updatePolicy } from "@/lib/policies/update-policy";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const PATH = "/organizations/{organization}/projects/{project}/environments/{environment}/policy";
const tag = "Policies";
const policy = named("Policy", policyAnswerSchema);

function namesOf(params: Record<string, string>): { project: string; environment: string } {
  return { project: params.project ?? "", environment: params.environment ?? "" };
}

/** An environment's rules. Durations are seconds. */
export function registerPolicies(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: PATH,
    tag,
    summary: "Read an environment's policy",
    answers: { 200: { description: "The rules in force.", schema: policy } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readPolicy(ctx, namesOf(params)) }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: PATH,
    tag,
    summary: "Change rules of a policy",
    description: "Only what is named changes. Needs a step-up.",
    body: updatePolicySchema,
    answers: { 200: { description: "The rules in force.", schema: policy } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await updatePolicy(ctx, namesOf(params), body) }),
  });
  organizationEndpoint(api, {
    method: "put",
    path: PATH,
    tag,
    summary: "Replace a policy",
    description: "Every rule is named. Needs a step-up.",
    body: replacePolicySchema,
    answers: { 200: { description: "The rules in force.", schema: policy } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await replacePolicy(ctx, namesOf(params), body) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${PATH}/preview`,
    tag,
    summary: "See which keys a policy would leave out of bounds",
    description: "Changes nothing. With an empty body, the policy in force is measured.",
    body: previewPolicySchema,
    answers: {
      200: { description: "How the live keys measure up.", schema: named("PolicyPreview", policyPreviewAnswerSchema) },
    },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await previewPolicy(ctx, namesOf(params), body) }),
  });
}
