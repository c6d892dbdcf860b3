// Leave one group out: FOLDER holds one folder of series per group, SCORER is a scorer of the NAB rules that takes
// `FOLDER --only REGEX [--thresholds FILE]` and prints `profiles.{name}.{raw,threshold}` and `windows` as JSON.
//
//   npm run bench:anomalies:leave-out -- FOLDER SCORER [--grid]
//
// Without --grid the defaults stand and only the threshold is chosen on the other groups. With it the settings
// below are chosen there too: by the best score, and by the best mean of a setting and its neighbours.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { scoreFolder } from "@/bench/anomalies/score-folder";
import { VOLUME_DEFAULTS } from "@/lib/anomalies/volume-detector";

const GRID = { levelRows: [50, 100, 200], rhythmRows: [6, 12, 24], lengthPower: [0.5, 0.75, 1] };
const MISSED: Record<string, number> = { standard: 1, reward_low_FP_rate: 1, reward_low_FN_rate: 2 };

const scored = z.object({
  windows: z.number(),
  profiles: z.record(z.string(), z.object({ raw: z.number(), threshold: z.number().nullable() })),
});
type Scored = z.infer<typeof scored>;
type Setting = { levelRows: number; rhythmRows: number; lengthPower: number; place: number[] };
type Tried = { setting: Setting; trained: Map<string, Scored>; leftOut: Map<string, Scored> };

const [folder, scorer, mode] = process.argv.slice(2);
if (folder === undefined || scorer === undefined) {
  process.stderr.write("usage: npm run bench:anomalies:leave-out -- FOLDER SCORER [--grid]\n");
  process.exit(2);
}
const groups = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const work = mkdtempSync(join(tmpdir(), "volume-leave-out-"));
try {
  const defaults = tryOut({ ...VOLUME_DEFAULTS, place: [] }, folder, scorer);
  report("the defaults, threshold chosen on the other groups", () => defaults);
  if (mode === "--grid") {
    const tried = settings().map((setting) => tryOut(setting, folder, scorer));
    report("settings and threshold chosen on the other groups, best score", (group, profile) =>
      best(tried, (one) => training(one, group, profile)),
    );
    report("settings and threshold chosen on the other groups, best neighbourhood", (group, profile) =>
      best(tried, (one) => {
        const near = tried.filter((other) => distance(one, other) <= 1).map((other) => training(other, group, profile));
        return near.reduce((sum, value) => sum + value, 0) / near.length;
      }),
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function settings(): Setting[] {
  return GRID.levelRows.flatMap((levelRows, i) =>
    GRID.rhythmRows.flatMap((rhythmRows, j) =>
      GRID.lengthPower.map((lengthPower, k) => ({ levelRows, rhythmRows, lengthPower, place: [i, j, k] })),
    ),
  );
}

/** For every group: the scores of the others at their best thresholds, and of the group at those thresholds. */
function tryOut(setting: Setting, from: string, scorerFile: string): Tried {
  const out = join(work, "scores");
  rmSync(out, { recursive: true, force: true });
  const { levelRows, rhythmRows, lengthPower } = setting;
  scoreFolder(from, out, { levelRows, rhythmRows, lengthPower });
  const tried: Tried = { setting, trained: new Map(), leftOut: new Map() };
  for (const group of groups) {
    const others = runScorer(scorerFile, [out, "--only", `^(?!${group}/)`]);
    const thresholds = join(work, "thresholds.json");
    writeFileSync(thresholds, JSON.stringify(others));
    tried.trained.set(group, others);
    tried.leftOut.set(group, runScorer(scorerFile, [out, "--only", `^${group}/`, "--thresholds", thresholds]));
  }
  return tried;
}

function runScorer(scorerFile: string, args: string[]): Scored {
  const text = execFileSync(process.execPath, [scorerFile, ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
  return scored.parse(JSON.parse(text));
}

function training(tried: Tried, group: string, profile: string): number {
  return tried.trained.get(group)?.profiles[profile]?.raw ?? Number.NEGATIVE_INFINITY;
}

function distance(one: Tried, other: Tried): number {
  return one.setting.place.reduce((sum, step, i) => sum + Math.abs(step - (other.setting.place[i] ?? step)), 0);
}

function best(tried: Tried[], worth: (one: Tried) => number): Tried {
  return tried.reduce((leader, one) => (worth(one) > worth(leader) ? one : leader));
}

function report(title: string, choose: (group: string, profile: string) => Tried): void {
  process.stdout.write(`\n${title}\n`);
  for (const [profile, missed] of Object.entries(MISSED)) {
    let raw = 0;
    let windows = 0;
    const parts: string[] = [];
    for (const group of groups) {
      const chosen = choose(group, profile);
      const result = chosen.leftOut.get(group);
      const points = result?.profiles[profile]?.raw ?? 0;
      const held = result?.windows ?? 0;
      raw += points;
      windows += held;
      const { levelRows, rhythmRows, lengthPower } = chosen.setting;
      const figure = held > 0 ? normalised(points, held, missed) : `${points.toFixed(2)} points, no window`;
      parts.push(`    ${group}: ${figure} (${levelRows}/${rhythmRows}/${lengthPower})`);
    }
    process.stdout.write(`  ${profile}: ${normalised(raw, windows, missed)}\n${parts.join("\n")}\n`);
  }
}

function normalised(raw: number, windows: number, missed: number): string {
  return ((100 * (raw + missed * windows)) / (windows * (1 + missed))).toFixed(1);
}
