import { Logger as QueueLogger, type Runner, run, type Task, type TaskList } from "graphile-worker";
import type { Logger } from "pino";
import { CRONTAB, HANDLERS, type RunJob } from "./handlers";
import type { WorkerDependencies } from "./job-context";

export type Worker = {
  /** Resolves once jobs are being taken. */
  ready: Promise<void>;
  /** Takes no new job, lets those under way finish, and resolves. */
  stop(): Promise<void>;
};

const RETRY_AFTER = 2000;
const CONCURRENCY = 4;

/**
 * Takes jobs from the queue until it is stopped. A database that is not there (yet, or for a while) is waited for.
 * `databaseUrl` is the login of the application.
 */
export function startWorker(dependencies: WorkerDependencies, databaseUrl: string): Worker {
  const { logger } = dependencies;
  const stopping = new AbortController();
  let announceReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    announceReady = resolve;
  });

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const runner = await run({
          connectionString: databaseUrl,
          maxPoolSize: CONCURRENCY + 2,
          concurrency: CONCURRENCY,
          noHandleSignals: true,
          taskList: taskList(dependencies),
          crontab: CRONTAB,
          logger: queueLogger(logger),
        });
        await keepHouse(runner);
        announceReady();
        logger.info("taking jobs");
        await untilStopped(runner, stopping.signal);
      } catch (error) {
        logger.error({ err: error }, "the queue cannot be reached");
      }
      if (!stopping.signal.aborted) await pause(RETRY_AFTER, stopping.signal);
    }
  }

  const working = work();
  return {
    ready,
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

/** What a schedule may have missed while no worker ran; several workers that start at once make one job of each. */
async function keepHouse(runner: Runner): Promise<void> {
  for (const name of [
    "keep_usage_partitions",
    "sweep_expired",
    "sign_audit_checkpoints",
    "rotate_signing_keys",
    "look_after_keys",
  ]) {
    await runner.addJob(name, {}, { jobKey: name, maxAttempts: 6 });
  }
}

async function untilStopped(runner: Runner, signal: AbortSignal): Promise<void> {
  const stop = () => void runner.stop().catch(() => undefined);
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  try {
    await runner.promise;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** Every job as a task of the queue. */
export function taskList(dependencies: WorkerDependencies): TaskList {
  return Object.fromEntries(
    Object.entries(HANDLERS).map(([name, runJob]) => [name, taskOf(name, runJob, dependencies)]),
  );
}

function taskOf(name: string, runJob: RunJob, dependencies: WorkerDependencies): Task {
  return async (payload, { job }) => {
    const logger = dependencies.logger.child({ job: name, jobId: job.id, attempt: job.attempts });
    await runJob(payload, { ...dependencies, logger, attempt: job.attempts, maxAttempts: job.max_attempts });
  };
}

/** The queue's own words in our log: each job's coming and going is for debugging only. */
function queueLogger(logger: Logger): QueueLogger {
  return new QueueLogger(() => (level, message, meta) => {
    const error = meta?.error;
    const details = error instanceof Error ? { err: error } : {};
    if (level === "error") logger.error(details, message);
    else if (level === "warning") logger.warn(details, message);
    else logger.debug(message);
  });
}
