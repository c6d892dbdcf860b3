/** The embedded Postgres cannot be used. `message` is one sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

/** One sentence from what a program said: the known causes in words, else its last telling line. */
export function explain(what: string, output: string): string {
  if (/No space left on device/i.test(output)) return `${what}: no space is left on the device.`;
  if (/Read-only file system/i.test(output)) return `${what}: the file system is read-only.`;
  if (/could not create shared memory|shmget|No space.*shm/i.test(output))
    return `${what}: too little shared memory is left.`;
  const lines = output.split("\n").map((line) => line.trim());
  const telling =
    lines.find((line) => /\b(FATAL|PANIC|error)\b/.test(line)) ??
    lines.findLast((line) => line !== "") ??
    "no reason was given";
  return `${what}: ${telling.replace(/^.*?(FATAL|PANIC|error):\s*/, "").replace(/\.$/, "")}.`;
}
