import { describe, expect, it } from "vitest";
import { countsLine, playwrightCounts, total, vitestCounts } from "@/scripts/test-run/counts";

const vitest = (over: object = {}) =>
  JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [],
    ...over,
  });
const playwright = (stats: object = {}, errors: unknown[] = []) =>
  JSON.stringify({ errors, stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2, ...stats } });

describe("the counts of npm test", () => {
  it("are those of the runners' reports", () => {
    expect(vitestCounts(vitest(), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
    expect(vitestCounts(vitest({ numFailedTests: 2 }), 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
    expect(playwrightCounts(playwright(), 0)).toEqual({ passed: 4, failed: 0, skipped: 2 });
    expect(playwrightCounts(playwright({ unexpected: 1 }), 1)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });

  it("have a failure for a runner that left no report, or half of one", () => {
    for (const report of [null, "", "{", "{}", vitest().slice(0, 40)]) {
      expect(vitestCounts(report, 0).failed).toBe(1);
      expect(playwrightCounts(report, 0).failed).toBe(1);
    }
  });

  it("have a failure for a runner that failed although its tests passed", () => {
    expect(vitestCounts(vitest(), 1).failed).toBe(1);
    expect(playwrightCounts(playwright(), 1).failed).toBe(1);
  });

  it("have a failure for a file that broke before its first test, and for an error outside of tests", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ];
    expect(vitestCounts(vitest({ numFailedTests: 1, testResults }), 1).failed).toBe(2);
    expect(playwrightCounts(playwright({}, [{ message: "no web server" }]), 1).failed).toBe(1);
  });

  it("end in one plain line, with skipped ones only when there are any", () => {
    expect(
      countsLine(
        total([
          { passed: 1, failed: 0, skipped: 0 },
          { passed: 2, failed: 1, skipped: 0 },
        ]),
      ),
    ).toBe("3 passed, 1 failed");
    expect(countsLine({ passed: 3, failed: 0, skipped: 2 })).toBe("3 passed, 0 failed, 2 skipped");
  });
});
