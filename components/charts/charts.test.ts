import { describe, expect, it } from "vitest";
import { VERDICTS } from "@/lib/core/enums";
import { countFamilies, outcomeFamily } from "./outcome-families";
import { sparklinePoints } from "./sparkline";
import { describeBucket, describeUsage } from "./usage-words";

describe("outcomes", () => {
  it("only VALID is drawn as valid, and every verdict is counted once", () => {
    for (const verdict of VERDICTS) expect(outcomeFamily(verdict) === "valid", verdict).toBe(verdict === "VALID");
    const counts = countFamilies(Object.fromEntries([...VERDICTS, "SOMETHING_NEW"].map((verdict) => [verdict, 1])));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(VERDICTS.length + 1);
  });

  it("a verdict that the page does not know is never valid", () => {
    expect(outcomeFamily("SOMETHING_NEW")).toBe("error");
    expect(outcomeFamily("constructor")).toBe("error");
  });
});

describe("the words of a chart", () => {
  const point = (start: string, valid: number, refused: number) => ({
    start,
    total: valid + refused,
    valid,
    refused,
    limited: 0,
    error: 0,
  });

  it("say the total, each outcome and the peak", () => {
    const points = [point("2026-11-20T00:00:00Z", 10, 0), point("2026-11-21T00:00:00Z", 1200, 34)];
    expect(describeUsage(points, "day", "en-GB")).toBe(
      "1,244 verifications: 1,210 valid, 34 refused. Most: 1,234, Sat, 21 Nov 2026.",
    );
  });

  it("name a day by its UTC date wherever the viewer is", () => {
    expect(describeBucket("2026-11-21T00:00:00Z", "day", "tick", "en-GB")).toBe("21 Nov");
  });
});

describe("sparkline", () => {
  it("stays in its box, stands on zero, and survives one value and none", () => {
    for (const [x, y] of sparklinePoints([0, 5, 1000, -3], 96, 24)) {
      expect(x >= 0 && x <= 96 && y >= 0 && y <= 24).toBe(true);
    }
    expect(sparklinePoints([0, 0], 96, 24)).toEqual([
      [0, 24],
      [96, 24],
    ]);
    expect(sparklinePoints([5], 96, 24)).toEqual([[0, 0]]);
    expect(sparklinePoints([], 96, 24)).toEqual([]);
  });
});
