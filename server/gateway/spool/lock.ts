import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomBase62 } from "@/lib/core/base62";

/** Another gateway writes to this folder. The message is one sentence. */
export class SpoolLocked extends Error {
  override readonly name = "SpoolLocked";
}

/** A holder on another machine (a shared volume) is believed dead after this long without a sign. */
const FOREIGN_MILLISECONDS = 15_000;

export type SpoolLock = { touch(): void; release(): void };

type Holder = { pid: number; host: string; started: string; mark: string };

/** When a process began, in ticks since boot: tells a process from a later one with the same number. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  return holder.started === "" || startOf(holder.pid) === holder.started;
}

function readHolder(path: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number") return null;
    const text = (name: "host" | "started" | "mark"): string => {
      const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
      return typeof member === "string" ? member : "";
    };
    return { pid: value.pid, host: text("host"), started: text("started"), mark: text("mark") };
  } catch {
    return null;
  }
}

/**
 * Takes a spool folder for this process. The lock of a process that was killed is taken over; one that lives makes this
 * throw SpoolLocked.
 */
export function lockSpool(directory: string): SpoolLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "lock");
  const mark = randomBase62(16);
  const draft = join(directory, `lock.${mark}`);
  const file = openSync(draft, "wx", 0o600);
  writeSync(file, JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid), mark }));
  closeSync(file);
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (tryLink(draft, path)) return held(path, mark);
      takeAwayDead(path, directory, mark);
    }
    throw new SpoolLocked(`The spool folder ${directory} is being taken by several gateways at once.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function takeAwayDead(path: string, directory: string, mark: string): void {
  const holder = readHolder(path);
  if (holder && holder.host === hostname() ? isAlive(holder) : isRecent(path)) {
    throw new SpoolLocked(
      `The spool folder ${directory} is in use by another gateway (process ${holder?.pid ?? "unknown"} on ${holder?.host || "this machine"}); give each its own GATEWAY_SPOOL_DIR.`,
    );
  }
  const aside = join(directory, `lock.dead.${mark}`);
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  // Two may come for the same dead lock: whoever took away a living one by that puts it back.
  if (readHolder(aside)?.mark !== holder?.mark) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function isRecent(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs < FOREIGN_MILLISECONDS;
  } catch {
    return false;
  }
}

function held(path: string, mark: string): SpoolLock {
  return {
    touch: () => {
      try {
        const now = new Date();
        utimesSync(path, now, now);
      } catch {
        // A disk that cannot be written shows in the spool's own counters.
      }
    },
    release: () => {
      if (readHolder(path)?.mark === mark) rmSync(path, { force: true });
    },
  };
}
