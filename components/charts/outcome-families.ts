/** What became of a verification, as pages draw it; colours and order are fixed so that every chart reads alike. */
export const OUTCOME_FAMILIES = ["valid", "refused", "limited", "error"] as const;
export type OutcomeFamily = (typeof OUTCOME_FAMILIES)[number];

export const FAMILY_LABELS: Record<OutcomeFamily, string> = {
  valid: "Valid",
  refused: "Refused",
  limited: "Limited",
  error: "Malformed",
};

export const FAMILY_COLORS: Record<OutcomeFamily, string> = {
  valid: "var(--chart-valid)",
  refused: "var(--chart-refused)",
  limited: "var(--chart-limited)",
  error: "var(--chart-error)",
};

const FAMILIES: ReadonlyMap<string, OutcomeFamily> = new Map<string, OutcomeFamily>([
  ["VALID", "valid"],
  ["RATE_LIMITED", "limited"],
  ["QUOTA_EXCEEDED", "limited"],
  ["CONCURRENCY_EXCEEDED", "limited"],
  ["MALFORMED", "error"],
  ["NOT_FOUND", "refused"],
  ["REVOKED", "refused"],
  ["DISABLED", "refused"],
  ["QUARANTINED", "refused"],
  ["EXPIRED", "refused"],
  ["FORBIDDEN_IP", "refused"],
  ["FORBIDDEN_COUNTRY", "refused"],
  ["INSUFFICIENT_SCOPE", "refused"],
  ["FORBIDDEN_PATH", "refused"],
]);

/** The family of a verdict; one that this page does not know counts as an error, never as valid. */
export function outcomeFamily(verdict: string): OutcomeFamily {
  return FAMILIES.get(verdict) ?? "error";
}

export type FamilyCounts = Record<OutcomeFamily, number>;

/** Sums verdict counts into families. */
export function countFamilies(outcomes: Readonly<Record<string, number>>): FamilyCounts {
  const counts: FamilyCounts = { valid: 0, refused: 0, limited: 0, error: 0 };
  for (const [verdict, count] of Object.entries(outcomes)) counts[outcomeFamily(verdict)] += count;
  return counts;
}
