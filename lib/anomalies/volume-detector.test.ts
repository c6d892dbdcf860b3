import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussian, generator, KEY_SHAPES, keyTraffic, MONDAY } from "@/lib/anomalies/testing/simulated-traffic";
import { ALARM_SCORES, KEY_TRAFFIC, VolumeDetector, type VolumeRow } from "@/lib/anomalies/volume-detector";

const HOUR = 3_600_000;

/** Metrics every five minutes in which nothing happens. */
const NOISE: Record<string, (normal: () => number) => (row: number) => number> = {
  "white noise": (normal) => () => 50 + 5 * normal(),
  "heavy-tailed noise": (normal) => () => normal() / normal(),
  "a random walk": (normal) => {
    let level = 500;
    return () => (level += normal());
  },
  "a trend": (normal) => (row) => 100 + row * 0.02 + 5 * normal(),
  "a daily cycle with proportional noise": (normal) => (row) =>
    (100 + 90 * Math.sin((row / 144) * Math.PI)) * Math.exp(0.2 * normal()),
};

describe("what is never reported", () => {
  test.each([0, 45, 0.066, -3])("a constant series of %d never alarms", (value) => {
    const detector = new VolumeDetector();
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ at: MONDAY + i * 300_000, value }));
    const readings = rows.map((row) => detector.observe(row));
    expect(readings.filter(({ score, direction }) => score !== 0 || direction !== null)).toEqual([]);
    for (const row of [1, 500, 4_999]) expect(readings[row]?.expected).toBeCloseTo(value, 3);
  });

  test.each(Object.keys(KEY_SHAPES))("ordinary %s traffic raises no alarm in four months", (shape) => {
    for (let seed = 1; seed <= 6; seed++) {
      const scores = observeAll(keyTraffic(shape, 120 * 24, seed), new VolumeDetector(KEY_TRAFFIC));
      expect(Math.max(...scores)).toBeLessThan(ALARM_SCORES.normal);
    }
  });

  test.each(Object.keys(NOISE))("%s without an anomaly reaches a score of 0.5 less than once a day", (kind) => {
    let reports = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const next = NOISE[kind]?.(gaussian(generator(seed))) ?? (() => 0);
      const rows = Array.from({ length: 4_032 }, (_, i) => ({ at: MONDAY + i * 300_000, value: next(i) }));
      reports += observeAll(rows, new VolumeDetector()).filter((score) => score > 0.5).length;
    }
    expect(reports / 3).toBeLessThan(14);
  });

  test("nothing is said before the learning period is over", () => {
    const detector = new VolumeDetector({ minDays: 3, minSamples: 20 });
    for (let hour = 0; hour < 72; hour++) {
      const reading = detector.observe({ at: MONDAY + hour * HOUR, value: hour % 10 === 9 ? 1e6 : 1 });
      expect(reading).toMatchObject({ score: 0, learning: true, direction: null });
    }
    expect(detector.learning).toBe(true);
    detector.observe({ at: MONDAY + 72 * HOUR, value: 1 });
    expect(detector.learning).toBe(false);
  });

  test("a row without a finite value or time teaches nothing", () => {
    const rows = keyTraffic("day and night", 600, 3);
    const plain = new VolumeDetector();
    const holed = new VolumeDetector();
    for (const row of rows) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
        expect(holed.observe({ at: row.at, value }).score).toBe(0);
      expect(holed.observe({ at: Number.NaN, value: 1e9 }).score).toBe(0);
      expect(holed.observe(row)).toEqual(plain.observe(row));
    }
  });
});

describe("what is reported", () => {
  const tuesdayNoon = (8 * 7 + 1) * 24 + 12;

  test.each([
    ["steady", 3],
    ["day and night", 3],
    ["quiet", 20],
    ["office hours", 10],
    ["growing", 10],
  ])("%s traffic that grows %d-fold is reported as up within two hours", (shape, factor) => {
    for (let seed = 1; seed <= 5; seed++) {
      const alarm = firstAlarm(shape, seed, tuesdayNoon, (value) => value * factor);
      expect(alarm?.direction).toBe("up");
      expect(alarm?.hours).toBeLessThanOrEqual(2);
    }
  });

  test.each(["steady", "day and night", "office hours"])(
    "%s traffic that stops is reported as down within four hours",
    (shape) => {
      for (let seed = 1; seed <= 5; seed++) {
        const alarm = firstAlarm(shape, seed, tuesdayNoon, () => 0);
        expect(alarm?.direction).toBe("down");
        expect(alarm?.hours).toBeLessThanOrEqual(4);
      }
    },
  );

  test.each(["sparse", "office hours"])("a burst at night on %s traffic is reported in its first hour", (shape) => {
    for (let seed = 1; seed <= 5; seed++) {
      const night = (8 * 7 + 2) * 24 + 3;
      expect(firstAlarm(shape, seed, night, (value) => value + 300)).toMatchObject({ direction: "up", hours: 0 });
    }
  });

  test("a burst on a key that has never been used is reported", () => {
    const detector = new VolumeDetector(KEY_TRAFFIC);
    for (let hour = 0; hour < 1_000; hour++) detector.observe({ at: MONDAY + hour * HOUR, value: 0 });
    const { score, direction } = detector.observe({ at: MONDAY + 1_000 * HOUR, value: 500 });
    expect(score).toBeGreaterThan(ALARM_SCORES.normal);
    expect(direction).toBe("up");
  });

  test("an anomaly that lasts two days is a few reports, not one a row, and its surprise stays visible", () => {
    const rows = keyTraffic("steady", tuesdayNoon + 48, 1).map((row, hour) =>
      hour < tuesdayNoon ? row : { ...row, value: row.value * 10 },
    );
    const detector = new VolumeDetector(KEY_TRAFFIC);
    const readings = rows.map((row) => detector.observe(row)).slice(tuesdayNoon);
    expect(readings[0]?.score).toBeGreaterThan(ALARM_SCORES.normal);
    expect(readings.filter(({ score }) => score > 0).length).toBeLessThanOrEqual(6);
    expect(readings.slice(0, 6).every(({ surprise, direction }) => surprise > 2 && direction === "up")).toBe(true);
  });

  test("an error as large as the largest so far outranks a smaller one", () => {
    const scoreOf = (value: number) => {
      const detector = new VolumeDetector(KEY_TRAFFIC);
      for (const row of keyTraffic("steady", 800, 9)) detector.observe(row);
      return detector.observe({ at: MONDAY + 800.5 * HOUR, value }).surprise;
    };
    const rising = [110, 130, 160, 200, 300, 1_000, 10_000].map(scoreOf);
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(new Set(rising).size).toBe(rising.length);
  });
});

describe("what is expected", () => {
  test("the week is learned: Saturday noon is expected low and Monday noon high", () => {
    const detector = new VolumeDetector(KEY_TRAFFIC);
    for (const row of keyTraffic("office hours", 6 * 168, 4)) detector.observe(row);
    const at = (day: number) =>
      detector.observe({ at: MONDAY + (6 * 168 + day * 24 + 12.5) * HOUR, value: Number.NaN });
    expect(at(0).expected).toBeGreaterThan(60);
    expect(at(0).expected).toBeLessThan(100);
    expect(at(5).high).toBeLessThan(15);
    expect(at(5).low).toBe(0);
  });

  test.each(["steady", "quiet", "day and night", "office hours"])(
    "98 of 100 rows of %s traffic lie in the range",
    (shape) => {
      const detector = new VolumeDetector(KEY_TRAFFIC);
      const readings = keyTraffic(shape, 90 * 24, 5).map((row) => ({ ...detector.observe(row), value: row.value }));
      const late = readings.slice(30 * 24);
      const inside = late.filter(({ value, low, high }) => value >= Math.floor(low) && value <= Math.ceil(high));
      expect(inside.length / late.length).toBeGreaterThan(0.98);
    },
  );

  test("counts are never expected below zero", () => {
    const detector = new VolumeDetector();
    for (const row of keyTraffic("sparse", 2_000, 6)) expect(detector.observe(row).low).toBeGreaterThanOrEqual(0);
  });
});

describe("the state", () => {
  test("the same rows give the same readings when the state is saved and restored after every row", () => {
    for (const shape of ["office hours", "growing"]) {
      const whole = new VolumeDetector(KEY_TRAFFIC);
      let saved = JSON.stringify(new VolumeDetector(KEY_TRAFFIC));
      for (const row of keyTraffic(shape, 20 * 24, 7)) {
        const restored = VolumeDetector.fromJSON(JSON.parse(saved), KEY_TRAFFIC);
        expect(restored.observe(row)).toEqual(whole.observe(row));
        saved = JSON.stringify(restored);
      }
      expect(saved).toBe(JSON.stringify(whole));
    }
  });

  test("the same holds past the point where histories are halved", () => {
    const options = { memoryRows: 128, minSamples: 20 };
    const random = generator(8);
    const whole = new VolumeDetector(options);
    let restored = new VolumeDetector(options);
    for (let i = 0; i < 600; i++) {
      const row = { at: MONDAY + i * 300_000, value: random() ** -2 };
      restored = VolumeDetector.fromJSON(JSON.parse(JSON.stringify(restored)), options);
      expect(restored.observe(row)).toEqual(whole.observe(row));
    }
  });

  test("the state stays under 16 kB for any length and any spread of values", () => {
    const random = generator(11);
    const detector = new VolumeDetector();
    let largest = 0;
    for (let i = 0; i < 60_000; i++) {
      const value = (random() - 0.5) * 10 ** (random() * 40 - 20);
      detector.observe({ at: MONDAY + i * 600_000 * random() * 4, value });
      if (i % 1_000 === 999) largest = Math.max(largest, JSON.stringify(detector).length);
    }
    expect(largest).toBeLessThan(16_000);
    expect(largest).toBeGreaterThan(4_000);
  });

  test("what is not a saved state is refused", () => {
    for (const broken of [null, {}, [], { ...new VolumeDetector().toJSON(), version: 2 }])
      expect(() => VolumeDetector.fromJSON(broken)).toThrow();
  });
});

describe("for any rows at all", () => {
  const anyRow = fc.record({
    at: fc.oneof(
      fc.integer({ min: MONDAY, max: MONDAY + 30 * 24 * HOUR }),
      fc.constantFrom(Number.NaN, 1e300, -5 * HOUR, 0, MONDAY, new Date(MONDAY), new Date(Number.NaN)),
    ),
    value: fc.oneof(fc.nat(1_000), fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324)),
  });
  const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 300 });
  const eager = { minSamples: 5 };

  test("no row's reading depends on a later row", () => {
    fc.assert(
      fc.property(anyRows, anyRows, (rows, later) => {
        const readings = (all: VolumeRow[]) => {
          const detector = new VolumeDetector(eager);
          return all.map((row) => detector.observe(row));
        };
        expect(readings([...rows, ...later]).slice(0, rows.length)).toEqual(readings(rows));
      }),
      { numRuns: 60 },
    );
  });

  test("every score is between 0 and 1 and every range holds what is expected", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const detector = new VolumeDetector(eager);
        for (const row of rows) {
          const { score, surprise, expected, low, high } = detector.observe(row);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(surprise).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(expected);
          expect(high).toBeGreaterThanOrEqual(expected);
        }
        expect(VolumeDetector.fromJSON(JSON.parse(JSON.stringify(detector)), eager).toJSON()).toEqual(
          detector.toJSON(),
        );
      }),
      { numRuns: 100 },
    );
  });
});

function observeAll(rows: VolumeRow[], detector: VolumeDetector): number[] {
  return rows.map((row) => detector.observe(row).score);
}

function firstAlarm(shape: string, seed: number, from: number, change: (value: number) => number) {
  const detector = new VolumeDetector(KEY_TRAFFIC);
  const rows = keyTraffic(shape, from + 24, seed);
  for (const [hour, row] of rows.entries()) {
    const value = hour < from ? row.value : change(row.value);
    const { score, direction } = detector.observe({ ...row, value });
    if (hour >= from && score >= ALARM_SCORES.normal) return { hours: hour - from, direction };
  }
  return null;
}
