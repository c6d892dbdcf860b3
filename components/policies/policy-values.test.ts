import { expect, test } from "vitest";
import { SENSITIVITIES } from "@/lib/core/enums";
import { POLICY_PRESETS, type Policy } from "@/lib/policies/schema";
import {
  changedFields,
  POLICY_FIELDS,
  policyChanges,
  policyValues,
  readPolicyValues,
  rebasePolicy,
} from "./policy-values";
import { INERT_FIELDS, POLICY_GROUPS, POLICY_LABELS, policyValueWords, ruleWords } from "./policy-words";

const { high, moderate, low } = POLICY_PRESETS;
const full: Policy = {
  ...high,
  allowedScopes: ["invoices:*"],
  defaultRateLimits: [
    { limit: 10, window: 60, burst: 20, endpoint: "GET /invoices/**" },
    { limit: 5, window: 7 },
  ],
  longLifetimeApprovals: { count: 2, roles: ["owner"], teams: ["team_1"], members: ["usr_1"] },
  longLifetimeAfter: 86_401,
  openNetworkApprovals: { count: 0, roles: [], teams: [], members: [] },
  idleAfterDays: null,
  escalateAfter: null,
};

test.each([...SENSITIVITIES.map((sensitivity) => POLICY_PRESETS[sensitivity]), full])(
  "a policy comes back from its form as it went in: %#",
  (policy) => {
    expect(readPolicyValues(policyValues(policy))).toEqual({ policy });
  },
);

test("every rule that has an effect is in one group, and each rule has a label and words", () => {
  const offered = POLICY_GROUPS.flatMap((group) => [...group.fields]);
  expect([...offered, ...INERT_FIELDS].sort()).toEqual([...POLICY_FIELDS].sort());
  for (const field of POLICY_FIELDS) {
    expect(POLICY_LABELS[field]).not.toBe("");
    expect(policyValueWords(field, full, {})).not.toBe("");
  }
});

test("what is wrong is said under the name the API gives it", () => {
  const values = policyValues(high);
  expect(readPolicyValues({ ...values, defaultLifetime: "" }).errors).toEqual([
    { path: "policy.defaultLifetime", message: "must be a whole number" },
  ]);
  expect(readPolicyValues({ ...values, expiryWarningDays: ["x"] }).errors?.[0]?.path).toBe(
    "policy.expiryWarningDays.0",
  );
  expect(readPolicyValues({ ...values, allowNever: true }).errors?.[0]?.path).toBe("policy.allowNever");
});

test("what equals the preset again goes back to it, the rest is named", () => {
  const before = { ...high, idleAfterDays: 10, allowWildcards: true };
  const after = { ...high, allowWildcards: true, requireIpAllowlist: true };
  expect(policyChanges(before, after, high)).toEqual({
    policy: { requireIpAllowlist: true },
    reset: ["idleAfterDays"],
  });
  expect(policyChanges(before, before, high)).toEqual({ policy: {}, reset: [] });
  expect(changedFields(moderate, low)).toContain("approvals");
});

test("one's changes are kept over a policy that was changed meanwhile, and what both changed is named", () => {
  const mine = { ...high, idleAfterDays: 10, requireIpAllowlist: true };
  const theirs = { ...high, idleAfterDays: 20, allowWildcards: true };
  expect(rebasePolicy(high, mine, theirs)).toEqual({
    policy: { ...theirs, idleAfterDays: 10, requireIpAllowlist: true },
    both: ["idleAfterDays"],
  });
});

test("a rule of approval says how many and who", () => {
  const names = { team_1: "Platform", usr_1: "Ann" };
  expect(ruleWords({ count: 1, roles: [], teams: [], members: [] }, names)).toBe("1 approval, of any owner or admin");
  expect(ruleWords({ count: 2, roles: ["admin"], teams: ["team_1"], members: ["usr_1"] }, names)).toBe(
    "2 approvals, of admins, team Platform or Ann",
  );
  expect(ruleWords({ count: 0, roles: [], teams: [], members: [] }, names)).toBe("No approval");
});
