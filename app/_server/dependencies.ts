import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { environment } from "@/lib/infra/environment";
import { createLogger } from "@/lib/infra/logger";
import type { ApiDependencies } from "@/server/api/dependencies";

declare global {
  // Survives the reloading of modules in development, so that pools are not opened again and again.
  var latchkeyDependencies: ApiDependencies | undefined;
}

/** What this web process is made of: one pool, one vault, one environment. */
export function dependencies(): ApiDependencies {
  globalThis.latchkeyDependencies ??= make();
  return globalThis.latchkeyDependencies;
}

function make(): ApiDependencies {
  const settings = environment();
  const logger = createLogger("web");
  return {
    db: openDatabase({
      url: settings.appDatabaseUrl,
      name: "latchkey-web",
      max: 20,
      onError: (error) => logger.warn({ err: error }, "A database connection ended."),
    }),
    vault: new Vault(settings.masterSecrets),
    clock: systemClock,
    environment: settings,
    logger,
  };
}
