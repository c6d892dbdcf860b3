import { VERDICTS } from "@/lib/core/enums";

const WORDS: Record<(typeof VERDICTS)[number], string> = {
  MALFORMED: "Malformed key",
  NOT_FOUND: "Unknown key",
  REVOKED: "Revoked",
  DISABLED: "Disabled",
  QUARANTINED: "Quarantined",
  EXPIRED: "Expired",
  FORBIDDEN_IP: "Address not allowed",
  FORBIDDEN_COUNTRY: "Country not allowed",
  INSUFFICIENT_SCOPE: "Scope missing",
  FORBIDDEN_PATH: "Method or path not allowed",
  RATE_LIMITED: "Rate limited",
  QUOTA_EXCEEDED: "Quota used up",
  CONCURRENCY_EXCEEDED: "Too many at once",
  VALID: "Valid",
};

/** A verdict as people say it; one that this page does not know stays as it is. */
export function verdictWord(verdict: string): string {
  const known = VERDICTS.find((candidate) => candidate === verdict);
  return known ? WORDS[known] : verdict;
}

/** All verdicts as options of a filter. */
export const VERDICT_OPTIONS = [...VERDICTS].reverse().map((value) => ({ value, label: WORDS[value] }));
