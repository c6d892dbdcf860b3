import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scoreCsv, scoreFolder } from "@/bench/anomalies/score-folder";
import { VolumeDetector } from "@/lib/anomalies/volume-detector";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "score-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("every series is written at its own place, other files are not, and an earlier output is not read", () => {
  mkdirSync(join(folder, "a/b"), { recursive: true });
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "a/b/one.csv"), "timestamp,value\n2014-04-01 00:00:00,20.0\n");
  writeFileSync(join(folder, "two.csv"), "timestamp,value\n2014-04-01 00:00:00,1\n2014-04-01 00:05:00,2\n");
  writeFileSync(join(folder, "labels.csv"), "file,window\ntwo.csv,1\n");
  writeFileSync(join(folder, "labels.json"), "{}");
  writeFileSync(join(folder, "out/old.csv"), "timestamp,value\n2014-04-01 00:00:00,1\n");
  const summary = scoreFolder(folder, join(folder, "out"));
  expect(summary).toEqual({ files: 2, rows: 3, skipped: ["labels.csv"] });
  expect(readFileSync(join(folder, "out/a/b/one.csv"), "utf8")).toBe(
    "timestamp,value,anomaly_score\n2014-04-01 00:00:00,20.0,0\n",
  );
});

test("every row comes back once, as it was written, with a score, however odd it is", () => {
  const rows = [
    "2014-04-01 00:00:00,1",
    "2014-04-01 00:00:00,2",
    "2014-03-30 23:00:00,3",
    "2015-01-01T00:00:00Z,-4.50",
    "2015-01-01 00:05:00,NaN",
    "2015-01-01 00:10:00,",
    "2015-01-01 00:15:00,n/a",
    "2015-01-01 00:20:00,1e400",
    "not a time,7",
    "1420072000,8",
    "2015-01-01 00:30:00",
  ];
  const scored = scoreCsv(`\uFEFFtimestamp,value\r\n${rows.join("\r\n")}\r\n\r\n`);
  const lines = scored?.csv.trimEnd().split("\n").slice(1) ?? [];
  expect(scored?.rows).toBe(rows.length);
  expect(lines.map((line) => line.replace(/,0$/, ""))).toEqual(
    rows.map((row) => (row.includes(",") ? row : `${row},`)),
  );
});

test("columns are found by name, and a file of a header alone stays one", () => {
  expect(scoreCsv('id,"value","timestamp"\n7,3,2014-04-01\n')?.csv).toBe(
    "timestamp,value,anomaly_score\n2014-04-01,3,0\n",
  );
  expect(scoreCsv("timestamp,value")).toEqual({ csv: "timestamp,value,anomaly_score\n", rows: 0 });
  expect(scoreCsv("")).toBeNull();
});

test("the scores are those of the product's detector with its defaults, times read as UTC", () => {
  const start = Date.UTC(2014, 3, 1);
  const detector = new VolumeDetector();
  const rows = Array.from({ length: 1_500 }, (_, i) => ({
    at: start + i * 300_000,
    value: i === 1_200 ? 500 : 20 + ((i * 7_919) % 13),
  }));
  const text = rows.map(({ at, value }) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")},${value}`);
  const scores = scoreCsv(`timestamp,value\n${text.join("\n")}\n`)
    ?.csv.trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[2]));
  const expected = rows.map((row) => Number(detector.observe(row).score.toFixed(6)));
  expect(scores).toEqual(expected);
  expect(expected[1_200]).toBeGreaterThan(0.6);
});
