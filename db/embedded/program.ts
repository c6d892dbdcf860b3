import { spawn } from "node:child_process";
import type { Account } from "@/db/embedded/account";

/** What a program said and how it ended; `status` is null when it could not be started or was killed. */
export type Outcome = { status: number | null; output: string };

/** Runs one of Postgres' programs as its account, free of the caller's PG* variables. Never rejects. */
export function runProgram(program: string, args: readonly string[], account: Account | undefined): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account?.identity,
      // A folder every user can enter: Postgres insists on knowing where it is.
      cwd: "/",
      // Without a fixed locale the macOS build becomes multithreaded at start and refuses to run.
      env: { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "pipe"],
      // Its own process group: Ctrl-C must reach the caller alone, which stops Postgres last.
      detached: true,
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ status: null, output: error.message }));
    child.on("close", (status) => resolve({ status, output: output.trim() }));
  });
}
