import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { environment as readEnvironment } from "@/lib/infra/environment";
import { createLogger } from "@/lib/infra/logger";
import { createMailer } from "@/lib/infra/mailer/create-mailer";
import { startWorker } from "./worker";

const environment = readEnvironment();
const logger = createLogger("worker", { level: environment.logLevel });
const db = openDatabase({
  url: environment.appDatabaseUrl,
  name: "latchkey-worker",
  // Housekeeping over much usage takes longer than a page may.
  statementTimeout: 300_000,
  onError: (error) => logger.warn({ err: error }, "a database connection was lost"),
});
const mailer = createMailer({
  resendApiKey: environment.resendApiKey,
  resendBaseUrl: environment.resendBaseUrl,
  smtpUrl: environment.smtpUrl,
  mailbox: environment.mailboxEnabled,
});
if (!mailer) logger.warn("no mail provider is configured: mail waits in the outbox and is given up in time");

const vault = new Vault(environment.masterSecrets);
const worker = startWorker({ db, vault, clock: systemClock, environment, logger, mailer }, environment.appDatabaseUrl);

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger.info({ signal }, "finishing the jobs under way");
  await worker.stop();
  mailer?.close();
  await db.close();
  logger.info("stopped");
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
