import type { Logger } from "pino";
import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import type { Vault } from "@/lib/core/vault";
import type { Environment } from "@/lib/infra/environment";

/** What the API is built from; made once per process by `app/`, and once per test file by the tests. */
export type ApiDependencies = {
  db: Database;
  vault: Vault;
  clock: Clock;
  environment: Environment;
  logger: Logger;
};
