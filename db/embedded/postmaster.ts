import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A running postmaster, as its `postmaster.pid` tells. */
export type Postmaster = { pid: number; port: number };

/**
 * The postmaster of a data folder. `stale` means that the file names a process that is no postmaster of this
 * folder: after a `kill -9` its number may belong to anyone, and Postgres would refuse to start beside it.
 */
export function readPostmaster(dataDirectory: string): Postmaster | "none" | "stale" {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return "none";
  }
  // Line 1 is the process, line 4 the port; a file without a port is still being written.
  const pid = Math.abs(Number(lines[0]));
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid === 0) return "stale";
  if (!commandOf(pid).includes(dataDirectory)) return "stale";
  return { pid, port };
}

/** Whether a process still runs; one that only waits to be reaped by its parent does not. */
export function isRunning(pid: number): boolean {
  return commandOf(pid).trim() !== "";
}

/** The command line of a process, or an empty string when it does not run. */
function commandOf(pid: number): string {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}
