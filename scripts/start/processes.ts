import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "@/lib/infra/environment";
import { formatMasterSecrets } from "@/lib/infra/secrets";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { StartError } from "@/scripts/start/start-error";
import type { ProcessCommand } from "@/scripts/start/supervisor";

/** The processes of DESIGN section 2, in the order in which they start. */
export const PROCESS_NAMES = ["gateway", "worker", "web"] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

/** The logins of the unprivileged roles. */
export type DatabaseUrls = { appUrl: string; gatewayUrl: string };

/** How a process is started, with the variables it needs and no secret that it does not. */
export function processCommand(name: ProcessName, environment: Environment, urls: DatabaseUrls): ProcessCommand {
  return {
    name,
    program: process.execPath,
    ...programOf(name, environment),
    variables: variablesOf(name, environment, urls),
  };
}

function programOf(name: ProcessName, environment: Environment): { program?: string; args: string[] } {
  const tsx = (file: string) => ({ args: ["--import", "tsx", join(PROJECT_ROOT, file)] });
  switch (name) {
    case "web":
      return tsx("server/web/main.ts");
    case "worker":
      return tsx("server/worker/main.ts");
    case "gateway": {
      const bun = findBun(environment);
      return bun === null
        ? tsx("server/gateway/main-node.ts")
        : { program: bun, args: [join(PROJECT_ROOT, "server/gateway/main-bun.ts")] };
    }
  }
}

/** The Bun to run the gateway with, or null for Node. Throws StartError where Bun is demanded and does not start. */
export function findBun(environment: Pick<Environment, "gatewayRuntime">): string | null {
  if (environment.gatewayRuntime === "node") return null;
  const bun = join(PROJECT_ROOT, "node_modules/.bin/bun");
  // The package leaves a placeholder where its install script did not run, and the program needs AVX2: so it is tried.
  const starts = existsSync(bun) && spawnSync(bun, ["--version"], { stdio: "ignore", timeout: 10_000 }).status === 0;
  if (starts) return bun;
  if (environment.gatewayRuntime === "bun") {
    throw new StartError("GATEWAY_RUNTIME is bun, but Bun does not start on this machine; set it to auto or node.");
  }
  return null;
}

function variablesOf(name: ProcessName, environment: Environment, urls: DatabaseUrls): NodeJS.ProcessEnv {
  const { DATABASE_URL, DATABASE_APP_URL, DATABASE_GATEWAY_URL, NEXTAUTH_SECRET, ...inherited } = process.env;
  const shared: NodeJS.ProcessEnv = {
    ...inherited,
    NODE_ENV: "production",
    LATCHKEY_DIRECTORY: environment.directory,
    LATCHKEY_MASTER_SECRETS: formatMasterSecrets(environment.masterSecrets),
    WEB_PORT: String(environment.webPort),
    GATEWAY_PORT: String(environment.gatewayPort),
    GATEWAY_HOST: environment.gatewayHost,
    GATEWAY_SPOOL_DIR: environment.gatewaySpoolDirectory,
    APP_URL: environment.appUrl,
    GATEWAY_URL: environment.gatewayUrl,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  if (name === "gateway") return { ...shared, DATABASE_GATEWAY_URL: urls.gatewayUrl };
  return {
    ...shared,
    DATABASE_APP_URL: urls.appUrl,
    NEXTAUTH_SECRET: environment.authSecret,
    NEXTAUTH_URL: environment.appUrl,
    ...(wantsMailbox(environment) && { LATCHKEY_MAILBOX: "true" }),
  };
}

/** On this machine and without a mail provider, mail is shown on a page, so that invitations can be followed at all. */
export function wantsMailbox(environment: Environment): boolean {
  if (process.env.LATCHKEY_MAILBOX) return environment.mailboxEnabled;
  const { hostname } = new URL(environment.appUrl);
  const local = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return local && environment.resendApiKey === undefined && environment.smtpUrl === undefined;
}
