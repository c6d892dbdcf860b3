import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError } from "@/db/embedded/error";

const LONGEST_WAIT_MS = 150_000;
/** A lock file is written right after it is made; an empty one older than this was left by a killed process. */
const EMPTY_LOCK_MS = 5_000;

/** Runs `action` while no other process on this machine holds the lock file. A lock whose process is dead is taken over. */
export async function withLockFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (!acquire(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true });
    else if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Another process has been starting Postgres for minutes; remove ${path} if there is none.`,
      );
    } else await sleep(50);
  }
  try {
    return await action();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAbandoned(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, "utf8"));
    if (holder > 0) return !isAlive(holder);
    return Date.now() - statSync(path).mtimeMs > EMPTY_LOCK_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
