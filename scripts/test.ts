import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runStep } from "@/scripts/run-step";
import { type Counts, countsLine, playwrightCounts, total, vitestCounts } from "@/scripts/test-run/counts";
import { ensureChromium, ensureServers, testPath } from "@/scripts/test-run/tools";
import { runVerifyStep, verifySteps } from "@/scripts/verify/steps";

const USAGE = `npm test [-- [--no-browser] [PATH…]]
  Runs lint, types, import floors, unit and API tests on a real Postgres, and browser flows in a real Chromium.
  PATH          only the Vitest files whose path contains it; no verify, no browser
  --no-browser  no browser flows`;

/** Servers that some tests use, with the Debian packages that bring them. */
const SERVERS = { "redis-server": "redis-server", nginx: "nginx-light" };

const tell = (message: string) => console.log(message);
const title = (text: string) => console.log(`\n${text}`);

async function verify(): Promise<Counts[]> {
  title("verify");
  const results: Counts[] = [];
  for (const step of verifySteps()) {
    const failed = (await runVerifyStep(step)).status === 0 ? 0 : 1;
    results.push({ passed: 1 - failed, failed, skipped: 0 });
  }
  return results;
}

async function vitest(filters: string[], reports: string): Promise<Counts> {
  title("unit, API and fault tests (Vitest)");
  const report = join(reports, "vitest.json");
  const { status } = await runStep(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...filters,
    ],
    { echo: true, variables: { PATH: testPath() } },
  );
  return vitestCounts(readIfThere(report), status);
}

async function playwright(reports: string): Promise<Counts> {
  title("browser flows (Playwright)");
  const chromium = await ensureChromium(tell);
  if (!chromium) {
    tell("No Chromium can be found or installed; install one or set CHROMIUM_PATH.");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = join(reports, "playwright.json");
  const { status } = await runStep(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    {
      echo: true,
      variables: { PATH: testPath(), PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: chromium.path ?? "" },
    },
  );
  return playwrightCounts(readIfThere(report), status);
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "no-browser": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const filtered = positionals.length > 0;
  const reports = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  try {
    await ensureServers(SERVERS, tell);
    const counts: Counts[] = [];
    if (!filtered) counts.push(...(await verify()));
    counts.push(await vitest(positionals, reports));
    if (!filtered && !values["no-browser"] && existsSync("playwright.config.ts"))
      counts.push(await playwright(reports));
    const sum = total(counts);
    console.log(`\n${countsLine(sum)}`);
    return sum.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("\n0 passed, 1 failed");
  return 1;
});
