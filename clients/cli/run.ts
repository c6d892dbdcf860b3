import { createLatchkey } from "../sdk/client";
import { LatchkeyProblem } from "../sdk/problem";
import { createVerifier } from "../sdk/verify";
import { type CliCommand, type CliContext, EXIT, UsageError } from "./command";
import { AUDIT_VERIFY } from "./commands/audit";
import { KEY_COMMANDS } from "./commands/keys";
import { VERIFY } from "./commands/verify";
import { printable } from "./table";

const COMMANDS: readonly CliCommand[] = [...KEY_COMMANDS, VERIFY, AUDIT_VERIFY];

/** Where a run reads and writes; the process's own but in tests. */
export type CliStreams = {
  out(text: string): void;
  err(text: string): void;
  readInput(): Promise<string>;
  fetch?: typeof globalThis.fetch;
};

/** Runs one command and resolves to the exit status. With `--json` nothing but one JSON document goes to `out`. */
export async function runCli(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  streams: CliStreams,
): Promise<number> {
  const json = args.includes("--json");
  const words = args.filter((argument) => argument !== "--json");
  if (words.length === 0 || words[0] === "help" || words[0] === "--help" || words[0] === "-h") {
    streams[words.length === 0 ? "err" : "out"](help());
    return words.length === 0 ? EXIT.usage : EXIT.done;
  }
  const command = COMMANDS.find(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
  if (!command) {
    streams.err(`There is no command "${printable(words.slice(0, 2).join(" "))}".\n\n${help()}`);
    return EXIT.usage;
  }
  const rest = words.slice(command.name.split(" ").length);
  if (rest.includes("--help") || rest.includes("-h")) {
    streams.out(`${command.summary}\n\n  latchkey ${command.usage}`);
    return EXIT.done;
  }
  try {
    const result = await command.run(rest, contextOf(variables, streams));
    streams.out(json ? JSON.stringify(result.json, null, 2) : result.text);
    return result.status ?? EXIT.done;
  } catch (error) {
    return explain(error, command, streams);
  }
}

function contextOf(variables: Readonly<Record<string, string | undefined>>, streams: CliStreams): CliContext {
  const fetch = streams.fetch === undefined ? {} : { fetch: streams.fetch };
  const variable = (name: string, fallback?: string) => {
    const value = variables[name] || fallback;
    if (value === undefined) throw new UsageError(`${name} must be set.`);
    return value;
  };
  const url = (name: string, fallback: string) => {
    const value = variable(name, fallback);
    if (!URL.canParse(value)) throw new UsageError(`${name} must be a URL such as ${fallback}.`);
    return value;
  };
  return {
    api: () => ({
      latchkey: createLatchkey({
        baseUrl: url("LATCHKEY_URL", "http://localhost:3000"),
        token: variable("LATCHKEY_TOKEN"),
        ...fetch,
      }),
      organization: variable("LATCHKEY_ORGANIZATION"),
    }),
    verifier: () =>
      createVerifier({
        gatewayUrl: url("LATCHKEY_GATEWAY_URL", "http://localhost:4000"),
        token: variable("LATCHKEY_TOKEN"),
        ...fetch,
      }),
    readInput: streams.readInput,
  };
}

function explain(error: unknown, command: CliCommand, streams: CliStreams): number {
  const isMisuse =
    error instanceof UsageError ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (isMisuse && error instanceof Error) {
    streams.err(`${printable(error.message)}\n\n  latchkey ${command.usage}`);
    return EXIT.usage;
  }
  if (error instanceof LatchkeyProblem) {
    const fields = error.errors.map(({ path, message }) => `  ${path}: ${message}`);
    const request = error.requestId === null ? "" : `, request ${error.requestId}`;
    streams.err(printableLines([`${error.message} (${error.code}, ${error.status}${request})`, ...fields]));
    return EXIT.failed;
  }
  const reason = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
  streams.err(`Latchkey could not be reached: ${printable(reason)}`);
  return EXIT.failed;
}

function printableLines(lines: readonly string[]): string {
  return lines.map(printable).join("\n");
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "latchkey COMMAND [--json]",
    "",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "  LATCHKEY_URL           the dashboard, default http://localhost:3000",
    "  LATCHKEY_GATEWAY_URL   the verify server, default http://localhost:4000",
    "  LATCHKEY_TOKEN         a service token (lks_…)",
    "  LATCHKEY_ORGANIZATION  the organization's slug or id",
    "",
    "Exit status: 0 done, 1 the answer is no, 2 called wrongly, 3 refused or not reached.",
  ].join("\n");
}
