import { describe, expect, it } from "vitest";
import { bucketRange, PERIODS, usageRange, zoomRange } from "./usage-period";

const NOW = Date.parse("2026-11-22T18:44:30Z");

describe("usageRange", () => {
  it("covers the whole period, the bucket under way included", () => {
    expect(usageRange("24h", NOW)).toEqual({ from: "2026-11-21T19:00:00.000Z", interval: "hour" });
    expect(usageRange("30d", NOW)).toEqual({ from: "2026-10-24T00:00:00.000Z", interval: "day" });
  });

  it("asks the same question all through a bucket, so that server and browser share one answer", () => {
    for (const period of PERIODS) {
      expect(usageRange(period, NOW)).toEqual(usageRange(period, Date.parse("2026-11-22T18:59:59.999Z")));
    }
  });
});

describe("zoomRange", () => {
  it("shows hours of a day and minutes of an hour", () => {
    expect(zoomRange("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")?.interval).toBe("hour");
    expect(zoomRange("2026-11-22T18:00:00Z", "2026-11-22T19:00:00Z")?.interval).toBe("minute");
  });

  it("is nothing for an address that makes no sense", () => {
    for (const [from, to] of [
      [null, null],
      ["2026-11-22T18:00:00Z", null],
      ["yesterday", "today"],
      ["2026-11-23T00:00:00Z", "2026-11-22T00:00:00Z"],
    ] as const) {
      expect(zoomRange(from, to)).toBeNull();
    }
  });
});

describe("bucketRange", () => {
  it("ends where the next bucket begins", () => {
    expect(bucketRange("2026-11-22T23:00:00.000Z", "hour")).toEqual({
      from: "2026-11-22T23:00:00.000Z",
      to: "2026-11-23T00:00:00.000Z",
    });
    expect(bucketRange("nonsense", "hour")).toBeNull();
  });
});
