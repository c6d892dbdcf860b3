import type { FieldError } from "@/lib/core/errors";
import type { ApprovalRule, Policy } from "./schema";

/** What is wrong with a policy as a whole, though each field is well formed. Empty when nothing is. */
export function policyProblems(policy: Policy): FieldError[] {
  const problems: FieldError[] = [];
  const { defaultLifetime, longestLifetime, defaultOverlap, longestOverlap } = policy;
  if (defaultLifetime === 0) problems.push({ path: "policy.defaultLifetime", message: "must be longer than nothing" });
  if (longestLifetime !== null && defaultLifetime > longestLifetime) {
    problems.push({ path: "policy.defaultLifetime", message: "must not be longer than longestLifetime" });
  }
  if (longestLifetime !== null && policy.allowNever) {
    problems.push({ path: "policy.allowNever", message: "must be false while there is a longestLifetime" });
  }
  if (defaultOverlap > longestOverlap) {
    problems.push({ path: "policy.defaultOverlap", message: "must not be longer than longestOverlap" });
  }
  if ((policy.longLifetimeApprovals === null) !== (policy.longLifetimeAfter === null)) {
    problems.push({ path: "policy.longLifetimeAfter", message: "goes together with longLifetimeApprovals" });
  }
  if (policy.requestExpiry === 0)
    problems.push({ path: "policy.requestExpiry", message: "must be longer than nothing" });
  if (policy.claimExpiry === 0) problems.push({ path: "policy.claimExpiry", message: "must be longer than nothing" });
  for (const [name, rule] of approvalRules(policy)) {
    if (rule.roles.includes("auditor")) {
      problems.push({ path: `policy.${name}.roles`, message: "must not name auditors, who change nothing" });
    }
    const onlyNamed = rule.members.length > 0 && rule.roles.length === 0 && rule.teams.length === 0;
    if (onlyNamed && new Set(rule.members).size < rule.count) {
      problems.push({ path: `policy.${name}.count`, message: "asks for more approvals than there are members named" });
    }
  }
  return problems;
}

/** The approval rules of a policy by the name of their field. */
export function approvalRules(policy: Policy): [name: string, rule: ApprovalRule][] {
  const { approvals, sensitiveApprovals, longLifetimeApprovals, openNetworkApprovals } = policy;
  const rules = { approvals, sensitiveApprovals, longLifetimeApprovals, openNetworkApprovals };
  return Object.entries(rules).flatMap(([name, rule]) => (rule ? [[name, rule] satisfies [string, ApprovalRule]] : []));
}
