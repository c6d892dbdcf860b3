import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { UsageSegment } from "@/lib/usage/ingest/event";
import { readSpool, UnreadableSpool } from "./format";

export type SpoolDrainOptions = {
  directory: string;
  /** Writes a segment in one transaction, once however often it is called. Rejects while Postgres cannot be asked. */
  ingest: (name: string, segment: UsageSegment) => Promise<void>;
  onError: (error: unknown, name: string) => void;
};

const SUFFIX = ".spool";
const FIRST_DELAY = 250;
const LONGEST_DELAY = 2000;

/** Takes complete files to Postgres, one after the other, in their order; a file goes when its transaction is committed. */
export class SpoolDrain {
  readonly #options: SpoolDrainOptions;
  #queue: string[] = [];
  #working: Promise<void> | undefined;
  #stopped = false;
  #wake: (() => void) | undefined;
  segments = 0;
  torn = 0;
  unreadable = 0;
  failures = 0;

  constructor(options: SpoolDrainOptions) {
    this.#options = options;
  }

  /** Queues what earlier lives of the process left, oldest first. */
  adoptLeftovers(): number {
    const left = readdirSync(this.#options.directory)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => ({ name, at: modifiedAt(join(this.#options.directory, name)) }))
      .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
    for (const { name } of left) this.add(name);
    return left.length;
  }

  add(name: string): void {
    this.#queue.push(name);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Files that wait, the one being written included. */
  get depth(): number {
    return this.#queue.length;
  }

  /** Ends after the queue is empty or the time is over; what is left is taken up by the next start. */
  async stop(milliseconds: number): Promise<void> {
    const working = this.#working;
    if (working) {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([working, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
      clearTimeout(timer);
    }
    this.#stopped = true;
    this.#wake?.();
  }

  async #work(): Promise<void> {
    let delay = FIRST_DELAY;
    while (!this.#stopped) {
      const name = this.#queue[0];
      if (name === undefined) return;
      try {
        await this.#take(name);
        this.#queue.shift();
        this.segments += 1;
        delay = FIRST_DELAY;
      } catch (error) {
        this.failures += 1;
        this.#options.onError(error, name);
        await this.#pause(delay);
        delay = Math.min(delay * 2, LONGEST_DELAY);
      }
    }
  }

  async #take(name: string): Promise<void> {
    const path = join(this.#options.directory, name);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      // Gone already: its transaction was committed and the file removed by an earlier round.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      throw error;
    }
    const file = this.#read(name, path, bytes);
    if (file && file.counts.length > 0) await this.#options.ingest(name.slice(0, -SUFFIX.length), file);
    if (file !== undefined) rmSync(path, { force: true });
  }

  /** Undefined for a file that this version cannot read: it is put aside and kept. */
  #read(name: string, path: string, bytes: Buffer): UsageSegment | null | undefined {
    try {
      const file = readSpool(bytes);
      if (file === null || file.tornBytes > 0) this.torn += 1;
      return file;
    } catch (error) {
      if (!(error instanceof UnreadableSpool || error instanceof SyntaxError)) throw error;
      this.unreadable += 1;
      this.#options.onError(error, name);
      renameSync(path, `${path}.unreadable`);
      return undefined;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
