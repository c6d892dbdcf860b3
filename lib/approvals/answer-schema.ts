import { z } from "zod";
import { ROLES, SENSITIVITIES } from "@/lib/core/enums";
import { rateLimitSchema } from "@/lib/policies/schema";
import { amendmentSchema, REQUEST_ACTIONS, REQUEST_KINDS, REQUEST_STATES, ruleConditionsSchema } from "./schema";

const refusal = z.string().nullable().describe("Null: the caller may. Else a sentence that says why not.");
const instant = z.string().describe("ISO 8601, UTC");

export const requestPayloadSchema = z.object({
  name: z.string().optional(),
  purpose: z.string().optional(),
  ownerId: z.string().optional(),
  scopes: z.array(z.string()).optional().describe("Of a new key, or what is added."),
  methods: z.array(z.string()).optional(),
  paths: z.array(z.string()).optional(),
  ipAllowlist: z.array(z.string()).optional(),
  countries: z.array(z.string()).optional(),
  rateLimits: z.array(rateLimitSchema).optional(),
  quota: z.number().nullable().optional(),
  concurrency: z.number().nullable().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  notBefore: instant.nullable().optional(),
  expiresAt: instant.nullable().optional(),
  lifetime: z.number().nullable().optional().describe("Seconds from the claim."),
  template: z.object({ id: z.string(), version: z.number() }).nullable().optional(),
  waiveNetwork: z.boolean().optional(),
  duration: z.number().optional().describe("Seconds from the approval."),
});

const ruleProgressSchema = z.object({
  reason: z.string(),
  count: z.number(),
  given: z.number(),
  who: z.string().describe("Who may give it, in words."),
});

export const requestSchema = z.object({
  id: z.string(),
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  reason: z.string(),
  projectId: z.string(),
  project: z.string(),
  projectName: z.string(),
  environmentId: z.string(),
  environment: z.string(),
  environmentName: z.string(),
  environmentColor: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  keyId: z.string().nullable().describe("The key it is about; of a new key, once it is claimed."),
  keyName: z.string(),
  requesterId: z.string(),
  requesterName: z.string(),
  requesterEmail: z.string(),
  revision: z.number(),
  hash: z.string().describe("Of what would be executed; send it with a decision."),
  payload: requestPayloadSchema.describe("What would be executed: as asked, less what approvers took away."),
  submitted: requestPayloadSchema.describe("As it was asked in this revision."),
  amended: z.boolean(),
  rules: z.array(ruleProgressSchema),
  approvalsNeeded: z.number().describe("Approvals still missing."),
  approvedBy: z.enum(["people", "rule", "break_glass", "policy"]).nullable(),
  approvedById: z.string().nullable(),
  createdAt: instant,
  submittedAt: instant,
  expiresAt: instant,
  escalatedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  claimBy: instant.nullable().describe("Until then the requester has to claim the new key."),
  closedAt: instant.nullable(),
  closeReason: z.string().nullable(),
  actions: z
    .record(z.enum(REQUEST_ACTIONS), z.string().nullable())
    .describe("What the caller may do: null is yes, else a sentence that says why not."),
});
export type PresentedRequest = z.output<typeof requestSchema>;

const approverSchema = z.object({ userId: z.string(), name: z.string(), email: z.string(), role: z.enum(ROLES) });
export const waySchema = z.object({
  missing: z.string().describe("What is missing, in words."),
  approvers: z.array(approverSchema).describe("Who can decide now; at most 50."),
  typicalSeconds: z
    .number()
    .nullable()
    .describe("Median time to a decision here in the last 90 days; null when there are too few."),
});

export const requestDetailSchema = requestSchema.extend({
  ...waySchema.shape,
  decisions: z.array(
    z.object({
      id: z.string(),
      revision: z.number(),
      approverId: z.string(),
      approverName: z.string(),
      verdict: z.enum(["approve", "deny"]),
      comment: z.string().nullable(),
      amendment: amendmentSchema.loose().nullable(),
      hash: z.string(),
      at: instant,
      counts: z
        .boolean()
        .describe("False when it was voided by an edit, or when its approver may not decide any more."),
    }),
  ),
  revisions: z.array(
    z.object({
      revision: z.number(),
      reason: z.string(),
      payload: requestPayloadSchema,
      hash: z.string(),
      at: instant,
    }),
  ),
  abilities: z.array(
    z.object({ scope: z.string(), description: z.string(), sensitive: z.boolean(), endpoints: z.array(z.string()) }),
  ),
  unusual: z.array(z.object({ code: z.string(), text: z.string() })),
  similarKeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      ownerName: z.string(),
      scopes: z.array(z.string()),
      lastUsedAt: instant.nullable(),
      expiresAt: instant.nullable(),
    }),
  ),
  requesterKeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      environment: z.string(),
      scopes: z.array(z.string()),
      usedScopes: z
        .array(z.string())
        .nullable()
        .describe("Of 90 days, by the catalogue's endpoints; null when it names none."),
      verifications: z.number(),
      lastUsedAt: instant.nullable(),
    }),
  ),
});
export type PresentedRequestDetail = z.output<typeof requestDetailSchema>;

export const previewSchema = z.object({
  outcome: z.enum(["approved_at_once", "needs_approval", "refused"]),
  approvedBy: z.enum(["rule", "break_glass", "policy"]).nullable(),
  message: z.string().nullable().describe("Why it is refused."),
  rules: z.array(ruleProgressSchema),
  approvalsNeeded: z.number(),
  approvers: z.array(approverSchema),
  typicalSeconds: z.number().nullable(),
});

export const countsSchema = z.object({
  waitingForMe: z.number().describe("The caller may decide on them."),
  toClaim: z.number().describe("The caller's own, approved."),
  pending: z.number().describe("The caller's own, undecided."),
});

export const grantSchema = z.object({
  id: z.string(),
  keyId: z.string(),
  requestId: z.string().nullable(),
  kind: z.enum(["scopes", "network"]),
  scopes: z.array(z.string()),
  reason: z.string(),
  startsAt: instant,
  endsAt: instant,
  endedAt: instant.nullable(),
  endReason: z.string().nullable(),
  active: z.boolean(),
});

export const ruleSchema = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  version: z.number(),
  conditions: ruleConditionsSchema,
  replayed: z.boolean().describe("Whether this version was tried on past requests; only then it can be switched on."),
  createdBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const replaySchema = z.object({
  days: z.number(),
  requests: z.number().describe("Requests of that time that had to be decided."),
  approved: z.number().describe("Of those, how many the rule would have approved."),
  contradicted: z.number().describe("Of those, how many people denied."),
  examples: z.array(
    z.object({
      id: z.string(),
      keyName: z.string(),
      requesterName: z.string(),
      environment: z.string(),
      state: z.enum(REQUEST_STATES),
      createdAt: instant,
    }),
  ),
});

export const settingsSchema = z.object({
  breakGlassMembers: z.array(z.string()),
  breakGlassSeconds: z.number(),
  fallbackTeams: z.array(z.string()),
  fallbackMembers: z.array(z.string()),
  webhookHost: z.string().nullable().describe("The host of the webhook; its whole address is a secret."),
  actions: z.object({ manage: refusal, breakGlass: refusal }),
});

export const breakGlassSchema = z.object({
  id: z.string(),
  userId: z.string(),
  userName: z.string(),
  projectId: z.string(),
  project: z.string(),
  projectName: z.string(),
  environmentId: z.string(),
  environment: z.string(),
  environmentName: z.string(),
  environmentColor: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  reason: z.string(),
  startedAt: instant,
  endsAt: instant,
  endedAt: instant.nullable(),
  active: z.boolean(),
  reviewedAt: instant.nullable(),
  reviewedBy: z.string().nullable(),
  reviewedByName: z.string().nullable(),
  review: z.string().nullable(),
  requests: z.array(z.object({ id: z.string(), kind: z.enum(REQUEST_KINDS), keyName: z.string(), createdAt: instant })),
  actions: z.object({ end: refusal, review: refusal }),
});

export const linkSchema = z.object({
  id: z.string(),
  keyId: z.string(),
  note: z.string(),
  createdAt: instant,
  expiresAt: instant,
  openedAt: instant.nullable(),
  openedIp: z.string().nullable(),
  laterOpenings: z.number(),
  state: z.enum(["waiting", "opened", "expired", "cancelled"]),
});
