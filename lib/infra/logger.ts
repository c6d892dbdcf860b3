import { type Logger, pino } from "pino";

/** Fields whose values never reach a log, at any of the first four levels of an entry. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "set-cookie",
  "key",
  "secret",
  "password",
  "token",
  "x-api-key",
  "x-latchkey-token",
];

/** Secrets by their looks, wherever they stand: keys, service tokens, calendar addresses, bearer values, passwords in URLs. */
const SECRET_SHAPES: [pattern: RegExp, replacement: string][] = [
  [/\b[a-z][a-z0-9]{1,15}_[a-z0-9-]{1,32}_[0-9A-Za-z]{38}\b/g, "[redacted key]"],
  [/\blks_[0-9A-Za-z_-]{16,}/g, "[redacted token]"],
  [/(\/calendar\/)[A-Za-z0-9_-]{43}\b/g, "$1[redacted token]"],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@"\\]+@/gi, "$1:[redacted]@"],
];

/**
 * A logger that writes JSON lines to standard output: `{ level, time, name, message, … }`.
 * Secrets are taken out by field name and by shape.
 */
export function createLogger(name: string, options: { level?: string; write?: (line: string) => void } = {}): Logger {
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  return pino(
    {
      name,
      level: options.level ?? (process.env.LOG_LEVEL || "info"),
      messageKey: "message",
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: describeError, error: describeError },
      redact: { paths: SECRET_FIELDS.flatMap(pathsOf), censor: "[redacted]" },
    },
    { write: (line: string) => write(withoutSecrets(line)) },
  );
}

/** The text with everything that looks like a secret taken out. */
function withoutSecrets(text: string): string {
  return SECRET_SHAPES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}

function pathsOf(field: string): string[] {
  const quoted = `["${field}"]`;
  return [quoted, `*${quoted}`, `*.*${quoted}`, `*.*.*${quoted}`];
}

/** What is told of an error: a database error's other members quote rows, so they stay out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: error.message,
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    stack: error.stack,
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}
