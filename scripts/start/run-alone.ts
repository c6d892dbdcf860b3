import { spawn } from "node:child_process";
import { findEmbeddedPostgres } from "@/db/embedded/launch";
import { roleUrls } from "@/db/roles";
import type { Environment } from "@/lib/infra/environment";
import { embeddedDirectory } from "@/scripts/start/database";
import { type DatabaseUrls, type ProcessName, processCommand } from "@/scripts/start/processes";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { loadVariablesFile, openInstallation } from "@/scripts/start/settings";
import { explainFailure, StartError } from "@/scripts/start/start-error";
import { ensureWebBuild } from "@/scripts/start/web-build";

/** Runs one process from the environment until it ends, passing signals on. Resolves to its exit status. */
export async function runAlone(name: ProcessName): Promise<number> {
  try {
    loadVariablesFile();
    const environment = openInstallation(process.env);
    const urls = await databaseUrls(name, environment);
    if (name === "web") await ensureWebBuild((message) => console.error(message));
    const { program, args, variables } = processCommand(name, environment, urls);
    const child = spawn(program, args, { cwd: PROJECT_ROOT, env: variables, stdio: "inherit" });
    // A terminal sends Ctrl-C to the process itself too; a second one would cut its draining short.
    process.on("SIGINT", () => process.stdin.isTTY !== true && child.kill("SIGINT"));
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status) => resolve(status ?? 1));
    });
  } catch (error) {
    console.error(explainFailure(error));
    return 1;
  }
}

/** The logins that are named, else those derived from DATABASE_URL or the running embedded Postgres. */
async function databaseUrls(name: ProcessName, environment: Environment): Promise<DatabaseUrls> {
  const appUrl = process.env.DATABASE_APP_URL ?? "";
  const gatewayUrl = process.env.DATABASE_GATEWAY_URL ?? "";
  if (name === "gateway" ? gatewayUrl : appUrl) return { appUrl, gatewayUrl };
  const adminUrl = environment.databaseUrl ?? (await findEmbeddedPostgres(embeddedDirectory(environment)))?.url;
  const masterSecret = environment.masterSecrets[0]?.secret;
  if (adminUrl === undefined || !masterSecret) {
    const variable = name === "gateway" ? "DATABASE_GATEWAY_URL" : "DATABASE_APP_URL";
    throw new StartError(
      `${variable} must be set, because there is no DATABASE_URL and no embedded Postgres is running.`,
    );
  }
  return roleUrls(adminUrl, masterSecret);
}
