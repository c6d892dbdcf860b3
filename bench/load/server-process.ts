import { type ChildProcess, spawn } from "node:child_process";

export type ServerProcess = {
  url: string;
  pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
  child: ChildProcess;
};

/** Starts a server pinned to one processor and waits until it answers on `ready`. */
export async function startServer(options: {
  command: string;
  args: string[];
  environment?: Record<string, string>;
  port: number;
  ready?: string;
  cpu?: number | string;
  quiet?: boolean;
}): Promise<ServerProcess> {
  const cpu = options.cpu ?? 0;
  const child = spawn("taskset", ["-c", String(cpu), options.command, ...options.args], {
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", options.quiet === false ? "inherit" : "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${options.port}`;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${options.command} ended with ${child.exitCode}.`);
    const answered = await fetch(url + (options.ready ?? "/")).then(
      (response) => response.status < 500,
      () => false,
    );
    if (answered) break;
    if (Date.now() > deadline) throw new Error(`${options.command} did not answer on port ${options.port}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid ?? 0,
    child,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await exited;
    },
  };
}
