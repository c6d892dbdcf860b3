import type { Environment } from "@/lib/infra/environment";
import type { DatabaseUrls } from "@/scripts/start/processes";

/** What a command answers: data for `--json`, and words for people. */
export type AdminResult = { json: unknown; text: string };

/** What a command may use. */
export type AdminContext = {
  environment: Environment;
  /** The database of `npm start`, migrated; the embedded one is started for the duration when it does not run. */
  database(): Promise<DatabaseUrls & { adminUrl: string; applied: number }>;
};

/**
 * One command of `npm run admin`, exported as `command` by `scripts/admin/<name>.ts`.
 * `args` are those after the command's name, without `--json`; a command parses them with node:util parseArgs.
 */
export type AdminCommand = {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** How it is called, with its options. */
  usage: string;
  run(args: string[], context: AdminContext): Promise<AdminResult>;
};

/** Whether what a module exports as `command` is one. */
export function isAdminCommand(value: unknown): value is AdminCommand {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "summary" in value &&
    "usage" in value &&
    "run" in value &&
    typeof value.run === "function"
  );
}
