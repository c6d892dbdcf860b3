import fc from "fast-check";
import { expect, it } from "vitest";
import { monthOf } from "./calendar";
import { advance, fits, rateState, rateWindow, retryAfter } from "./limits";

it("at most the burst at once, and the limit per window after it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 3600 }),
      fc.integer({ min: 1, max: 80 }),
      (limit, window, burst) => {
        const rule = rateWindow({ limit, window, burst });
        let arrival = 0;
        let now = 1000;
        let admitted = 0;
        let worst = Number.NEGATIVE_INFINITY;
        const start = now;
        for (let call = 0; call < 400; call += 1) {
          if (fits(rule, arrival, now, 1)) {
            arrival = advance(rule, arrival, now, 1);
            admitted += 1;
          }
          worst = Math.max(worst, admitted - burst - ((now - start) / (window * 1000)) * limit);
          now += (window * 1000) / 100;
        }
        expect(worst).toBeLessThanOrEqual(1e-6);
      },
    ),
  );
});

it("what remains is what is admitted, and waiting as told is enough", () => {
  const rule = rateWindow({ limit: 10, window: 60 });
  let arrival = 0;
  for (let left = 9; left >= 0; left -= 1) {
    expect(fits(rule, arrival, 5000, 1)).toBe(true);
    arrival = advance(rule, arrival, 5000, 1);
    expect(rateState(rule, arrival, 5000).remaining).toBe(left);
  }
  expect(fits(rule, arrival, 5000, 1)).toBe(false);
  expect(fits(rule, arrival, 5000 + retryAfter(rule, arrival, 5000, 1), 1)).toBe(true);
  expect(rateState(rule, arrival, 5000).resetSeconds).toBe(60);
  expect(fits(rule, 0, 5000, 11)).toBe(false);
});

it("the seconds until all is back are whole, at whatever fraction of a millisecond the call came", () => {
  const rule = rateWindow({ limit: 2, window: 60 });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (now) => {
      expect(rateState(rule, advance(rule, 0, now, 1), now).resetSeconds).toBe(30);
    }),
  );
});

it("a month begins and ends with the organization's midnight, also where the clocks move", () => {
  const iso = (now: string, zone: string) => {
    const { start, end } = monthOf(Date.parse(now), zone);
    return [new Date(start).toISOString(), new Date(end).toISOString()];
  };
  expect(iso("2026-03-15T00:00:00Z", "UTC")).toEqual(["2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z"]);
  expect(iso("2026-03-15T00:00:00Z", "Europe/Berlin")).toEqual([
    "2026-02-28T23:00:00.000Z",
    "2026-03-31T22:00:00.000Z",
  ]);
  expect(iso("2026-12-31T23:30:00Z", "Asia/Kolkata")).toEqual(["2026-12-31T18:30:00.000Z", "2027-01-31T18:30:00.000Z"]);
  expect(iso("2026-10-15T00:00:00Z", "America/New_York")).toEqual([
    "2026-10-01T04:00:00.000Z",
    "2026-11-01T04:00:00.000Z",
  ]);
  expect(iso("2026-10-15T00:00:00Z", "Nowhere/Else")).toEqual(["2026-10-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z"]);
});
