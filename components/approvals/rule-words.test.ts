import { expect, test } from "vitest";
import { describeReplay, describeRule } from "./rule-words";

const NAMES: Record<string, string> = { env_1: "Billing: Staging", team_1: "Payments", usr_1: "Ada" };
const nameOf = (id: string) => NAMES[id] ?? "something that was removed";
const BASE = {
  kinds: ["create_key" as const],
  projects: [],
  environments: ["env_1"],
  scopes: ["*:read"],
  teams: ["team_1"],
  members: ["usr_1"],
  longestLifetime: 30 * 86_400,
  needsAllowlist: true,
  includeSensitive: false,
};

test("a rule says everything that it demands, and what it never touches", () => {
  expect(describeRule(BASE, nameOf)).toEqual([
    "Approves new key in Billing: Staging.",
    "Asked by members of Payments or Ada.",
    "Only scopes of *:read.",
    "Never a sensitive scope.",
    "For at most 30 days.",
    "Only with an allow-list.",
  ]);
});

test("a rule that demands little says so in words, not by leaving it out", () => {
  const open = {
    ...BASE,
    scopes: [],
    teams: [],
    members: [],
    longestLifetime: null,
    needsAllowlist: false,
    includeSensitive: true,
  };
  expect(describeRule(open, nameOf)).toEqual([
    "Approves new key in Billing: Staging.",
    "Whoever asks.",
    "Any scope.",
    "Sensitive scopes as well.",
  ]);
});

test("a trial names the denials that it would have overruled", () => {
  const replay = { days: 90, requests: 3, approved: 2, contradicted: 1, examples: [] };
  expect(describeReplay(replay)).toBe("Of 3 requests in 90 days it would have approved 2; people denied 1 of those.");
  expect(describeReplay({ ...replay, requests: 0 })).toMatch(/nothing to try it on/);
});
