import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ConsoleLog } from "@/scripts/start/console-log";
import { processIdentity } from "@/scripts/start/process-identity";
import type { StartError } from "@/scripts/start/start-error";
import { Supervisor } from "@/scripts/start/supervisor";

let folder: string;
let lines: string[];
let children: { name: string; pid: number }[];
let gaveUp: StartError[];
let supervisor: Supervisor;

function run(name: string, script: string): void {
  supervisor.start({
    name,
    program: process.execPath,
    args: ["-e", script],
    variables: { ...process.env, FOLDER: folder },
  });
}

const said = (text: string) => lines.some((line) => line.includes(text));
const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 15_000, interval: 20 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-supervisor-"));
  lines = [];
  children = [];
  gaveUp = [];
  supervisor = new Supervisor({
    log: new ConsoleLog({ write: (text) => void lines.push(text), colours: false }),
    onChange: (now) => {
      children = now;
    },
    onGiveUp: (error) => void gaveUp.push(error),
    instantDeathMs: 2_000,
    backoffMs: 10,
  });
});
afterEach(() => {
  supervisor.kill();
  rmSync(folder, { recursive: true, force: true });
});

it("a process that is killed is started again", async () => {
  run("worker", "console.log('up ' + process.pid); setInterval(() => {}, 1000)");
  await until(() => said("up "));
  const first = children[0]?.pid ?? 0;
  process.kill(first, "SIGKILL");
  await until(() => said("was ended by SIGKILL; it is started again"));
  await until(() => children[0] !== undefined && children[0].pid !== first);
  expect(gaveUp).toEqual([]);
});

it("a process that dies at once each time is given up with its last words", async () => {
  run("gateway", "console.error('cannot open the spool'); process.exit(3)");
  await until(() => gaveUp.length > 0);
  expect(gaveUp.map((error) => error.message)).toEqual([
    "gateway ended with status 3 5 times right after its start; its last words were: cannot open the spool",
  ]);
  expect(children).toEqual([]);
});

it("a program that does not exist is given up too", async () => {
  supervisor.start({ name: "gateway", program: "/no/such/program", args: [], variables: { ...process.env } });
  await until(() => gaveUp.length > 0);
  expect(gaveUp[0]?.message).toContain("could not be started");
});

it("stop lets a process finish what it does, and starts nothing again", async () => {
  run(
    "gateway",
    `process.on("SIGTERM", () => setTimeout(() => { require("fs").writeFileSync(process.env.FOLDER + "/drained", "yes"); process.exit(0); }, 300));
     console.log("listening"); setInterval(() => {}, 1000);`,
  );
  await until(() => said("listening"));
  const pid = children[0]?.pid ?? 0;
  await supervisor.stop();
  expect(readFileSync(join(folder, "drained"), "utf8")).toBe("yes");
  expect(processIdentity(pid)).toBeNull();
  expect(said("started again")).toBe(false);
});

it("stop kills a process that ignores SIGTERM once the patience is over", async () => {
  run("web", `process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1000);`);
  await until(() => said("deaf"));
  const pid = children[0]?.pid ?? 0;
  const startedAt = Date.now();
  await supervisor.stop(400);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(390);
  expect(processIdentity(pid)).toBeNull();
  expect(said("web did not end within 0.4 s")).toBe(true);
});

it("what a process started itself does not outlive it", async () => {
  run(
    "web",
    `const { spawn } = require("child_process");
     const inner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
     require("fs").writeFileSync(process.env.FOLDER + "/inner", String(inner.pid));
     console.log("both up"); setInterval(() => {}, 1000);`,
  );
  await until(() => said("both up"));
  const inner = Number(readFileSync(join(folder, "inner"), "utf8"));
  expect(processIdentity(inner)).not.toBeNull();
  process.kill(children[0]?.pid ?? 0, "SIGKILL");
  await until(() => processIdentity(inner) === null);
  expect(existsSync(folder)).toBe(true);
});
