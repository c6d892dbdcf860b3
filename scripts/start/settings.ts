import { resolve } from "node:path";
import { type Environment, type EnvironmentSource, parseEnvironment, withSecretsFile } from "@/lib/infra/environment";
import { ensureSecrets } from "@/lib/infra/secrets";
import { prepareFolder } from "@/scripts/start/installation";

/** Adds `.env` of the current folder to `process.env`; variables that are set already win. */
export function loadVariablesFile(): void {
  try {
    process.loadEnvFile(".env");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

/**
 * The environment of this installation, with its folder prepared and its secrets made where there are none.
 * Throws EnvironmentError, SecretsError or StartError with one clear sentence.
 */
export function openInstallation(source: EnvironmentSource): Environment {
  // Everything else is judged before the first thing is written.
  const { directory } = parseEnvironment(source);
  prepareFolder(directory);
  if (!(source.LATCHKEY_MASTER_SECRETS && source.NEXTAUTH_SECRET)) ensureSecrets(directory);
  return parseEnvironment(withSecretsFile({ ...source, LATCHKEY_DIRECTORY: resolve(directory) }));
}
