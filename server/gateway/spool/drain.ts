import { readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { NamedSegment } from "@/lib/usage/ingest/write-segments";
import { readSpool, type SpoolFile, UnreadableSpool } from "./format";

export type SpoolDrainOptions = {
  directory: string;
  /** Writes segments, each once however often it comes. Rejects while Postgres cannot be asked. */
  ingest: (segments: readonly NamedSegment[]) => Promise<void>;
  /** Whether an error is of what a segment holds: the same segment would be refused again, for ever. */
  isRefusal: (error: unknown) => boolean;
  onError: (error: unknown, name: string) => void;
};

const SUFFIX = ".spool";
/** A file whose organizations are written one by one, each under a name of its own, because it was refused as a whole. */
const PARTS_SUFFIX = ".parts.spool";
const FIRST_DELAY = 250;
const LONGEST_DELAY = 2000;
/**
 * Files that are written together at most, and groups that end a going earlier. Eight seconds of the same keys written at once
 * cost Postgres a third of what they cost one by one, so the further the drain is behind the quicker it is.
 */
const MOST_FILES = 8;
const GROUPS_IN_ONE = 40_000;
/** After an outage the drain rests as long as it worked, this long at most: answers go before history. */
const LONGEST_REST = 100;
/** More groups than this in one go, and the next is not begun before PACE milliseconds are over since it began. */
const MANY_GROUPS = 200;
const PACE = 1500;

/**
 * Takes complete files to Postgres in their order; a file goes when its transaction is committed. Few calls are written at
 * once. Where many keys are in use, the files of a second and a half are written together: the sums of a key that is called
 * all the time are then updated less often, for a delay that stays within what pages promise. What Postgres refuses for what
 * it holds never stops what comes after it: files that were refused together are written alone, one that is refused alone is
 * written by organization, and where one of these is refused the file is kept aside.
 */
export class SpoolDrain {
  readonly #options: SpoolDrainOptions;
  #queue: string[] = [];
  #working: Promise<void> | undefined;
  #stopped = false;
  #together = MOST_FILES;
  /** Set while stopping: what is left is written without a pause. */
  #hurry = false;
  /** Files that are taken one by one, since they were refused together. */
  #alone = 0;
  #wake: (() => void) | undefined;
  segments = 0;
  torn = 0;
  unreadable = 0;
  refused = 0;
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
    this.#hurry = true;
    this.#wake?.();
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
      const names = this.#next();
      if (names.length === 0) return;
      try {
        const startedAt = performance.now();
        const { taken, groups } = await this.#take(names);
        this.#queue.splice(0, taken);
        this.segments += taken;
        this.#alone = Math.max(0, this.#alone - taken);
        delay = FIRST_DELAY;
        this.#together = Math.min(MOST_FILES, this.#together * 2);
        const worked = performance.now() - startedAt;
        if (this.#hurry) continue;
        if (this.#queue.length >= MOST_FILES) await this.#pause(Math.min(worked, LONGEST_REST));
        // Only where nothing waits: what is behind catches up first.
        else if (this.#queue.length === 0 && groups > MANY_GROUPS && worked < PACE) await this.#pause(PACE - worked);
      } catch (error) {
        this.failures += 1;
        // What is too much for a slow database's time-outs is tried in halves.
        this.#together = Math.max(1, Math.floor(this.#together / 2));
        this.#options.onError(error, names[0] ?? "");
        if (this.#options.isRefusal(error) && this.#isolate(names)) continue;
        await this.#pause(delay);
        delay = Math.min(delay * 2, LONGEST_DELAY);
      }
    }
  }

  /** The files that are written next: several together, unless one of them was refused or has to be written in parts. */
  #next(): string[] {
    const parts = this.#queue.slice(0, MOST_FILES).findIndex((name) => name.endsWith(PARTS_SUFFIX));
    if (this.#alone > 0 || parts === 0) return this.#queue.slice(0, 1);
    return this.#queue.slice(0, Math.min(this.#together, parts < 0 ? MOST_FILES : parts));
  }

  /** Has files that were refused together written alone, and one that was refused alone in parts. False: nothing can be done. */
  #isolate(names: readonly string[]): boolean {
    const [name] = names;
    if (names.length > 1) this.#alone = names.length;
    else if (name !== undefined && !name.endsWith(PARTS_SUFFIX)) {
      // The new name comes before the first part: whatever is interrupted, the file is never again written as a whole.
      const renamed = `${name.slice(0, -SUFFIX.length)}${PARTS_SUFFIX}`;
      try {
        renameSync(join(this.#options.directory, name), join(this.#options.directory, renamed));
      } catch (error) {
        this.#options.onError(error, name);
        return false;
      }
      this.#queue[0] = renamed;
    } else return false;
    return true;
  }

  /** Writes a file organization by organization; it is kept aside when one of them is refused. */
  async #writeParts(name: string, path: string, segment: SpoolFile): Promise<void> {
    const base = name.slice(0, -PARTS_SUFFIX.length);
    let isRefused = false;
    for (const organizationId of new Set(segment.counts.map(({ group }) => group.organizationId))) {
      const counts = segment.counts.filter(({ group }) => group.organizationId === organizationId);
      try {
        await this.#options.ingest([
          { name: `${base}/${organizationId}`, segment: { second: segment.second, counts } },
        ]);
      } catch (error) {
        if (!this.#options.isRefusal(error)) throw error;
        this.#options.onError(error, name);
        isRefused = true;
      }
    }
    if (!isRefused) return;
    this.refused += 1;
    renameSync(path, join(this.#options.directory, `${base}.refused`));
  }

  /** Writes the first of these files, as many as are not too much at once. */
  async #take(names: readonly string[]): Promise<{ taken: number; groups: number }> {
    const segments: NamedSegment[] = [];
    const done: string[] = [];
    let taken = 0;
    let groups = 0;
    for (const name of names) {
      if (groups >= GROUPS_IN_ONE) break;
      if (taken > 0) await setImmediate();
      taken += 1;
      const path = join(this.#options.directory, name);
      const bytes = bytesOf(path);
      // Gone already: its transaction was committed and the file removed by an earlier round.
      if (bytes === null) continue;
      const segment = this.#read(name, path, bytes);
      if (segment === undefined) continue;
      done.push(path);
      if (segment === null || segment.counts.length === 0) continue;
      groups += segment.counts.length;
      if (name.endsWith(PARTS_SUFFIX)) {
        await this.#writeParts(name, path, segment);
        continue;
      }
      segments.push({ name: name.slice(0, -SUFFIX.length), segment });
    }
    if (segments.length > 0) await this.#options.ingest(segments);
    for (const path of done) rmSync(path, { force: true });
    return { taken, groups };
  }

  /** Undefined for a file that this version cannot read: it is put aside and kept. */
  #read(name: string, path: string, bytes: Buffer): SpoolFile | null | undefined {
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

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
