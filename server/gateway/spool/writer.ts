import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { UsageGroup } from "@/lib/usage/ingest/event";
import type { GatewayAnswer, Reply } from "../http";
import { FrameBuffer, formatGroup } from "./format";

/** A group while it is written: its number in the current file, and what the current turn added. */
export class SpoolGroup {
  readonly json: string;
  definedIn = -1;
  id = 0;
  turnCount = 0;
  turnAmount = 0;

  constructor(group: UsageGroup) {
    this.json = formatGroup(group);
  }
}

export type SpoolWriterOptions = {
  directory: string;
  nodeId: string;
  /** Names this life of the process: file names never repeat. */
  life: string;
  /** A file is complete. */
  onSegment: (name: string) => void;
  onError: (error: Error) => void;
  onRecovered: () => void;
  segmentBytes?: number;
  /** How bytes get to a file; the file system's own unless a test makes the disk slow. */
  append?: (file: number, bytes: Uint8Array, offset: number, length: number) => number;
};

const RETRY_MILLISECONDS = 100;
const SEGMENT_BYTES = 8 * 1024 * 1024;

/**
 * Appends what was decided, one write per event-loop turn, before the turn's answers leave. Each file holds one second.
 * When the disk refuses, answers go on and what is lost is counted.
 */
export class SpoolWriter {
  readonly #options: SpoolWriterOptions;
  readonly #frame = new FrameBuffer();
  #turn: SpoolGroup[] = [];
  #turnSecond = 0;
  // Two lists side by side: an object for each answer of a turn would be thrown away again.
  #replies: Reply[] = [];
  #answers: GatewayAnswer[] = [];
  #scheduled = false;
  #file: number | undefined;
  #name = "";
  #segment = 0;
  #second = 0;
  #written = 0;
  #groups = 0;
  #retryAt = 0;
  /** Calls that no file holds. */
  dropped = 0;
  records = 0;
  writes = 0;
  bytes = 0;
  failing = false;

  constructor(options: SpoolWriterOptions) {
    this.#options = options;
  }

  /** Notes one call of a group in a second (since the epoch). It is on file once `settled` has run. */
  record(group: SpoolGroup, second: number, amount: number): void {
    if (second !== this.#turnSecond) {
      if (this.#turn.length > 0) this.#write();
      this.#turnSecond = second;
    }
    if (group.turnCount === 0) this.#turn.push(group);
    group.turnCount += 1;
    group.turnAmount += amount;
    this.records += 1;
  }

  /** Replies after this turn's write. */
  settle(answer: GatewayAnswer, reply: Reply): void {
    this.#answers.push(answer);
    this.#replies.push(reply);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#endTurn);
  }

  /** Gives the answer back after this turn's write. */
  settled(answer: GatewayAnswer): Promise<GatewayAnswer> {
    return new Promise((resolve) => this.settle(answer, resolve));
  }

  readonly #endTurn = (): void => {
    this.#scheduled = false;
    if (this.#turn.length > 0) this.#write();
    const replies = this.#replies;
    const answers = this.#answers;
    this.#replies = [];
    this.#answers = [];
    for (let index = 0; index < replies.length; index += 1) {
      const answer = answers[index];
      if (answer !== undefined) replies[index]?.(answer);
    }
  };

  /** Completes the current file when its second is over. */
  cutBefore(second: number): void {
    if (this.#turn.length > 0 && this.#turnSecond !== second) this.#write();
    if (this.#file !== undefined && this.#second !== second) this.#cut();
  }

  /** Writes what is left and completes the file. */
  close(): void {
    if (this.#turn.length > 0) this.#write();
    this.#cut();
  }

  get freeBytes(): number {
    try {
      const stats = statfsSync(this.#options.directory);
      return stats.bavail * stats.bsize;
    } catch {
      return 0;
    }
  }

  #write(): void {
    const turn = this.#turn;
    this.#turn = [];
    if (this.failing && Date.now() < this.#retryAt) {
      this.#drop(turn);
      return;
    }
    try {
      if (
        this.#file === undefined ||
        this.#second !== this.#turnSecond ||
        this.#written >= (this.#options.segmentBytes ?? SEGMENT_BYTES)
      ) {
        this.#cut();
        this.#open();
      }
      this.#append(turn);
    } catch (error) {
      this.#fail(error, turn);
    }
  }

  #open(): void {
    this.#segment += 1;
    this.#second = this.#turnSecond;
    this.#groups = 0;
    this.#written = 0;
    this.#name = `${this.#options.life}-${String(this.#segment).padStart(10, "0")}.spool`;
    this.#file = openSync(join(this.#options.directory, this.#name), "ax", 0o600);
    this.#frame.clear();
    this.#frame.head({ second: this.#second, node: this.#options.nodeId });
    this.#flush(this.#file);
  }

  #append(turn: SpoolGroup[]): void {
    if (this.#file === undefined) throw new Error("No spool file is open.");
    const frame = this.#frame;
    frame.clear();
    frame.begin();
    for (const group of turn) {
      if (group.definedIn !== this.#segment) {
        group.definedIn = this.#segment;
        group.id = this.#groups;
        this.#groups += 1;
        frame.define(group.id, group.json);
      }
      frame.count(group.id, group.turnCount, group.turnAmount);
    }
    frame.end();
    this.#flush(this.#file);
    for (const group of turn) {
      group.turnCount = 0;
      group.turnAmount = 0;
    }
    if (this.failing) {
      this.failing = false;
      this.#options.onRecovered();
    }
  }

  #flush(file: number): void {
    const { bytes, length } = this.#frame;
    let done = 0;
    while (done < length) {
      const wrote = (this.#options.append ?? writeSync)(file, bytes, done, length - done);
      if (wrote === 0) throw new Error("The disk took nothing.");
      done += wrote;
    }
    this.#written += length;
    this.bytes += length;
    this.writes += 1;
  }

  #drop(turn: SpoolGroup[]): void {
    for (const group of turn) {
      this.dropped += group.turnCount;
      group.turnCount = 0;
      group.turnAmount = 0;
      group.definedIn = -1;
    }
  }

  #fail(error: unknown, turn: SpoolGroup[]): void {
    this.#drop(turn);
    this.#retryAt = Date.now() + RETRY_MILLISECONDS;
    // Half a frame must not stand before whole ones: the file is cut back and completed, the next write begins another.
    if (this.#file !== undefined) {
      try {
        if (fstatSync(this.#file).size > this.#written) ftruncateSync(this.#file, this.#written);
      } catch {
        // Where it cannot be cut back the reader stops at the frame's CRC; nothing follows it.
      }
      this.#cut();
    }
    if (this.failing) return;
    this.failing = true;
    this.#options.onError(error instanceof Error ? error : new Error(String(error)));
  }

  #cut(): void {
    if (this.#file === undefined) return;
    const name = this.#name;
    try {
      closeSync(this.#file);
    } catch {
      // Closing a file on a broken disk may fail; what was written to it is what counts.
    }
    this.#file = undefined;
    if (this.#written === 0) rmSync(join(this.#options.directory, name), { force: true });
    else this.#options.onSegment(name);
  }
}
