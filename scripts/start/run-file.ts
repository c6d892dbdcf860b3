import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { processIdentity, signalGroup } from "@/scripts/start/process-identity";
import { StartError } from "@/scripts/start/start-error";

const processRecord = z.object({ name: z.string(), pid: z.int().positive(), identity: z.string() });
const runRecord = z.object({ owner: processRecord, url: z.string(), children: z.array(processRecord) });

/** What `run.json` holds: who runs this installation, where, and its processes. */
export type RunRecord = z.infer<typeof runRecord>;

/** The claim of one `npm start` on an installation. */
export type RunFile = {
  /** Remembers the processes that a later start has to take over should this one be killed. */
  record(children: readonly { name: string; pid: number }[]): void;
  release(): void;
};

/**
 * Claims an installation. Throws StartError when it runs already; ends the processes that a killed start left
 * behind (SIGTERM, after `patience` milliseconds SIGKILL), telling of each.
 */
export async function claimRun(
  directory: string,
  url: string,
  tell: (message: string) => void,
  patience = 15_000,
): Promise<RunFile> {
  const path = join(directory, "run.json");
  const owner = { name: "start", pid: process.pid, identity: processIdentity(process.pid) ?? "" };
  const mine: RunRecord = { owner, url, children: [] };
  while (!create(path, mine)) {
    const text = readIfThere(path);
    if (text === null) continue;
    const found = parse(text);
    if (found && runs(found.owner)) {
      throw new StartError(
        `Latchkey already runs here (process ${found.owner.pid}, ${found.url}); stop it with Ctrl-C in its terminal or with kill ${found.owner.pid}.`,
      );
    }
    if (found) await endProcesses(found.children, tell, patience);
    discard(path, text);
  }
  return {
    record(children) {
      const records = children.flatMap(({ name, pid }) => {
        const identity = processIdentity(pid);
        return identity === null ? [] : [{ name, pid, identity }];
      });
      writeDraft(path, { ...mine, children: records });
      renameSync(draftOf(path), path);
    },
    release: () => rmSync(path, { force: true }),
  };
}

/** Who runs an installation now, or null. */
export function findRun(directory: string): RunRecord | null {
  const text = readIfThere(join(directory, "run.json"));
  const found = text === null ? null : parse(text);
  return found && runs(found.owner) ? found : null;
}

async function endProcesses(
  children: RunRecord["children"],
  tell: (message: string) => void,
  patience: number,
): Promise<void> {
  const left = children.filter(runs);
  for (const child of left) {
    tell(`ending ${child.name} (process ${child.pid}), left behind by a start that was killed`);
    signalGroup(child.pid, "SIGTERM");
  }
  const deadline = Date.now() + patience;
  while (left.some(runs) && Date.now() < deadline) await sleep(50);
  for (const child of left.filter(runs)) signalGroup(child.pid, "SIGKILL");
  while (left.some(runs) && Date.now() < deadline + 5_000) await sleep(50);
}

function runs(record: { pid: number; identity: string }): boolean {
  return processIdentity(record.pid) === record.identity;
}

/** Puts the file in place whole; false when there is one. */
function create(path: string, content: RunRecord): boolean {
  writeDraft(path, content);
  try {
    linkSync(draftOf(path), path);
    return true;
  } catch (error) {
    if (existsSync(path)) return false;
    throw error;
  } finally {
    rmSync(draftOf(path), { force: true });
  }
}

/** Removes a file that still says `text`; a start that was quicker has put its own there, which is put back. */
function discard(path: string, text: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") !== text) linkSync(aside, path);
  } catch {
    // Someone else removed it; the next round sees what is there.
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeDraft(path: string, content: RunRecord): void {
  writeFileSync(draftOf(path), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

function draftOf(path: string): string {
  return `${path}.${process.pid}`;
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function parse(text: string): RunRecord | null {
  try {
    return runRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
