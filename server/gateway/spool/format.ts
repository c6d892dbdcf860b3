import { crc32 as zlibCrc32 } from "node:zlib";
import type { UsageCount, UsageGroup } from "@/lib/usage/ingest/event";

/**
 * A spool file: "LKSP", a byte with the version of the format, then frames. A frame is what one event-loop turn wrote:
 * length (u32), CRC-32 of the payload (u32), payload. The first payload is JSON about the file. In the others, items:
 *   1 id length json   the dimensions of a group, before its first count in this file
 *   2 id count amount  that many calls of a group
 * Numbers are unsigned LEB128. A frame that is cut off or whose CRC is wrong ends the file: its answers never left.
 */
export const SPOOL_FORMAT = 1;
const MAGIC = "LKSP";
export const HEADER_BYTES = MAGIC.length + 1;
export const FRAME_BYTES = 8;
const DEFINE = 1;
const COUNT = 2;

const crc32: (bytes: Uint8Array) => number = typeof zlibCrc32 === "function" ? (bytes) => zlibCrc32(bytes) : slowCrc32;

function slowCrc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A growing buffer that frames are put together in; used over and over. */
export class FrameBuffer {
  bytes = Buffer.allocUnsafe(64 * 1024);
  length = 0;
  #frameStart = 0;

  clear(): void {
    this.length = 0;
  }

  /** Writes the head of a file with what is told about it. */
  head(about: { second: number; node: string }): void {
    this.#reserve(HEADER_BYTES);
    this.bytes.write(MAGIC, this.length, "latin1");
    this.bytes[this.length + MAGIC.length] = SPOOL_FORMAT;
    this.length += HEADER_BYTES;
    this.begin();
    const text = JSON.stringify(about);
    this.#reserve(text.length);
    this.length += this.bytes.write(text, this.length, "latin1");
    this.end();
  }

  begin(): void {
    this.#reserve(FRAME_BYTES);
    this.#frameStart = this.length;
    this.length += FRAME_BYTES;
  }

  define(id: number, json: string): void {
    const most = json.length * 3;
    this.#reserve(most + 16);
    this.bytes[this.length++] = DEFINE;
    this.#number(id);
    const size = Buffer.byteLength(json);
    this.#number(size);
    this.length += this.bytes.write(json, this.length);
  }

  count(id: number, count: number, amount: number): void {
    this.#reserve(32);
    this.bytes[this.length++] = COUNT;
    this.#number(id);
    this.#number(count);
    this.#number(amount);
  }

  end(): void {
    const payload = this.bytes.subarray(this.#frameStart + FRAME_BYTES, this.length);
    this.bytes.writeUInt32LE(payload.length, this.#frameStart);
    this.bytes.writeUInt32LE(crc32(payload), this.#frameStart + 4);
  }

  #number(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(bigger, 0, 0, this.length);
    this.bytes = bigger;
  }
}

export type SpoolFile = {
  second: number;
  counts: UsageCount[];
  /** Bytes after the last whole frame: a turn whose answers never left. */
  tornBytes: number;
};

/** A spool file that this version cannot read. It is kept for the one that can. */
export class UnreadableSpool extends Error {
  override readonly name = "UnreadableSpool";
}

class Items {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw new UnreadableSpool("A number runs past its frame.");
      value += (byte % 128) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  text(): string {
    const size = this.number();
    this.at += size;
    return this.#bytes.toString("utf8", this.at - size, this.at);
  }
}

/**
 * Reads a whole file, adding equal groups up. Null for one that was cut off before its first whole frame: nothing was
 * answered from it. Throws UnreadableSpool for a format of the future or a file that is none.
 */
export function readSpool(bytes: Buffer): SpoolFile | null {
  if (bytes.length < HEADER_BYTES) return null;
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new UnreadableSpool("It is not a spool file.");
  const format = bytes[MAGIC.length];
  if (format !== SPOOL_FORMAT)
    throw new UnreadableSpool(`Its format is ${format}, and this version reads ${SPOOL_FORMAT}.`);
  const groups = new Map<number, UsageCount>();
  let second: number | null = null;
  let at = HEADER_BYTES;
  while (at + FRAME_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + FRAME_BYTES + length;
    if (end > bytes.length) break;
    const payload = bytes.subarray(at + FRAME_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    if (second === null) second = readSecond(payload);
    else readItems(payload, groups);
    at = end;
  }
  if (second === null) return null;
  return { second, counts: [...groups.values()].filter((one) => one.count > 0), tornBytes: bytes.length - at };
}

function readSecond(payload: Buffer): number {
  const about: unknown = JSON.parse(payload.toString("utf8"));
  if (typeof about === "object" && about !== null && "second" in about && typeof about.second === "number")
    return about.second;
  throw new UnreadableSpool("Its first frame does not tell the second.");
}

function readItems(payload: Buffer, groups: Map<number, UsageCount>): void {
  const items = new Items(payload);
  while (!items.done) {
    const kind = items.number();
    const id = items.number();
    if (kind === DEFINE) {
      groups.set(id, { group: parseGroup(items.text()), count: 0, amount: 0 });
    } else if (kind === COUNT) {
      const known = groups.get(id);
      if (!known) throw new UnreadableSpool(`Group ${id} is counted before it is defined.`);
      known.count += items.number();
      known.amount += items.number();
    } else throw new UnreadableSpool(`An item of kind ${kind} is not known.`);
  }
}

export function formatGroup(group: UsageGroup): string {
  return JSON.stringify(group);
}

function parseGroup(text: string): UsageGroup {
  const group: unknown = JSON.parse(text);
  if (isGroup(group)) return group;
  throw new UnreadableSpool("A group is not what it should be.");
}

/** The CRC has shown that this is what a gateway wrote; here only the kind is told apart. */
function isGroup(value: unknown): value is UsageGroup {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    (value.kind === "verification" || value.kind === "outcome")
  );
}
