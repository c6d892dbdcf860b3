import type { RevocationReason } from "@/lib/core/enums";

/** The reasons of RFC 5280 in plain words. */
export const REVOCATION_WORDS: Record<RevocationReason, { label: string; description: string }> = {
  key_compromise: { label: "Leaked", description: "Somebody else may know the secret." },
  superseded: { label: "Replaced", description: "Another key took its place." },
  cessation_of_operation: { label: "No longer needed", description: "What used it was shut down." },
  privilege_withdrawn: { label: "Rights withdrawn", description: "Its owner should not have them any more." },
  affiliation_changed: { label: "People changed", description: "Its owner left or moved." },
  unspecified: { label: "Another reason", description: "Say which in your own words." },
};
