import type { RevocationReason } from "@/lib/core/enums";
import type { EnvironmentName, PersonName, ProjectName, TeamName } from "@/scripts/demo/acme";

/** When a key is used: all day, in a shop's day, in an office's hours, by a nightly job, or never. */
export type Rhythm = "steady" | "shop" | "office" | "nightly" | "never";

export type DemoKey = {
  name: string;
  purpose: string;
  project: ProjectName;
  environment: EnvironmentName;
  owner: PersonName | TeamName;
  scopes: readonly string[];
  /** Days ago. */
  made: number;
  /** Lifetime in days; null is never. */
  life: number | null;
  rhythm: Rhythm;
  /** Calls in a busy hour. */
  busy: number;
  /** Where it is called from. */
  from: Place;
  agent: string;
  tags?: Record<string, string>;
  restrictions?: Record<string, unknown>;
  /** Days ago, oldest first; the overlap of each is the policy's unless it says otherwise. */
  rotated?: readonly { at: number; overlap?: string }[];
  disabled?: { at: number; comment: string };
  revoked?: { at: number; reason: RevocationReason; comment: string };
  /** Real calls are made with it while the demo runs. */
  live?: boolean;
};

/** Addresses of the machines that call. */
export const PLACES = {
  frankfurt: ["52.28.10.4", "52.28.10.19", "18.195.77.3"],
  dublin: ["34.240.10.9", "34.240.10.31"],
  london: ["3.8.0.4", "81.2.69.142"],
  paris: ["62.210.16.4", "80.67.169.12"],
  tokyo: ["13.112.2.3"],
  office: ["217.160.0.10", "193.99.144.80"],
  partner: ["91.198.174.192"],
} as const;
export type Place = keyof typeof PLACES;

/** A line of a table of keys. */
export type Row = [
  name: string,
  owner: PersonName | TeamName,
  scopes: string,
  made: number,
  life: number | null,
  rhythm: Rhythm,
  busy: number,
  from: Place,
  agent: string,
  rest?: Partial<DemoKey>,
];

export type KeyTable = Record<EnvironmentName, Row[]>;
