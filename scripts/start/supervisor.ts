import { type ChildProcess, spawn } from "node:child_process";
import type { ConsoleLog } from "@/scripts/start/console-log";
import { signalGroup } from "@/scripts/start/process-identity";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { StartError } from "@/scripts/start/start-error";

/** How one process is started. */
export type ProcessCommand = { name: string; program: string; args: string[]; variables: NodeJS.ProcessEnv };

export type SupervisorOptions = {
  log: ConsoleLog;
  /** Told whenever the set of running processes changed. */
  onChange(children: { name: string; pid: number }[]): void;
  /** Told once, when a process cannot be kept alive. */
  onGiveUp(error: StartError): void;
  /** A process that ends sooner after its start counts as an instant death, in milliseconds. */
  instantDeathMs?: number;
  /** Pause before the second start, doubled for each instant death in a row, in milliseconds. */
  backoffMs?: number;
};

const MOST_INSTANT_DEATHS = 5;
const KEPT_LINES = 12;

type Supervised = {
  command: ProcessCommand;
  child: ChildProcess | undefined;
  instantDeaths: number;
  lastLines: string[];
};

/** Keeps processes running: starts one again when it dies, and gives up after repeated instant deaths. */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>;
  readonly #processes: Supervised[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = { instantDeathMs: 10_000, backoffMs: 500, ...options };
  }

  start(command: ProcessCommand): void {
    const supervised: Supervised = { command, child: undefined, instantDeaths: 0, lastLines: [] };
    this.#processes.push(supervised);
    this.#spawn(supervised);
  }

  /** Sends SIGTERM to all, waits, then SIGKILL to those that are left. Nothing is started again. */
  async stop(patienceMs = 15_000): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const living = this.#processes.filter(({ child }) => child !== undefined);
    const ends = living.map(({ child }) => new Promise<void>((resolve) => child?.once("exit", () => resolve())));
    this.#signalAll("SIGTERM");
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const { command, child } of this.#processes) {
          if (child)
            this.#options.log.line("start", `${command.name} did not end within ${patienceMs / 1000} s and is killed`);
        }
        this.#signalAll("SIGKILL");
        resolve();
      }, patienceMs);
    });
    await Promise.race([Promise.all(ends), patience]);
    clearTimeout(timer);
    await Promise.all(ends);
  }

  /** Ends all at once, without waiting for what they are doing. */
  kill(): void {
    this.#stopping = true;
    this.#signalAll("SIGKILL");
  }

  #signalAll(signal: NodeJS.Signals): void {
    for (const { child } of this.#processes) if (child?.pid !== undefined) signalGroup(child.pid, signal);
  }

  #spawn(supervised: Supervised): void {
    const { log } = this.#options;
    const { name, program, args, variables } = supervised.command;
    const startedAt = Date.now();
    // Its own process group: Ctrl-C reaches this process alone, which stops the others in order.
    const child = spawn(program, args, {
      cwd: PROJECT_ROOT,
      env: variables,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    supervised.child = child;
    supervised.lastLines = [];
    const toLog = log.lines(name);
    const collect = (chunk: Buffer) => {
      toLog(chunk);
      supervised.lastLines = [...supervised.lastLines, ...chunk.toString().trim().split("\n")].slice(-KEPT_LINES);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => {
      // Without a process there is no exit event.
      if (child.pid === undefined) this.#ended(supervised, startedAt, `could not be started (${error.message})`);
    });
    child.once("exit", (status, signal) => {
      // What it started itself must not keep its port.
      if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
      this.#ended(supervised, startedAt, signal ? `was ended by ${signal}` : `ended with status ${status}`);
    });
    this.#changed();
  }

  #ended(supervised: Supervised, startedAt: number, how: string): void {
    supervised.child = undefined;
    this.#changed();
    if (this.#stopping) return;
    const { log, instantDeathMs, backoffMs, onGiveUp } = this.#options;
    const { name } = supervised.command;
    supervised.instantDeaths = Date.now() - startedAt < instantDeathMs ? supervised.instantDeaths + 1 : 0;
    if (supervised.instantDeaths >= MOST_INSTANT_DEATHS) {
      this.#stopping = true;
      const lastWords = supervised.lastLines.findLast((line) => line.trim() !== "");
      const why = lastWords ? `; its last words were: ${lastWords.slice(0, 300)}` : "";
      onGiveUp(new StartError(`${name} ${how} ${MOST_INSTANT_DEATHS} times right after its start${why}`));
      return;
    }
    const pause = backoffMs * 2 ** Math.max(0, supervised.instantDeaths - 1);
    log.line("start", `${name} ${how}; it is started again in ${pause / 1000} s`);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopping) this.#spawn(supervised);
    }, pause);
    this.#timers.add(timer);
  }

  #changed(): void {
    const children = this.#processes.flatMap(({ command, child }) =>
      child?.pid === undefined ? [] : [{ name: command.name, pid: child.pid }],
    );
    this.#options.onChange(children);
  }
}
