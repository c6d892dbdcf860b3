import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { processIdentity } from "@/scripts/start/process-identity";
import { claimRun, findRun } from "@/scripts/start/run-file";
import { StartError } from "@/scripts/start/start-error";

const url = "http://localhost:15001";
let directory: string;
let told: string[];
let started: ChildProcess[];
const tell = (message: string) => void told.push(message);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-run-"));
  told = [];
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

function startProcess(script = "setInterval(() => {}, 1000)"): number {
  const child = spawn(process.execPath, ["-e", script], { stdio: "ignore", detached: true });
  started.push(child);
  return child.pid ?? 0;
}

/** Leaves the file as a start that was killed leaves it. */
function leaveBehind(children: { name: string; pid: number; identity: string }[]): void {
  const owner = { name: "start", pid: 2 ** 22 - 3, identity: "1" };
  writeFileSync(join(directory, "run.json"), JSON.stringify({ owner, url, children }));
}

it("one installation is run once: a second start is told who runs it and where", async () => {
  const first = await claimRun(directory, url, tell);
  expect(statSync(join(directory, "run.json")).mode & 0o777).toBe(0o600);
  await expect(claimRun(directory, url, tell)).rejects.toThrow(
    new StartError(
      `Latchkey already runs here (process ${process.pid}, ${url}); stop it with Ctrl-C in its terminal or with kill ${process.pid}.`,
    ),
  );
  expect(findRun(directory)?.owner.pid).toBe(process.pid);
  first.release();
  expect(existsSync(join(directory, "run.json"))).toBe(false);
  (await claimRun(directory, url, tell)).release();
});

it("the processes of a killed start are ended by the next one", async () => {
  const pid = startProcess();
  leaveBehind([{ name: "gateway", pid, identity: processIdentity(pid) ?? "" }]);
  expect(findRun(directory)).toBeNull();
  const run = await claimRun(directory, url, tell);
  expect(processIdentity(pid)).toBeNull();
  expect(told).toEqual([`ending gateway (process ${pid}), left behind by a start that was killed`]);
  run.release();
});

it("a left-behind process that ignores SIGTERM is killed", async () => {
  const pid = startProcess(`process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  leaveBehind([{ name: "web", pid, identity: processIdentity(pid) ?? "" }]);
  (await claimRun(directory, url, tell, 300)).release();
  expect(processIdentity(pid)).toBeNull();
});

it("a process that only has the number of one left behind is not touched", async () => {
  const pid = startProcess();
  leaveBehind([{ name: "web", pid, identity: "another start time" }]);
  (await claimRun(directory, url, tell)).release();
  expect(processIdentity(pid)).not.toBeNull();
  expect(told).toEqual([]);
});

it("the processes that run are remembered for the next start", async () => {
  const run = await claimRun(directory, url, tell);
  const pid = startProcess();
  run.record([{ name: "worker", pid }]);
  expect(findRun(directory)?.children).toEqual([{ name: "worker", pid, identity: processIdentity(pid) }]);
  run.release();
});

it("a file that was cut off is replaced", async () => {
  writeFileSync(join(directory, "run.json"), '{"owner":');
  const run = await claimRun(directory, url, tell);
  expect(JSON.parse(readFileSync(join(directory, "run.json"), "utf8")).owner.pid).toBe(process.pid);
  run.release();
});
