import { describeDuration } from "@/components/ui/duration";
import type { Role, Sensitivity } from "@/lib/core/enums";
import type { ApprovalRule, Policy } from "@/lib/policies/schema";

export type PolicyField = keyof Policy;
export type PolicyGroup = { id: string; title: string; description: string; fields: readonly PolicyField[] };

/** The rules as people look for them. Each field is in one group at most: those of `INERT_FIELDS` are in none. */
export const POLICY_GROUPS: readonly PolicyGroup[] = [
  {
    id: "lifetimes",
    title: "Lifetimes",
    description: "How long a key of this environment works.",
    fields: ["defaultLifetime", "longestLifetime", "allowNever"],
  },
  {
    id: "rotation",
    title: "Rotation",
    description: "When a secret is due for a new one, and how long the old one goes on working.",
    fields: ["rotationInterval", "defaultOverlap", "longestOverlap", "overlapWaitsForUse"],
  },
  {
    id: "scopes",
    title: "Scopes and network",
    description: "What a key may be granted, and from where it may be used.",
    fields: ["allowWildcards", "allowedScopes", "requireIpAllowlist"],
  },
  {
    id: "approvals",
    title: "Approvals",
    description: "Who has to agree before someone who may only ask gets a key. Nobody approves their own request.",
    fields: [
      "requireStepUp",
      "approvals",
      "sensitiveApprovals",
      "longLifetimeApprovals",
      "longLifetimeAfter",
      "openNetworkApprovals",
      "requestExpiry",
      "claimExpiry",
      "escalateAfter",
    ],
  },
  {
    id: "gateway",
    title: "Gateway",
    description: "What the gateway does for keys that say nothing else.",
    fields: ["defaultRateLimits", "serveStaleSeconds"],
  },
  {
    id: "expiry-mail",
    title: "Expiry mail",
    description: "When owners are told that a key will expire.",
    fields: ["expiryWarningDays"],
  },
  {
    id: "idle",
    title: "Idle keys",
    description: "What happens to a key that nobody uses.",
    fields: ["idleAfterDays", "idleResponse"],
  },
];

/** Rules that the API keeps and nothing acts on: a page does not offer what has no effect. */
export const INERT_FIELDS: readonly PolicyField[] = ["anomalyResponse", "anomalySensitivity", "revokeOnPublicLeak"];

export const POLICY_LABELS: Record<PolicyField, string> = {
  defaultLifetime: "Default lifetime",
  longestLifetime: "Longest lifetime",
  allowNever: "Keys without an expiry",
  rotationInterval: "Rotation interval",
  defaultOverlap: "Default overlap",
  longestOverlap: "Longest overlap",
  overlapWaitsForUse: "Overlap of a secret still in use",
  allowWildcards: "Wildcard scopes",
  allowedScopes: "Allowed scopes",
  requireIpAllowlist: "IP allow-list",
  defaultRateLimits: "Default rate limits",
  serveStaleSeconds: "While the database is out",
  requireStepUp: "Second factor",
  approvals: "Every key",
  sensitiveApprovals: "Keys with a sensitive scope",
  longLifetimeApprovals: "Keys that live long",
  longLifetimeAfter: "What counts as a long lifetime",
  openNetworkApprovals: "Keys without an allow-list",
  requestExpiry: "A request that nobody decides",
  claimExpiry: "An approval that nobody claims",
  escalateAfter: "Escalation",
  expiryWarningDays: "Days before the expiry",
  idleAfterDays: "Idle after",
  idleResponse: "Response to an idle key",
  anomalyResponse: "Response to an anomaly",
  anomalySensitivity: "Sensitivity to anomalies",
  revokeOnPublicLeak: "A key found in public",
};

export const IDLE_RESPONSES: Record<Policy["idleResponse"], string> = {
  tell: "Its owner is told",
  disable: "The key is disabled",
  revoke: "The key is revoked",
};
const ANOMALY_RESPONSES: Record<Policy["anomalyResponse"], string> = {
  mail: "Mail only",
  throttle: "Throttle",
  quarantine: "Quarantine",
  revoke: "Revoke",
};
const ANOMALY_SENSITIVITIES: Record<Policy["anomalySensitivity"], string> = {
  low: "Low",
  normal: "Normal",
  high: "High",
};
export const ROLE_WORDS: Record<Role, string> = {
  owner: "Owners",
  admin: "Admins",
  developer: "Developers",
  auditor: "Auditors",
};
export const PRESET_WORDS: Record<Sensitivity, string> = { low: "Low", moderate: "Moderate", high: "High" };

/** Names of members and teams by their ids; what is unknown stays an id. */
export type Names = Readonly<Record<string, string>>;

/** "2 approvals, of admins, Platform team or Ann". */
export function ruleWords(rule: ApprovalRule, names: Names): string {
  if (rule.count === 0) return "No approval";
  const who = [
    ...rule.roles.map((role) => ROLE_WORDS[role].toLowerCase()),
    ...rule.teams.map((id) => `team ${names[id] ?? id}`),
    ...rule.members.map((id) => names[id] ?? id),
  ];
  const count = rule.count === 1 ? "1 approval" : `${rule.count} approvals`;
  const last = who.at(-1);
  if (last === undefined) return `${count}, of any owner or admin`;
  return `${count}, of ${who.length === 1 ? last : `${who.slice(0, -1).join(", ")} or ${last}`}`;
}

function orNone(seconds: number | null, none: string): string {
  return seconds === null ? none : describeDuration(seconds);
}

function limitWords({ limit, window, burst, endpoint }: Policy["defaultRateLimits"][number]): string {
  const bursts = burst === undefined ? "" : `, ${burst} at once`;
  return `${limit} calls per ${describeDuration(window).replace(/^1 /, "")}${bursts}${endpoint ? ` on ${endpoint}` : ""}`;
}

/** The value of one rule in words. */
export function policyValueWords(field: PolicyField, policy: Policy, names: Names): string {
  switch (field) {
    case "defaultLifetime":
    case "requestExpiry":
    case "claimExpiry":
      return describeDuration(policy[field]);
    case "defaultOverlap":
    case "longestOverlap":
      return policy[field] === 0 ? "None: the old secret ends at once" : describeDuration(policy[field]);
    case "longestLifetime":
      return orNone(policy.longestLifetime, "No limit");
    case "rotationInterval":
      return orNone(policy.rotationInterval, "Never due");
    case "longLifetimeAfter":
      return policy.longLifetimeAfter === null ? "None" : `More than ${describeDuration(policy.longLifetimeAfter)}`;
    case "escalateAfter":
      return orNone(policy.escalateAfter, "Never");
    case "allowNever":
    case "allowWildcards":
      return policy[field] ? "Allowed" : "Not allowed";
    case "overlapWaitsForUse":
      return policy.overlapWaitsForUse ? "Waits until its use ends" : "Ends on time";
    case "allowedScopes": {
      if (policy.allowedScopes === null) return "Every scope of the catalogue";
      return policy.allowedScopes.length === 0 ? "No scope" : policy.allowedScopes.join(", ");
    }
    case "requireIpAllowlist":
      return policy.requireIpAllowlist ? "Required" : "Not required";
    case "defaultRateLimits":
      return policy.defaultRateLimits.length === 0 ? "None" : policy.defaultRateLimits.map(limitWords).join("; ");
    case "serveStaleSeconds":
      return policy.serveStaleSeconds === 0
        ? "Known keys are refused"
        : `Known keys are served for ${describeDuration(policy.serveStaleSeconds)}`;
    case "requireStepUp":
      return policy.requireStepUp ? "Needed to create and rotate" : "Not needed";
    case "approvals":
      return ruleWords(policy.approvals, names);
    case "sensitiveApprovals":
    case "longLifetimeApprovals":
    case "openNetworkApprovals": {
      const rule = policy[field];
      return rule === null ? "As every key" : ruleWords(rule, names);
    }
    case "expiryWarningDays":
      return policy.expiryWarningDays.length === 0 ? "No mail" : `${policy.expiryWarningDays.join(", ")} days before`;
    case "idleAfterDays":
      return policy.idleAfterDays === null ? "Never" : `${policy.idleAfterDays} days without use`;
    case "idleResponse":
      return IDLE_RESPONSES[policy.idleResponse];
    case "anomalyResponse":
      return ANOMALY_RESPONSES[policy.anomalyResponse];
    case "anomalySensitivity":
      return ANOMALY_SENSITIVITIES[policy.anomalySensitivity];
    case "revokeOnPublicLeak":
      return policy.revokeOnPublicLeak ? "Is revoked at once" : "Its owner is told";
  }
}
