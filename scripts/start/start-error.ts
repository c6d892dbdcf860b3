/** Something that keeps Latchkey from starting. `message` is one sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The names of errors whose message is already a sentence for the terminal. */
const SPOKEN = new Set(["StartError", "EnvironmentError", "SecretsError", "EmbeddedPostgresError"]);

/** One sentence for any failure, without a stack. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Latchkey could not go on: ${String(error)}.`;
  if (SPOKEN.has(error.name)) return error.message;
  const place = "path" in error && typeof error.path === "string" ? ` ${error.path}` : "";
  switch ("code" in error ? error.code : undefined) {
    case "EROFS":
      return `The file system is read-only, so${place || " a file"} cannot be written; Latchkey needs to write in its own folder.`;
    case "EACCES":
    case "EPERM":
      return `This user may not write${place || " in Latchkey's folder"}.`;
    case "ENOSPC":
    case "53100":
      return `No space is left on the device${place && ` for${place}`}.`;
    default:
      return `Latchkey could not go on: ${oneLine(error.message)}.`;
  }
}

function oneLine(text: string): string {
  return (text.split("\n").find((line) => line.trim() !== "") ?? "unknown error").trim().replace(/\.$/, "");
}
