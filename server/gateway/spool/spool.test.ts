import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UsageGroup, UsageSegment, VerificationGroup } from "@/lib/usage/ingest/event";
import { until } from "../testing/process";
import { SpoolDrain } from "./drain";
import { readSpool, UnreadableSpool } from "./format";
import { lockSpool, SpoolLocked } from "./lock";
import { SpoolGroup, SpoolWriter } from "./writer";

const group = (endpoint: string): VerificationGroup => ({
  kind: "verification",
  organizationId: "org_1",
  projectId: "prj_1",
  environmentId: "env_1",
  keyId: "key_1",
  versionId: "kv_1",
  verdict: "VALID",
  method: "GET",
  endpoint,
  ip: "203.0.113.7",
  agent: "ünïcode/1",
  serviceTokenId: "stk_1",
  supersedes: false,
});

const ANSWER = { status: 200, headers: {}, body: "{}" };

let directory: string;
let segments: string[];
let errors: Error[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-spool-test-"));
  segments = [];
  errors = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function writer(options: Partial<ConstructorParameters<typeof SpoolWriter>[0]> = {}): SpoolWriter {
  return new SpoolWriter({
    directory,
    nodeId: "node_1",
    life: "life",
    onSegment: (name) => segments.push(name),
    onError: (error) => errors.push(error),
    onRecovered: () => errors.push(new Error("recovered")),
    ...options,
  });
}

function totals(segment: UsageSegment | null): Record<string, number> {
  const names = (one: UsageGroup) => (one.kind === "verification" ? (one.endpoint ?? "") : "outcome");
  return Object.fromEntries((segment?.counts ?? []).map((one) => [names(one.group), one.count]));
}

describe("the spool's files", () => {
  it("what was settled is on file, added up by its dimensions, one second a file", async () => {
    const spool = writer();
    const [first, second] = [new SpoolGroup(group("/a")), new SpoolGroup(group("/b"))];
    for (let call = 0; call < 5; call += 1) spool.record(first, 100, 2);
    spool.record(second, 100, 1);
    await spool.settled(ANSWER);
    spool.record(first, 100, 1);
    await spool.settled(ANSWER);
    spool.record(first, 101, 1);
    spool.record(second, 102, 1);
    await spool.settled(ANSWER);
    spool.close();
    const files = segments.map((name) => readSpool(readFileSync(join(directory, name))));
    expect(files.map((file) => [file?.second, totals(file)])).toEqual([
      [100, { "/a": 6, "/b": 1 }],
      [101, { "/a": 1 }],
      [102, { "/b": 1 }],
    ]);
    expect(files[0]?.counts[0]).toEqual({ group: group("/a"), count: 6, amount: 11 });
    expect(spool.writes).toBe(7);
  });

  it("a file cut anywhere gives exactly its whole frames, and never throws", async () => {
    const spool = writer();
    const groups = ["/a", "/b", "/c"].map((endpoint) => new SpoolGroup(group(endpoint)));
    for (let turn = 0; turn < 12; turn += 1) {
      for (const one of groups.slice(0, (turn % 3) + 1)) spool.record(one, 100, 1);
      await spool.settled(ANSWER);
    }
    spool.close();
    const whole = readFileSync(join(directory, segments[0] ?? ""));
    let before = 0;
    for (let length = 0; length <= whole.length; length += 1) {
      const read = readSpool(whole.subarray(0, length));
      const total = Object.values(totals(read)).reduce((sum, count) => sum + count, 0);
      expect(total).toBeGreaterThanOrEqual(before);
      before = total;
    }
    expect(before).toBe(24);
    const flipped = Buffer.from(whole);
    flipped[whole.length - 1] = (flipped[whole.length - 1] ?? 0) ^ 1;
    expect(Object.values(totals(readSpool(flipped))).reduce((sum, count) => sum + count, 0)).toBe(21);
  });

  it("a file of format 1 is read by every later version", () => {
    const file = readSpool(Buffer.from(FORMAT_1, "base64"));
    expect([file?.second, totals(file), file?.tornBytes]).toEqual([1_800_000_000, { "/a": 3 }, 0]);
  });

  it("a file of a later format, or none of ours, is kept aside and does not stop the others", async () => {
    writeFileSync(join(directory, "a-1.spool"), Buffer.from("LKSP\x63........"));
    writeFileSync(join(directory, "a-2.spool"), "something else");
    writeFileSync(join(directory, "a-3.spool"), Buffer.from(FORMAT_1, "base64"));
    const seen: string[] = [];
    const drain = new SpoolDrain({
      directory,
      ingest: async (segments) => void seen.push(...segments.map(({ name }) => name)),
      isRefusal: () => false,
      onError: (error) => expect(error).toBeInstanceOf(UnreadableSpool),
    });
    expect(drain.adoptLeftovers()).toBe(3);
    await until("the last is written", () => drain.depth === 0);
    expect(seen).toEqual(["a-3"]);
    expect(readdirSync(directory).sort()).toEqual(["a-1.spool.unreadable", "a-2.spool.unreadable"]);
  });
});

describe("the drain", () => {
  it("writes leftovers in their order, keeps a file until its transaction is done, and tries again", async () => {
    const spool = writer();
    for (let second = 0; second < 5; second += 1) {
      spool.record(new SpoolGroup(group(`/${second}`)), second, 1);
      await spool.settled(ANSWER);
    }
    spool.close();
    const seen: number[] = [];
    let failures = 2;
    const drain = new SpoolDrain({
      directory,
      ingest: async (segments) => {
        for (const { name } of segments) expect(existsSync(join(directory, `${name}.spool`))).toBe(true);
        if (failures-- > 0) throw new Error("Postgres is out.");
        seen.push(...segments.map(({ segment }) => segment.second));
      },
      isRefusal: () => false,
      onError: () => undefined,
    });
    drain.adoptLeftovers();
    await until("all are written", () => drain.depth === 0);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("a database that is slow", () => {
  it("takes fewer seconds at once until they fit, so that a backlog never stands still", async () => {
    const spool = writer();
    for (let second = 0; second < 8; second += 1) {
      spool.record(new SpoolGroup(group(`/${second}`)), second, 1);
      await spool.settled(ANSWER);
    }
    spool.close();
    const seen: number[] = [];
    const drain = new SpoolDrain({
      directory,
      ingest: async (segments) => {
        if (segments.length > 2) throw new Error("canceling statement due to statement timeout");
        seen.push(...segments.map(({ segment }) => segment.second));
      },
      isRefusal: () => false,
      onError: () => undefined,
    });
    drain.adoptLeftovers();
    await until("all are written", () => drain.depth === 0, 20_000);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }, 30_000);
});

describe("a disk that is slow", () => {
  it("delays answers and loses none: what leaves is on file, and one wait serves all calls of a turn", async () => {
    let appends = 0;
    const spool = writer({
      append: (file: number, bytes: Uint8Array, offset: number, length: number) => {
        appends += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
        // Half of it at a time, as a full queue of the disk takes it.
        return writeSync(file, bytes, offset, Math.max(1, Math.ceil(length / 2)));
      },
    });
    const groups = Array.from({ length: 20 }, (_, index) => new SpoolGroup(group(`/${index}`)));
    const before = appends;
    const answers = groups.map((one) => {
      spool.record(one, 100, 1);
      return spool.settled(ANSWER);
    });
    expect(await Promise.all(answers)).toHaveLength(20);
    // One head and one frame, each in as many halves as its bytes need; not one per call.
    expect(appends - before).toBeLessThan(40);
    const onFile = readdirSync(directory).flatMap(
      (name) => readSpool(readFileSync(join(directory, name)))?.counts.map((one) => one.count) ?? [],
    );
    expect(onFile).toEqual(Array.from({ length: 20 }, () => 1));
    spool.close();
  });
});

describe("a disk that refuses", () => {
  it("answers go on, what is lost is counted, and writing resumes when it can", async () => {
    const missing = join(directory, "not-there");
    const spool = writer({ directory: missing });
    const one = new SpoolGroup(group("/a"));
    spool.record(one, 100, 1);
    expect(await spool.settled(ANSWER)).toBe(ANSWER);
    spool.record(one, 100, 1);
    await spool.settled(ANSWER);
    expect([spool.dropped, spool.failing, errors.length]).toEqual([2, true, 1]);
    spawnSync("mkdir", [missing]);
    await new Promise((resolve) => setTimeout(resolve, 120));
    spool.record(one, 100, 1);
    await spool.settled(ANSWER);
    spool.close();
    expect([spool.dropped, spool.failing, errors.length]).toEqual([2, false, 2]);
    expect(totals(readSpool(readFileSync(join(missing, segments[0] ?? ""))))).toEqual({ "/a": 1 });
  });

  const mounted = mountSmall();
  it.skipIf(mounted === null)("a full disk loses only what it did not take, and nothing that it took", async () => {
    if (mounted === null) return;
    try {
      const spool = writer({ directory: mounted, segmentBytes: 16 * 1024 });
      let calls = 0;
      for (let turn = 0; turn < 3000; turn += 1) {
        spool.record(new SpoolGroup(group(`/${turn}/${"x".repeat(50)}`)), 100, 1);
        await spool.settled(ANSWER);
        calls += 1;
      }
      spool.close();
      expect(spool.dropped).toBeGreaterThan(0);
      let kept = 0;
      for (const name of segments) kept += readSpool(readFileSync(join(mounted, name)))?.counts.length ?? 0;
      expect(kept + spool.dropped).toBe(calls);
    } finally {
      spawnSync("umount", [mounted]);
      rmSync(mounted, { recursive: true, force: true });
    }
  });
});

/** A file system of 128 KiB; null where this user may not mount one. */
function mountSmall(): string | null {
  const path = mkdtempSync(join(tmpdir(), "latchkey-small-"));
  if (process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", path]).status === 0)
    return path;
  rmSync(path, { recursive: true, force: true });
  return null;
}

describe("the lock of a spool folder", () => {
  it("a second gateway on the same folder is refused with a sentence, and may have it afterwards", () => {
    const lock = lockSpool(directory);
    expect(() => lockSpool(directory)).toThrow(SpoolLocked);
    expect(() => lockSpool(directory)).toThrow(/in use by another gateway/);
    lock.release();
    lockSpool(directory).release();
  });

  it("the lock of a process that was killed is taken over, also when its number lives again", () => {
    const dead = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]).stdout.toString();
    const first = lockSpool(directory);
    const holder = JSON.parse(readFileSync(join(directory, "lock"), "utf8"));
    first.release();
    writeFileSync(join(directory, "lock"), JSON.stringify({ ...holder, pid: Number(dead) }));
    lockSpool(directory).release();
    writeFileSync(join(directory, "lock"), JSON.stringify({ ...holder, started: "1" }));
    lockSpool(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });
});

/** One group counted three times, as the first version wrote it. Never to be changed. */
const FORMAT_1 =
  "TEtTUAElAAAAd8KsQHsic2Vjb25kIjoxODAwMDAwMDAwLCJub2RlIjoibm9kZV8xIn0IAQAA47og7QEAgAJ7ImtpbmQiOiJ2ZXJpZmljYXRpb24iLCJvcmdhbml6YXRpb25JZCI6Im9yZ18xIiwicHJvamVjdElkIjoicHJqXzEiLCJlbnZpcm9ubWVudElkIjoiZW52XzEiLCJrZXlJZCI6ImtleV8xIiwidmVyc2lvbklkIjoia3ZfMSIsInZlcmRpY3QiOiJWQUxJRCIsIm1ldGhvZCI6IkdFVCIsImVuZHBvaW50IjoiL2EiLCJpcCI6IjIwMy4wLjExMy43IiwiYWdlbnQiOiJjdXJsLzgiLCJzZXJ2aWNlVG9rZW5JZCI6InN0a18xIiwic3VwZXJzZWRlcyI6ZmFsc2V9AgACAgUAAACaowTJAgAByAE=";
