import type { components } from "@/clients/sdk/generated/schema";
import { describeDuration } from "@/components/ui/duration";
import { describeKind } from "./request-words";

export type Rule = components["schemas"]["ApprovalRule"];
export type Replay = components["schemas"]["RuleReplay"];

function or(values: readonly string[]): string {
  return values.length <= 1 ? (values[0] ?? "") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** A rule in sentences: what it approves, of whom, and what it never touches. `nameOf` turns ids into names. */
export function describeRule(conditions: Rule["conditions"], nameOf: (id: string) => string): string[] {
  const { kinds, projects, environments, scopes, teams, members, longestLifetime } = conditions;
  const who = [...teams.map((team) => `members of ${nameOf(team)}`), ...members.map(nameOf)];
  return [
    `Approves ${or(kinds.map((kind) => describeKind(kind).toLowerCase()))} in ${or(environments.map(nameOf))}.`,
    ...(projects.length === 0 ? [] : [`Only in ${or(projects.map(nameOf))}.`]),
    who.length === 0 ? "Whoever asks." : `Asked by ${or(who)}.`,
    scopes.length === 0 ? "Any scope." : `Only scopes of ${or(scopes)}.`,
    conditions.includeSensitive ? "Sensitive scopes as well." : "Never a sensitive scope.",
    ...(longestLifetime === null ? [] : [`For at most ${describeDuration(longestLifetime)}.`]),
    ...(conditions.needsAllowlist ? ["Only with an allow-list."] : []),
  ];
}

/** What trying a rule has shown, in one sentence. */
export function describeReplay({ days, requests, approved, contradicted }: Replay): string {
  if (requests === 0) return `Nothing had to be decided in the last ${days} days, so there is nothing to try it on.`;
  const asked = `Of ${requests} ${requests === 1 ? "request" : "requests"} in ${days} days it would have approved ${approved}`;
  if (contradicted === 0) return `${asked}; people denied none of those.`;
  return `${asked}; people denied ${contradicted} of those.`;
}
