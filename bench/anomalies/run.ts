import { scoreFolder } from "@/bench/anomalies/score-folder";

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) {
  process.stderr.write("usage: npm run bench:anomalies -- FOLDER OUT\n");
  process.exit(2);
}

const started = performance.now();
const { files, rows, skipped } = scoreFolder(folder, out);
const seconds = (performance.now() - started) / 1000;
for (const file of skipped) process.stderr.write(`skipped (no columns timestamp and value): ${file}\n`);
process.stdout.write(`${files} series, ${rows} rows in ${seconds.toFixed(1)} s\n`);
