import { chmodSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { StartError } from "@/scripts/start/start-error";

const NEEDED_BYTES = 300 * 1024 * 1024;

/** Makes the installation's folder and proves that it can be written and has room. Throws with one clear sentence. */
export function prepareFolder(directory: string, neededBytes: number = NEEDED_BYTES): void {
  makeFolder(directory);
  const probe = join(directory, `.probe-${process.pid}`);
  writeFileSync(probe, "writable\n");
  rmSync(probe);
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < neededBytes) {
    const mebibytes = (bytes: number) => Math.floor(bytes / 1024 / 1024);
    throw new StartError(
      `Only ${mebibytes(bavail * bsize)} MB are free for ${directory}; Latchkey needs at least ${mebibytes(neededBytes)} MB.`,
    );
  }
  // Started by root, Postgres runs as another user, who must pass through (not list) this folder; the secrets file stays 0600.
  if (process.getuid?.() === 0 && (statSync(directory).mode & 0o001) === 0) chmodSync(directory, 0o711);
}

function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    // On a read-only file system the recursive form says that the folder does not exist; the plain one says why.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") mkdirSync(directory, { mode: 0o700 });
    throw error;
  }
}

/** Throws StartError when a port cannot be listened on; `variable` is what sets it. */
export async function requireFreePort(port: number, host: string | undefined, variable: string): Promise<void> {
  const hosts = new Set([host, "127.0.0.1"]);
  for (const address of hosts) {
    const code = await listenOnce(port, address);
    if (code === "EADDRINUSE") {
      throw new StartError(
        `Port ${port} is taken by another program; stop that program or set ${variable} to a free port.`,
      );
    }
    if (code === "EACCES")
      throw new StartError(`This user may not listen on port ${port}; set ${variable} to one above 1023.`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new StartError(`Nothing can listen on ${address}, which is not an address of this machine.`);
    }
  }
}

/** Listens for a moment; the code of what went wrong, or undefined. */
function listenOnce(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : "UNKNOWN"));
    server.listen({ port, ...(host !== undefined && { host }) }, () => server.close(() => resolve(undefined)));
  });
}
