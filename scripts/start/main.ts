import { migrateDatabase } from "@/db/migrate";
import type { Environment } from "@/lib/infra/environment";
import { ConsoleLog, terminalSink } from "@/scripts/start/console-log";
import { openDatabase } from "@/scripts/start/database";
import { requireFreePort } from "@/scripts/start/installation";
import { type DatabaseUrls, PROCESS_NAMES, processCommand, wantsMailbox } from "@/scripts/start/processes";
import { localUrl, waitForAnswer } from "@/scripts/start/readiness";
import { claimRun } from "@/scripts/start/run-file";
import { loadVariablesFile, openInstallation } from "@/scripts/start/settings";
import { explainFailure, StartError } from "@/scripts/start/start-error";
import { Supervisor } from "@/scripts/start/supervisor";
import { ensureWebBuild } from "@/scripts/start/web-build";

/** What a start hands to those who add to it (the demo). */
export type StartContext = {
  environment: Environment;
  urls: DatabaseUrls & { adminUrl: string };
  /** Ends when Latchkey is being stopped. */
  signal: AbortSignal;
  tell(message: string): void;
};

export type StartOptions = {
  /** Variables that win over the environment. */
  variables?: Record<string, string>;
  /** Runs after the migrations, before any process. */
  beforeProcesses?(context: StartContext): Promise<void>;
  /** Runs when web and gateway answer, and may give lines for the printed next step. */
  afterReady?(context: StartContext): Promise<string[]>;
};

/** Runs Latchkey until a signal or a failure ends it. Resolves to the exit status, with nothing left running. */
export async function runLatchkey(options: StartOptions = {}): Promise<number> {
  const log = new ConsoleLog(terminalSink());
  const tell = (message: string) => log.line("start", message);
  const controller = new AbortController();
  const cleanups: (() => Promise<void> | void)[] = [];
  const hurry: (() => void)[] = [];
  const release = watchForEnd(controller, tell, hurry);
  let failure: unknown;
  try {
    await startAndWait(options, { log, tell, controller, cleanups, hurry });
  } catch (error) {
    if (!controller.signal.aborted || controller.signal.reason instanceof StartError) {
      failure = controller.signal.reason ?? error;
      log.plain(`\n${explainFailure(failure)}\n`);
    }
  }
  for (const cleanup of cleanups.reverse()) {
    try {
      await cleanup();
    } catch (error) {
      failure ??= error;
      log.plain(explainFailure(error));
    }
  }
  release();
  if (failure === undefined) tell("stopped");
  return failure === undefined ? 0 : 1;
}

type Run = {
  log: ConsoleLog;
  tell(message: string): void;
  controller: AbortController;
  /** What undoes the start, run last to first. */
  cleanups: (() => Promise<void> | void)[];
  /** What a second Ctrl-C does. */
  hurry: (() => void)[];
};

async function startAndWait(options: StartOptions, run: Run): Promise<void> {
  const { log, tell, controller, cleanups, hurry } = run;
  const { signal } = controller;
  loadVariablesFile();
  const environment = openInstallation({ ...process.env, ...options.variables });
  const runFile = await claimRun(environment.directory, environment.appUrl, tell);
  cleanups.push(() => runFile.release());
  await requireFreePort(environment.webPort, environment.webHost, "WEB_PORT");
  await requireFreePort(environment.gatewayPort, environment.gatewayHost, "GATEWAY_PORT");

  const database = await openDatabase(environment);
  cleanups.push(() => database.stop());
  log.line("postgres", database.place);
  signal.throwIfAborted();
  const masterSecret = environment.masterSecrets[0]?.secret;
  if (!masterSecret) throw new StartError("LATCHKEY_MASTER_SECRETS must hold at least one secret.");
  const { applied, ...logins } = await migrateDatabase({ adminUrl: database.adminUrl, masterSecret });
  if (applied > 0) log.line("postgres", `${applied} migrations applied`);
  const urls = { ...logins, adminUrl: database.adminUrl };
  const context: StartContext = { environment, urls, signal, tell };
  await options.beforeProcesses?.(context);
  signal.throwIfAborted();
  await ensureWebBuild((message) => log.line("build", message), signal);
  signal.throwIfAborted();

  const supervisor = new Supervisor({
    log,
    onChange: (children) => runFile.record(children),
    onGiveUp: (error) => controller.abort(error),
  });
  cleanups.push(() => supervisor.stop());
  hurry.push(() => supervisor.kill());
  for (const name of PROCESS_NAMES) supervisor.start(processCommand(name, environment, urls));

  const webUrl = localUrl(environment.webHost, environment.webPort);
  const gatewayUrl = localUrl(environment.gatewayHost, environment.gatewayPort);
  const [firstPage] = await Promise.all([
    waitForAnswer("web", `${webUrl}/`, (status) => status < 500, signal),
    waitForAnswer("gateway", `${gatewayUrl}/readyz`, (status) => status === 200, signal),
  ]);
  const additions = (await options.afterReady?.(context)) ?? [];
  log.plain(nextStep(environment, new URL(firstPage.url).pathname, additions));
  await new Promise<void>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** What to do now, in words. `landing` is the page that `/` led to: a new installation leads to its set-up page. */
function nextStep(environment: Environment, landing: string, additions: readonly string[]): string {
  const setUp = /^\/set-?up\b/.test(landing);
  return [
    "",
    `  Latchkey is ready: ${environment.appUrl}${setUp ? landing : ""}`,
    ...(setUp ? ["  Open it to make the first owner and organization."] : []),
    `  Verify server: ${environment.gatewayUrl}`,
    ...(wantsMailbox(environment)
      ? [`  Mail is shown at ${environment.appUrl}/dev/mailbox, because no mail provider is configured.`]
      : []),
    ...additions.map((line) => `  ${line}`),
    "  Ctrl-C stops everything.",
    "",
  ].join("\n");
}

/** Ends the run at a signal, at the closing of the terminal, or when the npm that started it is gone. */
function watchForEnd(
  controller: AbortController,
  tell: (message: string) => void,
  hurry: readonly (() => void)[],
): () => void {
  let lastAt = 0;
  const end = (why: string) => {
    if (!controller.signal.aborted) {
      lastAt = Date.now();
      tell(`${why}: stopping`);
      controller.abort();
      // npm passes a terminal's signal on, so that one Ctrl-C may arrive twice within a moment.
    } else if (Date.now() - lastAt > 1_000) for (const action of hurry) action();
  };
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => [name, () => end(name)] as const);
  for (const [name, handler] of handlers) process.on(name, handler);
  // A killed npm cannot pass its signal on; what is left of it is that this process has another parent.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && end("npm is gone"), 500);
  if (!process.env.npm_lifecycle_event) clearInterval(watch);
  return () => {
    clearInterval(watch);
    for (const [name, handler] of handlers) process.off(name, handler);
  };
}
