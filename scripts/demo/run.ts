import { join } from "node:path";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { GUIDES, PEOPLE } from "@/scripts/demo/acme";
import { emailOf } from "@/scripts/demo/found";
import { readKit, writeKit } from "@/scripts/demo/kit";
import { claimDatabase, refuseForeignDatabase } from "@/scripts/demo/ownership";
import { seedDemo } from "@/scripts/demo/seed";
import { runTraffic } from "@/scripts/demo/traffic";
import { checkDatabase } from "@/scripts/start/database";
import { runLatchkey, type StartContext } from "@/scripts/start/main";
import { localUrl } from "@/scripts/start/readiness";
import { loadVariablesFile } from "@/scripts/start/settings";
import { explainFailure, StartError } from "@/scripts/start/start-error";

/** Nothing of the demo may reach the world: mail is shown on a page, and nobody signs in from elsewhere. */
const UNSET = ["RESEND_API_KEY", "SMTP_URL", "GITHUB_ID", "GOOGLE_ID", "OIDC_ID", "REDIS_URL"];

/** Runs Latchkey over the demo organization until it is stopped. Resolves to the exit status. */
export async function runDemo(): Promise<number> {
  try {
    loadVariablesFile();
    for (const name of UNSET) process.env[name] = "";
    const databaseUrl = process.env.DATABASE_URL;
    if (databaseUrl) {
      await checkDatabase(databaseUrl);
      await refuseForeignDatabase(databaseUrl);
    }
  } catch (error) {
    console.error(`\n${explainFailure(error)}\n`);
    return 1;
  }
  const directory = join(process.env.LATCHKEY_DIRECTORY || ".latchkey", "demo");
  return runLatchkey({
    variables: { LATCHKEY_DIRECTORY: directory },
    beforeProcesses: prepareDemo,
    afterReady: async (context) => welcome(context),
  });
}

/** Writes the history on the first start; later ones find it there. */
export async function prepareDemo({ environment, urls, signal, tell }: StartContext): Promise<void> {
  const [newest] = environment.masterSecrets;
  if (!newest) throw new StartError("LATCHKEY_MASTER_SECRETS must hold at least one secret.");
  if (!(await claimDatabase(urls.adminUrl, newest.secret))) return;
  const vault = new Vault(environment.masterSecrets);
  const kit = await seedDemo({
    ...urls,
    vault,
    password: passwordOf(vault),
    now: systemClock.now(),
    signal,
    tell,
  });
  writeKit(environment.directory, kit);
}

function welcome({ environment, signal, tell }: StartContext): string[] {
  const vault = new Vault(environment.masterSecrets);
  const kit = readKit(environment.directory);
  if (kit) {
    const gatewayUrl = localUrl(environment.gatewayHost, environment.gatewayPort);
    void runTraffic({ gatewayUrl, kit, signal, seed: systemClock.now().getTime() });
  } else tell("this folder did not make the demo's keys, so no traffic is sent");
  const guides = GUIDES.flatMap((id) => PEOPLE.filter((person) => person.id === id));
  return [
    "",
    `Demo organization: ${environment.appUrl}/acme`,
    `Everyone's password: ${passwordOf(vault)}`,
    ...guides.map((person) => `  ${person.role.padEnd(10)} ${emailOf(person)}`),
    "",
  ];
}

/** One password for all people of this demo, other in every installation, the same at each of its starts. */
export function passwordOf(vault: Vault): string {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const letters = [...vault.derive("demo/password").subarray(0, 16)].map((byte) => alphabet[byte % alphabet.length]);
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join("")).join("-");
}
