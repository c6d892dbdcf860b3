import { spawn } from "node:child_process";

/** How a program ended, what it said, and how long it took. */
export type StepResult = { status: number; output: string; seconds: number };

export type StepOptions = { variables?: Record<string, string>; echo?: boolean };

/** Runs a program without input, collecting its output, and showing it meanwhile with `echo`. Never rejects. */
export function runStep(program: string, args: readonly string[], options: StepOptions = {}): Promise<StepResult> {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    let output = "";
    const end = (status: number) => resolve({ status, output, seconds: (Date.now() - startedAt) / 1000 });
    const child = spawn(program, args, {
      env: { ...process.env, ...options.variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (options.echo) process.stdout.write(chunk);
      });
    }
    child.once("error", (error) => {
      output += `${program}: ${error.message}\n`;
      end(127);
    });
    child.once("close", (status) => end(status ?? 1));
  });
}
