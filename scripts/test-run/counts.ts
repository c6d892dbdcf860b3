import { z } from "zod";

/** How many checks passed, failed and were skipped. */
export type Counts = { passed: number; failed: number; skipped: number };

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  errors: z.array(z.unknown()),
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** Counts of a Vitest JSON report. A file that failed before its first test counts as one failure. */
export function vitestCounts(report: string | null, status: number): Counts {
  const parsed = vitestReport.safeParse(readJson(report));
  if (!parsed.success) return crashed;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const counts = {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles,
    skipped: numPendingTests + numTodoTests,
  };
  return withStatus(counts, status);
}

/** Counts of a Playwright JSON report. An error outside of a test counts as one failure. */
export function playwrightCounts(report: string | null, status: number): Counts {
  const parsed = playwrightReport.safeParse(readJson(report));
  if (!parsed.success) return crashed;
  const { stats, errors } = parsed.data;
  const counts = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
  return withStatus(counts, status);
}

/** The sum of counts. */
export function total(parts: readonly Counts[]): Counts {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
  };
}

/** The last line of `npm test`. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A runner that left no report failed as a whole. */
const crashed: Counts = { passed: 0, failed: 1, skipped: 0 };

/** A runner may fail although each test passed: an unhandled rejection, no test found, a crash at the end. */
function withStatus(counts: Counts, status: number): Counts {
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
