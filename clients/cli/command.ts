import type { LatchkeyClient } from "../sdk/client";
import type { Verifier } from "../sdk/verify";

/** Exit statuses, for scripts. */
export const EXIT = {
  done: 0,
  /** The answer is no: the key is not valid, the trail is broken. */
  no: 1,
  usage: 2,
  /** The API refused, or could not be reached. */
  failed: 3,
} as const;

/** Called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command may use. Clients are made when first asked for, so that offline commands need no variables. */
export type CliContext = {
  api(): { latchkey: LatchkeyClient; organization: string };
  verifier(): Verifier;
  /** Standard input to its end, without the last line break. */
  readInput(): Promise<string>;
};

/** What a command answers: data for `--json`, words for people, and the exit status. */
export type CliResult = { json: unknown; text: string; status?: number };

export type CliCommand = {
  /** As it is typed: `keys list`. */
  name: string;
  summary: string;
  usage: string;
  run(args: string[], context: CliContext): Promise<CliResult>;
};

/** The value of an option that must be there. @throws UsageError. */
export function needed(value: string | undefined, what: string): string {
  if (value === undefined || value === "") throw new UsageError(`${what} is missing.`);
  return value;
}

/** `a,b` and repetitions as one list; undefined when there is none. */
export function listOf(values: readonly string[] | undefined): string[] | undefined {
  const list = values?.flatMap((value) => value.split(",")).filter((value) => value !== "");
  return list && list.length > 0 ? list : undefined;
}
