import { formatDuration, parseDuration } from "@/lib/core/durations";
import { policyProblems } from "@/lib/policies/policy";
import { type ApprovalRule, type Policy, policySchema } from "@/lib/policies/schema";
import type { PolicyField } from "./policy-words";

/** A rule of approval of its own, or (`own` false) the same as for every key. */
export type RuleValues = {
  own: boolean;
  count: string;
  roles: ApprovalRule["roles"];
  teams: string[];
  members: string[];
};
export type LimitValues = { limit: string; window: string; burst: string; endpoint: string };

/** A policy as a form holds it: lengths are texts such as `90d`, and null where a rule is off. */
export type PolicyValues = {
  defaultLifetime: string;
  longestLifetime: string | null;
  allowNever: boolean;
  rotationInterval: string | null;
  defaultOverlap: string;
  longestOverlap: string;
  overlapWaitsForUse: boolean;
  allowWildcards: boolean;
  allowedScopes: string[] | null;
  requireIpAllowlist: boolean;
  defaultRateLimits: LimitValues[];
  serveStaleSeconds: string;
  requireStepUp: boolean;
  approvals: RuleValues;
  sensitiveApprovals: RuleValues;
  longLifetimeApprovals: RuleValues;
  longLifetimeAfter: string;
  openNetworkApprovals: RuleValues;
  requestExpiry: string;
  claimExpiry: string;
  escalateAfter: string | null;
  expiryWarningDays: string[];
  idleAfterDays: string | null;
  idleResponse: Policy["idleResponse"];
  anomalyResponse: Policy["anomalyResponse"];
  anomalySensitivity: Policy["anomalySensitivity"];
  revokeOnPublicLeak: boolean;
};
export type PolicyFormValues = { policy: PolicyValues };

export const POLICY_FIELDS: readonly PolicyField[] = policySchema.keyof().options;

function ruleValues(rule: ApprovalRule | null): RuleValues {
  if (rule === null) return { own: false, count: "1", roles: [], teams: [], members: [] };
  return {
    own: true,
    count: String(rule.count),
    roles: [...rule.roles],
    teams: [...rule.teams],
    members: [...rule.members],
  };
}

function orNull<Value, Text>(value: Value | null, write: (value: Value) => Text): Text | null {
  return value === null ? null : write(value);
}

/** A policy for a form. */
export function policyValues(policy: Policy): PolicyValues {
  return {
    ...policy,
    defaultLifetime: formatDuration(policy.defaultLifetime),
    longestLifetime: orNull(policy.longestLifetime, formatDuration),
    rotationInterval: orNull(policy.rotationInterval, formatDuration),
    defaultOverlap: formatDuration(policy.defaultOverlap),
    longestOverlap: formatDuration(policy.longestOverlap),
    allowedScopes: orNull(policy.allowedScopes, (scopes) => [...scopes]),
    defaultRateLimits: policy.defaultRateLimits.map(({ limit, window, burst, endpoint }) => ({
      limit: String(limit),
      window: String(window),
      burst: burst === undefined ? "" : String(burst),
      endpoint: endpoint ?? "",
    })),
    serveStaleSeconds: String(policy.serveStaleSeconds),
    approvals: ruleValues(policy.approvals),
    sensitiveApprovals: ruleValues(policy.sensitiveApprovals),
    longLifetimeApprovals: ruleValues(policy.longLifetimeApprovals),
    longLifetimeAfter: formatDuration(policy.longLifetimeAfter ?? 90 * 86_400),
    openNetworkApprovals: ruleValues(policy.openNetworkApprovals),
    requestExpiry: formatDuration(policy.requestExpiry),
    claimExpiry: formatDuration(policy.claimExpiry),
    escalateAfter: orNull(policy.escalateAfter, formatDuration),
    expiryWarningDays: policy.expiryWarningDays.map(String),
    idleAfterDays: orNull(policy.idleAfterDays, String),
  };
}

/** A whole number of what was typed; anything else stays as it is, so that the schema can say what is wrong. */
function numberOf(text: string): number | string {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text.trim()) : text;
}
const lengthOf = (text: string): number | string => parseDuration(text) ?? text;

function ruleOf({ own, count, roles, teams, members }: RuleValues): unknown {
  return own ? { count: numberOf(count), roles, teams, members } : null;
}

export type ReadPolicy =
  | { policy: Policy; errors?: undefined }
  | { policy?: undefined; errors: { path: string; message: string }[] };

function wordsOf(issue: { code: string; message: string }): string {
  return issue.code === "invalid_type" ? "must be a whole number" : issue.message;
}

/** The policy that the form says, or what is wrong with it (paths as the API names them: `policy.defaultLifetime`). */
export function readPolicyValues(values: PolicyValues): ReadPolicy {
  const parsed = policySchema.safeParse({
    ...values,
    defaultLifetime: lengthOf(values.defaultLifetime),
    longestLifetime: orNull(values.longestLifetime, lengthOf),
    rotationInterval: orNull(values.rotationInterval, lengthOf),
    defaultOverlap: lengthOf(values.defaultOverlap),
    longestOverlap: lengthOf(values.longestOverlap),
    defaultRateLimits: values.defaultRateLimits.map(({ limit, window, burst, endpoint }) => ({
      limit: numberOf(limit),
      window: numberOf(window),
      ...(burst.trim() === "" ? {} : { burst: numberOf(burst) }),
      ...(endpoint.trim() === "" ? {} : { endpoint: endpoint.trim() }),
    })),
    serveStaleSeconds: numberOf(values.serveStaleSeconds),
    approvals: ruleOf({ ...values.approvals, own: true }),
    sensitiveApprovals: ruleOf(values.sensitiveApprovals),
    longLifetimeApprovals: ruleOf(values.longLifetimeApprovals),
    longLifetimeAfter: values.longLifetimeApprovals.own ? lengthOf(values.longLifetimeAfter) : null,
    openNetworkApprovals: ruleOf(values.openNetworkApprovals),
    requestExpiry: lengthOf(values.requestExpiry),
    claimExpiry: lengthOf(values.claimExpiry),
    escalateAfter: orNull(values.escalateAfter, lengthOf),
    expiryWarningDays: values.expiryWarningDays.map(numberOf),
    idleAfterDays: orNull(values.idleAfterDays, numberOf),
  });
  if (!parsed.success) {
    return {
      errors: parsed.error.issues.map((issue) => ({
        path: ["policy", ...issue.path.map(String)].join("."),
        message: wordsOf(issue),
      })),
    };
  }
  const errors = policyProblems(parsed.data);
  return errors.length > 0 ? { errors } : { policy: parsed.data };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(Reflect.get(one, name), Reflect.get(other, name)));
}

/** The fields in which two policies differ. */
export function changedFields(before: Policy, after: Policy): PolicyField[] {
  return POLICY_FIELDS.filter((field) => !isSame(before[field], after[field]));
}

export type PolicyChanges = { policy: Partial<Policy>; reset: PolicyField[] };

/** What `PATCH policy` is sent: what equals the preset goes back to it, so that it follows the preset again. */
export function policyChanges(before: Policy, after: Policy, preset: Policy): PolicyChanges {
  const changed = changedFields(before, after);
  const reset = changed.filter((field) => isSame(after[field], preset[field]));
  const named = changed.filter((field) => !reset.includes(field));
  const policy = policySchema.partial().parse(Object.fromEntries(named.map((field) => [field, after[field]])));
  return { policy, reset };
}

/** Somebody's changes over a policy that was changed meanwhile: theirs where they touched a field, else the new one. */
export function rebasePolicy(before: Policy, mine: Policy, theirs: Policy): { policy: Policy; both: PolicyField[] } {
  const changed = changedFields(before, mine);
  const moved = changedFields(before, theirs);
  const kept = Object.fromEntries(changed.map((field) => [field, mine[field]]));
  return {
    policy: policySchema.parse({ ...theirs, ...kept }),
    both: changed.filter((field) => moved.includes(field) && !isSame(mine[field], theirs[field])),
  };
}
