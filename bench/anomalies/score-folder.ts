import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { VolumeDetector, type VolumeOptions } from "@/lib/anomalies/volume-detector";

export type FolderSummary = { files: number; rows: number; skipped: string[] };

/**
 * Runs the volume detector over every CSV under `folder` with the columns `timestamp` and `value`, one detector
 * per file, and writes the same rows with `anomaly_score` (0..1) at the same place under `out`.
 * Other CSVs are skipped and named.
 */
export function scoreFolder(folder: string, out: string, options: Partial<VolumeOptions> = {}): FolderSummary {
  const summary: FolderSummary = { files: 0, rows: 0, skipped: [] };
  for (const file of csvFiles(resolve(folder), resolve(out))) {
    const place = relative(resolve(folder), file);
    const scored = scoreCsv(readFileSync(file, "utf8"), options);
    if (scored === null) {
      summary.skipped.push(place);
      continue;
    }
    const target = join(out, place);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, scored.csv);
    summary.files += 1;
    summary.rows += scored.rows;
  }
  return summary;
}

/** `null` when the text has no columns `timestamp` and `value`. Cells are copied as they are written. */
export function scoreCsv(text: string, options: Partial<VolumeOptions> = {}): { csv: string; rows: number } | null {
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const names = cells(header).map((name) => bare(name).toLowerCase());
  const timeColumn = names.indexOf("timestamp");
  const valueColumn = names.indexOf("value");
  if (timeColumn < 0 || valueColumn < 0) return null;

  const detector = new VolumeDetector(options);
  const written = ["timestamp,value,anomaly_score"];
  let lastAt = Number.NaN;
  for (const line of lines) {
    if (line === "") continue;
    const row = cells(line);
    const stamp = row[timeColumn] ?? "";
    const value = row[valueColumn] ?? "";
    const at = parseTime(bare(stamp));
    // A row whose time cannot be read is taken to come with the row before it.
    if (!Number.isNaN(at)) lastAt = at;
    const { score } = detector.observe({ at: lastAt, value: parseValue(bare(value)) });
    written.push(`${stamp},${value},${Number(score.toFixed(6))}`);
  }
  return { csv: `${written.join("\n")}\n`, rows: written.length - 1 };
}

function csvFiles(folder: string, except: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return path === except ? [] : csvFiles(path, except);
      return entry.name.toLowerCase().endsWith(".csv") ? [path] : [];
    });
}

function cells(line: string): string[] {
  return line.split(",");
}

function bare(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

/** Milliseconds. `2014-04-01 00:05:00` is UTC; plain numbers are seconds since 1970, large ones milliseconds. */
function parseTime(cell: string): number {
  if (/^-?\d+(\.\d+)?$/.test(cell)) {
    const number = Number(cell);
    return Math.abs(number) < 1e11 ? number * 1000 : number;
  }
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?$/.exec(cell);
  if (parts === null) return Date.parse(cell);
  const [, year, month, day, hour = "0", minute = "0", second = "0"] = parts;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) + Number(second) * 1000;
}

function parseValue(cell: string): number {
  return cell === "" ? Number.NaN : Number(cell);
}
