import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { migrateDatabase } from "@/db/migrate";
import type { Environment } from "@/lib/infra/environment";
import { type AdminCommand, type AdminContext, isAdminCommand } from "@/scripts/admin-runner/command";
import { openDatabase } from "@/scripts/start/database";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { findRun } from "@/scripts/start/run-file";
import { loadVariablesFile, openInstallation } from "@/scripts/start/settings";
import { explainFailure, StartError } from "@/scripts/start/start-error";

/** Where results and complaints go; the process's own streams but in tests. */
export type AdminOutput = { out(text: string): void; err(text: string): void };

/**
 * Runs one command. With `--json` nothing but its JSON goes to standard output.
 * Resolves to the exit status: 0, 1 when it failed, 2 when it was called wrongly.
 */
export async function runAdmin(
  args: readonly string[],
  output: AdminOutput,
  folder: string = join(PROJECT_ROOT, "scripts/admin"),
): Promise<number> {
  const json = args.includes("--json");
  const [name, ...rest] = args.filter((argument) => argument !== "--json");
  const commands = await loadCommands(folder);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    output[name === undefined ? "err" : "out"](listing(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    output.err(`There is no command "${name}".\n\n${listing(commands)}`);
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    output.out(`${command.summary}\n\n  npm run admin -- ${command.usage}`);
    return 0;
  }
  const closers: (() => Promise<void>)[] = [];
  try {
    loadVariablesFile();
    const environment = openInstallation(process.env);
    const result = await command.run(rest, contextOf(environment, closers));
    output.out(json ? JSON.stringify(result.json) : result.text);
    return 0;
  } catch (error) {
    if (isWrongUsage(error)) {
      output.err(`${error.message}\n\n  npm run admin -- ${command.usage}`);
      return 2;
    }
    output.err(error instanceof Error && error.name === "LatchkeyError" ? error.message : explainFailure(error));
    return 1;
  } finally {
    for (const close of closers) await close();
  }
}

function contextOf(environment: Environment, closers: (() => Promise<void>)[]): AdminContext {
  let opened: ReturnType<AdminContext["database"]> | undefined;
  const open: AdminContext["database"] = async () => {
    const database = await openDatabase(environment);
    closers.push(async () => {
      // A start that began meanwhile has adopted the embedded Postgres, and stops it itself.
      if (!database.adopted && findRun(environment.directory) === null) await database.stop();
    });
    const masterSecret = environment.masterSecrets[0]?.secret;
    if (!masterSecret) throw new StartError("LATCHKEY_MASTER_SECRETS must hold at least one secret.");
    const { appUrl, gatewayUrl, applied } = await migrateDatabase({ adminUrl: database.adminUrl, masterSecret });
    return { appUrl, gatewayUrl, applied, adminUrl: database.adminUrl };
  };
  return {
    environment,
    database() {
      opened ??= open();
      return opened;
    },
  };
}

async function loadCommands(folder: string): Promise<AdminCommand[]> {
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    : [];
  const modules = await Promise.all(
    files.map((name): Promise<{ command?: unknown }> => import(pathToFileURL(join(folder, name)).href)),
  );
  const commands = modules.map((module) => module.command).filter(isAdminCommand);
  return commands.sort((a, b) => a.name.localeCompare(b.name));
}

function listing(commands: readonly AdminCommand[]): string {
  const width = Math.max(0, ...commands.map((command) => command.name.length));
  const rows = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return ["npm run admin -- COMMAND [--json]", "", ...rows, "", "  COMMAND --help tells its options."].join("\n");
}

/** What node:util parseArgs throws for an option that is unknown or lacks its value. */
function isWrongUsage(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
