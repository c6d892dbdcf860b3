import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketStart, timeBuckets } from "./time-buckets";

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe("buckets of time", () => {
  test.each([
    ["Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z", 23],
    ["Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-24T22:00:00Z", 25],
    ["America/New_York", "2026-03-08T18:00:00Z", "2026-03-08T05:00:00Z", 23],
    ["Asia/Kolkata", "2026-06-01T10:00:00Z", "2026-05-31T18:30:00Z", 24],
    ["Australia/Lord_Howe", "2026-04-05T10:00:00Z", "2026-04-04T13:00:00Z", 24.5],
    // Midnight is skipped on that day: it begins at one o'clock.
    ["Africa/Cairo", "2026-04-24T10:00:00Z", "2026-04-23T22:00:00Z", 23],
    ["America/Asuncion", "2023-10-01T10:00:00Z", "2023-10-01T04:00:00Z", 23],
    ["UTC", "2026-02-28T23:59:59Z", "2026-02-28T00:00:00Z", 24],
  ])("a day in %s that holds %s begins at %s and has %d hours", (zone, instant, start, hours) => {
    const begins = bucketStart(at(instant), "day", zone);
    expect(new Date(begins).toISOString()).toBe(new Date(start).toISOString());
    const day = timeBuckets(begins, begins + 1, "day", zone);
    expect((day.end - begins) / HOUR).toBe(hours);
  });

  test("a month begins at its first local midnight", () => {
    const { starts, end } = timeBuckets(
      at("2026-01-15T00:00:00Z"),
      at("2026-03-31T22:00:00Z"),
      "month",
      "Europe/Berlin",
    );
    expect([...starts, end].map((start) => new Date(start).toISOString())).toEqual([
      "2025-12-31T23:00:00.000Z",
      "2026-01-31T23:00:00.000Z",
      "2026-02-28T23:00:00.000Z",
      "2026-03-31T22:00:00.000Z",
    ]);
  });

  test("buckets cover a range without a gap or an overlap, in any zone", () => {
    const zone = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "Asia/Kathmandu",
      "America/St_Johns",
      "Australia/Lord_Howe",
      "Africa/Cairo",
      "Pacific/Apia",
      "America/Sao_Paulo",
    );
    const interval = fc.constantFrom("minute", "hour", "day", "month");
    fc.assert(
      fc.property(
        zone,
        interval,
        fc.integer({ min: at("2005-01-01"), max: at("2030-01-01") }),
        fc.integer({ min: 1, max: 40 }),
        (tz, unit, from, many) => {
          const span = { minute: 60_000, hour: HOUR, day: 24 * HOUR, month: 30 * 24 * HOUR }[unit] * many;
          const { starts, end } = timeBuckets(from, from + span, unit, tz);
          const edges = [...starts, end];
          expect(edges[0]).toBeLessThanOrEqual(from);
          expect(end).toBeGreaterThanOrEqual(from + span);
          for (const [index, edge] of edges.entries()) {
            if (index > 0) expect(edge).toBeGreaterThan(edges[index - 1] ?? 0);
            if (index < starts.length) expect(bucketStart(edge, unit === "hour" ? "minute" : unit, tz)).toBe(edge);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("more than 2,000 buckets are refused, without counting them out", () => {
    expect(() => timeBuckets(0, at("2190-01-01"), "minute", "UTC")).toThrow(/2000/);
    expect(() => timeBuckets(at("2026-01-01"), at("2026-12-31"), "hour", "UTC")).toThrow(/2000/);
    expect(timeBuckets(at("2026-01-01"), at("2026-01-01") + 2000 * HOUR, "hour", "UTC").starts).toHaveLength(2000);
    expect(() => timeBuckets(10, 10, "hour", "UTC")).toThrow(/after from/);
  });
});
