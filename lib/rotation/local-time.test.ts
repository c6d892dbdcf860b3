import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, instantOf, localDay, localHour } from "./local-time";
import { nextRotation } from "./next-rotation";

const at = (iso: string) => new Date(iso);
const dayOf = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
];

test("an hour that the clocks skip is the moment they are put forward past it (M43)", () => {
  // Berlin, 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC.
  expect(instantOf(dayOf("2026-03-29"), 2, "Europe/Berlin")).toEqual(at("2026-03-29T01:00:00Z"));
  expect(instantOf(dayOf("2026-03-29"), 3, "Europe/Berlin")).toEqual(at("2026-03-29T01:00:00Z"));
  expect(instantOf(dayOf("2026-03-29"), 1, "Europe/Berlin")).toEqual(at("2026-03-29T00:00:00Z"));
});

test("an hour that comes twice is the first of the two (M43)", () => {
  // Berlin, 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
  expect(instantOf(dayOf("2026-10-25"), 2, "Europe/Berlin")).toEqual(at("2026-10-25T00:00:00Z"));
  expect(instantOf(dayOf("2026-10-25"), 3, "Europe/Berlin")).toEqual(at("2026-10-25T02:00:00Z"));
});

test("every day of every zone begins once, and days follow one another", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 18_000, max: 22_000 }), (zone, day) => {
      const [start, next] = [instantOf(day, 0, zone), instantOf(day + 1, 0, zone)];
      const hours = (next.getTime() - start.getTime()) / 3_600_000;
      expect(localDay(start, zone)).toBe(day);
      expect(localDay(new Date(start.getTime() - 1000), zone)).toBe(day - 1);
      expect(hours >= 22 && hours <= 26).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a schedule keeps its hour on the wall over both changes of clocks", () => {
  const own = { intervalDays: 30, hour: 9, timezone: "Europe/Berlin" };
  let made = at("2026-01-10T20:00:00Z");
  for (let count = 0; count < 12; count += 1) {
    const next = nextRotation(made, own, null, "UTC");
    if (!next) throw new Error("A date was expected.");
    expect(localHour(next.dueAt, "Europe/Berlin")).toBe(9);
    expect(localDay(next.dueAt, "Europe/Berlin") - localDay(made, "Europe/Berlin")).toBe(30);
    made = next.dueAt;
  }
});

test("without a schedule of its own a key is due on the last day of the policy's interval, in the organization's zone", () => {
  const none = { intervalDays: null, hour: 9, timezone: null };
  const made = at("2026-01-10T20:00:00Z");
  expect(nextRotation(made, none, null, "UTC")).toBeNull();
  expect(nextRotation(made, none, 90 * 86_400, "Asia/Kolkata")).toEqual({
    dueAt: at("2026-04-11T03:30:00Z"),
    cause: "policy",
  });
  expect(nextRotation(made, none, 3600, "UTC")?.dueAt).toEqual(at("2026-01-10T21:00:00Z"));
});

test("a zone that this runtime does not know is taken for UTC, and stops nothing", () => {
  expect(localHour(at("2026-01-10T20:00:00Z"), "Mars/Olympus")).toBe(20);
});
