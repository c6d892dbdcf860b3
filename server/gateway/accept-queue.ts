import { closeSync, openSync, readSync } from "node:fs";

/** Listening sockets come first in the kernel's table, so its beginning is enough however many connections there are. */
const READ_BYTES = 32 * 1024;
const LISTENING = "0A";

/**
 * Connections to a local port that the kernel has taken and no process has accepted yet; of all sockets that listen on it.
 * 0 where the kernel does not tell (systems other than Linux).
 */
export function acceptQueue(port: number): number {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  let waiting = 0;
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of beginningOf(table).split("\n")) {
      const [, local, , state, queues] = line.trim().split(/\s+/);
      if (state !== LISTENING || !local?.endsWith(wanted)) continue;
      waiting += Number.parseInt(queues?.split(":")[1] ?? "0", 16);
    }
  }
  return waiting;
}

function beginningOf(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const bytes = Buffer.alloc(READ_BYTES);
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, length, READ_BYTES - length, null);
      length += read;
      if (read === 0 || length === READ_BYTES) return bytes.toString("latin1", 0, length);
    }
  } catch {
    return "";
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
