/** Where the readable log goes: standard output, or a list in tests. */
export type LogSink = { write(text: string): void; colours: boolean };

const COLOURS: Record<string, number> = { start: 37, web: 36, gateway: 35, worker: 33, build: 34, postgres: 32 };
const LEVEL_COLOURS: Record<string, number> = { warn: 33, error: 31, fatal: 31 };
/** Members of a log entry that the line shows elsewhere, or not at all. */
const SHOWN_ELSEWHERE = new Set(["level", "time", "name", "message", "msg", "pid", "hostname"]);
const NAME_WIDTH = 8;

/** One readable log of several processes: time, coloured process name, message, fields. */
export class ConsoleLog {
  readonly #sink: LogSink;
  readonly #now: () => Date;

  constructor(sink: LogSink, now: () => Date = () => new Date()) {
    this.#sink = sink;
    this.#now = now;
  }

  /** Writes one line of a process: a JSON entry of its logger is made readable, anything else is kept. */
  line(name: string, text: string): void {
    if (text.trim() === "") return;
    const entry = parseEntry(text);
    const time = (entry?.time ?? this.#now()).toTimeString().slice(0, 8);
    const level = entry?.level ?? "info";
    const label = level === "warn" || level === "error" || level === "fatal" ? `${level}: ` : "";
    const message = entry ? `${label}${entry.message}` : text;
    const fields = entry?.fields ? `  ${this.#paint(entry.fields, 2)}` : "";
    const head = `${this.#paint(time, 2)} ${this.#paint(name.padEnd(NAME_WIDTH), COLOURS[name] ?? 37)}`;
    this.#sink.write(`${head} ${this.#paint(message, LEVEL_COLOURS[level])}${fields}\n`);
    if (entry?.stack) {
      for (const frame of entry.stack.split("\n").slice(1, 6))
        this.#sink.write(`${" ".repeat(9 + NAME_WIDTH)} ${frame.trim()}\n`);
    }
  }

  /** Collects a stream's chunks into lines of `name`. */
  lines(name: string): (chunk: Buffer | string) => void {
    let rest = "";
    return (chunk) => {
      const parts = (rest + chunk.toString()).split(/\r?\n/);
      rest = parts.pop() ?? "";
      // A stream that never ends a line must not fill the memory.
      if (rest.length > 65_536) {
        parts.push(rest);
        rest = "";
      }
      for (const part of parts) this.line(name, part);
    };
  }

  /** Writes text as it is, for what is meant to stand out. */
  plain(text: string): void {
    this.#sink.write(`${text}\n`);
  }

  #paint(text: string, colour: number | undefined): string {
    return this.#sink.colours && colour !== undefined ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}

/** The sink for a terminal: colours only there, and never where NO_COLOR is set. A closed terminal is ignored. */
export function terminalSink(): LogSink {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  return {
    write: (text) => void process.stdout.write(text),
    colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}

type Entry = { time: Date | undefined; level: string; message: string; fields: string; stack: string | undefined };

function parseEntry(text: string): Entry | null {
  if (!text.startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value.level !== "string") return null;
  const message = value.message ?? value.msg;
  const time = typeof value.time === "string" ? new Date(value.time) : undefined;
  const failure = isRecord(value.err) ? value.err : isRecord(value.error) ? value.error : undefined;
  const fields = Object.entries(value).filter(([key, field]) => !SHOWN_ELSEWHERE.has(key) && field !== failure);
  const reason = typeof failure?.message === "string" ? failure.message : undefined;
  return {
    time: time && !Number.isNaN(time.getTime()) ? time : undefined,
    level: value.level,
    message: [message, reason].filter((part) => typeof part === "string" && part !== "").join(": "),
    fields: fields
      .map(([key, field]) => `${key}=${typeof field === "string" ? quoted(field) : JSON.stringify(field)}`)
      .join(" "),
    stack: typeof failure?.stack === "string" ? failure.stack : undefined,
  };
}

function quoted(text: string): string {
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
