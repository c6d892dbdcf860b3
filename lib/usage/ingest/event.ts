import type { Verdict } from "@/lib/core/enums";

/** All dimensions of a verification; equal ones in the same second are one event with a count. */
export type VerificationGroup = {
  kind: "verification";
  organizationId: string;
  projectId: string | null;
  environmentId: string | null;
  keyId: string | null;
  versionId: string | null;
  verdict: Verdict;
  method: string | null;
  endpoint: string | null;
  ip: string | null;
  agent: string | null;
  serviceTokenId: string;
  /** Whether older versions of the key end when this one is first used. */
  supersedes: boolean;
};

/** What a backend tells afterwards: how calls with a key ended. */
export type OutcomeGroup = {
  kind: "outcome";
  organizationId: string;
  projectId: string;
  environmentId: string;
  keyId: string;
  /** 2 for 200–299, and so on; 0 when only bytes were told. */
  statusClass: number;
};

export type UsageGroup = VerificationGroup | OutcomeGroup;

/** A group with how often it happened in one second, and the sum of its costs (of an outcome: of its bytes). */
export type UsageCount = { group: UsageGroup; count: number; amount: number };

/** Everything that was verified by one node in one second (seconds since the epoch). */
export type UsageSegment = { second: number; counts: UsageCount[] };
