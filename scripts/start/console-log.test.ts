import { expect, it } from "vitest";
import { ConsoleLog } from "@/scripts/start/console-log";

const noon = new Date(2026, 10, 22, 12, 0, 1);

function logOf(colours = false): { log: ConsoleLog; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: new ConsoleLog({ write: (text) => void lines.push(text), colours }, () => noon) };
}

it("a JSON entry becomes time, process, message and fields", () => {
  const { log, lines } = logOf();
  const time = new Date(2026, 10, 22, 9, 8, 7).toISOString();
  log.line(
    "gateway",
    JSON.stringify({ level: "info", time, name: "gateway", message: "listening", port: 4000, host: "a b" }),
  );
  expect(lines).toEqual(['09:08:07 gateway  listening  port=4000 host="a b"\n']);
});

it("a warning says so without colour, and an error shows its reason and where", () => {
  const { log, lines } = logOf();
  log.line("worker", JSON.stringify({ level: "warn", message: "slow" }));
  const err = { type: "Error", message: "refused", stack: "Error: refused\n    at send (mail.ts:1:2)" };
  log.line("worker", JSON.stringify({ level: "error", message: "mail failed", err }));
  expect(lines[0]).toBe("12:00:01 worker   warn: slow\n");
  expect(lines[1]).toBe("12:00:01 worker   error: mail failed: refused\n");
  expect(lines[2]?.trim()).toBe("at send (mail.ts:1:2)");
});

it("what is not JSON is kept as it is, and empty lines are dropped", () => {
  const { log, lines } = logOf();
  log.line("web", "  ▲ Next.js 16");
  log.line("web", "{not json");
  log.line("web", "  ");
  expect(lines).toEqual(["12:00:01 web        ▲ Next.js 16\n", "12:00:01 web      {not json\n"]);
});

it("a line that arrives in pieces is one line", () => {
  const { log, lines } = logOf();
  const write = log.lines("web");
  write("first ha");
  write(Buffer.from("lf\nsecond\r\nthi"));
  expect(lines).toEqual(["12:00:01 web      first half\n", "12:00:01 web      second\n"]);
});

it("only a terminal gets colours", () => {
  const { log, lines } = logOf(true);
  log.line("web", "hello");
  expect(lines[0]).toContain("\u001b[36mweb");
});
