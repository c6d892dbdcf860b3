import type { Policy } from "@/lib/policies/schema";
import type { UnusedRules } from "./schema";

export const RESPONSES = ["tell", "disable", "revoke"] as const;
export type Response = (typeof RESPONSES)[number];
export type Reason = "never_used" | "idle";

/** One rule: after `days` without use, this happens. */
export type UnusedRule = { when: Reason; response: Response; days: number };

/** All rules of an environment: its own, and what its policy says of idle keys. */
export function rulesOf(rules: UnusedRules, policy: Pick<Policy, "idleAfterDays" | "idleResponse">): UnusedRule[] {
  const own = (
    [
      ["never_used", rules.neverUsed],
      ["idle", rules.idle],
    ] as const
  ).flatMap(([when, responses]) =>
    RESPONSES.flatMap((response) => {
      const days = responses[response];
      return days === null ? [] : [{ when, response, days }];
    }),
  );
  const { idleAfterDays, idleResponse } = policy;
  if (idleAfterDays === null) return own;
  // A key that was never used is idle too, counted from when it was made.
  return [
    ...own,
    { when: "idle", response: idleResponse, days: idleAfterDays },
    { when: "never_used", response: idleResponse, days: idleAfterDays },
  ];
}

/**
 * What is due for a key that has been unused for so many whole days: the strongest response whose time has come, and the next
 * one with the day on which it comes. Null when nothing is due yet.
 */
export function responseAfter(
  rules: readonly UnusedRule[],
  when: Reason,
  unusedDays: number,
): { due: UnusedRule; next: UnusedRule | null } | null {
  const strength = (rule: UnusedRule) => RESPONSES.indexOf(rule.response);
  const mine = rules.filter((rule) => rule.when === when);
  const [due] = mine
    .filter((rule) => rule.days <= unusedDays)
    .sort((a, b) => strength(b) - strength(a) || a.days - b.days);
  if (!due) return null;
  const [next] = mine
    .filter((rule) => rule.days > unusedDays && strength(rule) > strength(due))
    .sort((a, b) => a.days - b.days || strength(b) - strength(a));
  return { due, next: next ?? null };
}
