import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { replaySchema, ruleSchema, settingsSchema } from "@/lib/approvals/answer-schema";
import { createRule, listRules, removeRule, replayRule, switchRule, updateRule } from "@/lib/approvals/manage-rules";
import { readSettings, updateSettings } from "@/lib/approvals/manage-settings";
import { createRuleSchema, replayRuleSchema, updateRuleSchema, updateSettingsSchema } from "@/lib/approvals/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/approval-rules";
const ONE = `${BASE}/{rule}`;
const SETTINGS = "/organizations/{organization}/approval-settings";
const tag = "Approvals";
const rule = named("ApprovalRule", ruleSchema);
const answer = z.object({ rule });
const settings = named("ApprovalSettings", settingsSchema);

/** Standing approval for low-risk patterns, and how approvals work in the organization. */
export function registerApprovalRules(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List standing rules",
    answers: { 200: { description: "All rules.", schema: z.object({ items: z.array(rule), nextCursor: z.null() }) } },
    handle: async ({ ctx }) => ({ status: 200, body: await listRules(ctx) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag,
    summary: "Write a standing rule",
    description: "It is off until it was tried on past requests and switched on. Owners and admins, with step-up.",
    body: createRuleSchema,
    answers: { 201: { description: "The rule.", schema: answer } },
    handle: async ({ ctx, body }) => ({ status: 201, body: { rule: await createRule(ctx, body) } }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: ONE,
    tag,
    summary: "Change a standing rule",
    description: "New conditions switch it off: they have to be tried first.",
    body: updateRuleSchema,
    answers: { 200: { description: "The rule.", schema: answer } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: { rule: await updateRule(ctx, params.rule ?? "", body) },
    }),
  });
  organizationEndpoint(api, {
    method: "delete",
    path: ONE,
    tag,
    summary: "Remove a standing rule",
    answers: { 204: { description: "The rule is gone; what it approved stays.", schema: null } },
    handle: async ({ ctx, params }) => {
      await removeRule(ctx, params.rule ?? "");
      return { status: 204 };
    },
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/replay`,
    tag,
    summary: "Try a rule on past requests",
    body: replayRuleSchema,
    answers: { 200: { description: "What it would have approved.", schema: named("RuleReplay", replaySchema) } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await replayRule(ctx, params.rule ?? "", body) }),
  });
  for (const [verb, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    organizationEndpoint(api, {
      method: "post",
      path: `${ONE}/${verb}`,
      tag,
      summary: enabled ? "Switch a rule on" : "Switch a rule off",
      answers: { 200: { description: "The rule.", schema: answer } },
      handle: async ({ ctx, params }) => ({
        status: 200,
        body: { rule: await switchRule(ctx, params.rule ?? "", enabled) },
      }),
    });
  }
  organizationEndpoint(api, {
    method: "get",
    path: SETTINGS,
    tag,
    summary: "Read how approvals work",
    answers: { 200: { description: "The settings.", schema: settings } },
    handle: async ({ ctx }) => ({ status: 200, body: await readSettings(ctx) }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: SETTINGS,
    tag,
    summary: "Change how approvals work",
    description:
      "Who may break the glass, who decides after an escalation, the chat's webhook. Owners and admins, with step-up.",
    body: updateSettingsSchema,
    answers: { 200: { description: "The settings.", schema: settings } },
    handle: async ({ ctx, body }) => ({ status: 200, body: await updateSettings(ctx, body) }),
  });
}
