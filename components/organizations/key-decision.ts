import type { components } from "@/clients/sdk/generated/schema";

export type OwnedKey = components["schemas"]["OwnedKey"];
export type Heir = { type: "user" | "team"; id: string; name: string };
/** What someone chose for a key; complete once it names what its action needs. */
export type Decision =
  | { action: "transfer"; heir: Heir | null }
  | { action: "disable"; on: string }
  | { action: "revoke" };

type ApiDecision =
  | { action: "transfer"; ownerType: "user" | "team"; ownerId: string }
  | { action: "disable"; on?: string }
  | { action: "revoke"; reason: "affiliation_changed" };

/** The decision as the API takes it; null while something is still to be chosen. */
export function apiDecision(decision: Decision | undefined): ApiDecision | null {
  if (decision === undefined) return null;
  if (decision.action === "revoke") return { action: "revoke", reason: "affiliation_changed" };
  if (decision.action === "disable") return { action: "disable", ...(decision.on === "" ? {} : { on: decision.on }) };
  return decision.heir === null
    ? null
    : { action: "transfer", ownerType: decision.heir.type, ownerId: decision.heir.id };
}

/** How many keys each action has, in words: "3 transferred, 1 revoked". */
export function describeDecisions(decisions: readonly (Decision | undefined)[]): string {
  const words = { transfer: "transferred", disable: "disabled", revoke: "revoked" };
  return (["transfer", "disable", "revoke"] as const)
    .map((action) => ({ action, count: decisions.filter((decision) => decision?.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${words[action]}`)
    .join(", ");
}
