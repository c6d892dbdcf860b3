import { z } from "zod";
import { DailyRhythm, dailyRhythmState } from "@/lib/anomalies/daily-rhythm";
import { ErrorHistory, errorHistoryState } from "@/lib/anomalies/error-history";

const DAY_MS = 86_400_000;
/** The last moment a Date can hold. */
const LAST_TIME = 8.64e15;

export type VolumeOptions = {
  /** Rows a history of errors must hold before it may speak. */
  minSamples: number;
  /** Days the series must span before the detector speaks. */
  minDays: number;
  /** Rows over which the recent level is averaged. */
  levelRows: number;
  /** Rows over which the departure from the daily and the weekly rhythm is averaged. */
  rhythmRows: number;
  /** How much rarer an error must be in a longer history: the chance asked for falls with rows to this power. */
  lengthPower: number;
  /** After a report, repeats are silent for this share of the rows seen ... */
  quietShare: number;
  /** ... but at least this many rows ... */
  quietRows: number;
  /** ... and at most this many days. */
  quietDays: number;
  /** Rows after which a history of errors is halved. */
  memoryRows: number;
  /** Sizes of error that a history tells apart. */
  maxBuckets: number;
};

/** How these were chosen, and what left-out series say of them: docs/anomalies.md. */
export const VOLUME_DEFAULTS: Readonly<VolumeOptions> = {
  minSamples: 100,
  minDays: 0,
  levelRows: 150,
  rhythmRows: 12,
  lengthPower: 0.65,
  quietShare: 0.05,
  quietRows: 24,
  quietDays: 7,
  memoryRows: 16_384,
  maxBuckets: 64,
};

/**
 * For the counts of a key: nothing is said before a whole week with its weekend has been seen.
 * Everything else is as benchmarked.
 */
export const KEY_TRAFFIC: Readonly<Partial<VolumeOptions>> = { minDays: 8 };

/**
 * The score from which a row is worth telling someone, by sensitivity. Simulated steady, seasonal, bursty,
 * sparse and growing traffic stays below `normal`; `high` may speak of the busiest hour of a bursty key.
 */
export const ALARM_SCORES = { low: 0.7, normal: 0.6, high: 0.55 } as const;

export type VolumeRow = { at: Date | number; value: number };

export type VolumeReading = {
  /** 0..1, `1 - 2^(-surprise / 3)`: 0.5 is among the rarest rows of the history so far. Repeats are 0. */
  score: number;
  /** The same before repeats are silenced, as `-log10` of a chance; for following an anomaly that goes on. */
  surprise: number;
  /** What was expected of this row, and the range that almost all rows keep to. In the unit of the value. */
  expected: number;
  low: number;
  high: number;
  direction: "up" | "down" | null;
  /** True while too little has been seen to speak; the score is then 0. */
  learning: boolean;
};

const PAIR = z.object({ up: errorHistoryState, down: errorHistoryState });
const volumeState = z.object({
  version: z.literal(1),
  rows: z.int().nonnegative(),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
  level: z.number(),
  spread: z.number(),
  fractional: z.boolean(),
  negative: z.boolean(),
  dailyDrift: z.number().nullable(),
  weeklyDrift: z.number().nullable(),
  quiet: z.object({ fromRow: z.int(), fromAt: z.number(), step: z.int() }).nullable(),
  levelErrors: PAIR,
  dailyErrors: PAIR,
  weeklyErrors: PAIR,
  rhythm: dailyRhythmState,
});
/** The whole state, plain JSON, a few kilobytes whatever the length of the series. */
export type VolumeState = z.infer<typeof volumeState>;

/** Surprises are reported in steps of this size, so that a growing anomaly is not one report per row. */
const STEP = 0.25;
/** Below this nothing is reported, and a row has no direction. */
const LEAST_SURPRISE = 1;
/** The history's length for which a surprise counts as it is. */
const USUAL_ROWS = 1_000;
/** Half width of the expected range, in mean absolute errors (about 3.5 standard deviations). */
const RANGE_WIDTH = 4.5;
/** An error moves the expected range by at most this many mean absolute errors. */
const RANGE_CLIP = 5;

/**
 * Finds rows of one series (counts per hour or minute, or any metric) that depart from the series' own past.
 * Two things are followed: the row against the recent level, and the average of the last rows against the
 * hour of the day (of the week, once that predicts better). Each error is judged by its rank among the errors
 * of its kind and sign so far. Causal, deterministic, bounded; hours are UTC.
 * A count for a period should carry the middle of the period as its time. Rows without a finite value or
 * time are passed over.
 */
export class VolumeDetector {
  private readonly options: Readonly<VolumeOptions>;
  private rows = 0;
  private firstAt: number | null = null;
  private lastAt: number | null = null;
  private level = 0;
  private spread = 0;
  private fractional = false;
  private negative = false;
  private dailyDrift: number | null = null;
  private weeklyDrift: number | null = null;
  private quiet: { fromRow: number; fromAt: number; step: number } | null = null;
  private levelErrors: SignedErrors;
  private dailyErrors: SignedErrors;
  private weeklyErrors: SignedErrors;
  private rhythm = new DailyRhythm();

  constructor(options: Partial<VolumeOptions> = {}) {
    const asked = { ...VOLUME_DEFAULTS, ...options };
    // A halved history must still be long enough to speak.
    this.options = { ...asked, memoryRows: Math.max(asked.memoryRows, 4 * asked.minSamples) };
    this.levelErrors = new SignedErrors(this.options);
    this.dailyErrors = new SignedErrors(this.options);
    this.weeklyErrors = new SignedErrors(this.options);
  }

  /** Scores a row against everything before it, then learns it. */
  observe({ at, value }: VolumeRow): VolumeReading {
    const time = Number(at);
    const timed = Math.abs(time) <= LAST_TIME;
    const expectation = timed ? this.rhythm.expect(time) : null;
    const useWeek = expectation?.weekIsBetter === true && this.weeklyErrors.ready;
    const byRhythm = useWeek ? expectation.weekly : (expectation?.daily ?? null);
    const expectedRoot = byRhythm ?? this.level;
    if (!Number.isFinite(value) || !timed) return this.reading(expectedRoot, 0, 0, 0);

    this.noteKind(value);
    const root = signedRoot(value);
    // The root of a Poisson count has a deviation of 0.5 at every level: less than that is never news.
    const floor = this.fractional || this.negative ? 0 : 1;
    const levelError = this.rows === 0 ? 0 : root - this.level;
    this.dailyDrift = this.drifted(this.dailyDrift, expectation === null ? null : root - expectation.daily);
    this.weeklyDrift = this.drifted(
      this.weeklyDrift,
      expectation === null || expectation.weekly === null ? null : root - expectation.weekly,
    );
    const drift = useWeek ? this.weeklyDrift : this.dailyDrift;
    const byLevel = this.levelErrors.surprise(levelError, floor);
    const byDrift =
      expectation === null || drift === null
        ? 0
        : (useWeek ? this.weeklyErrors : this.dailyErrors).surprise(drift, floor);

    const rarity = Math.max(byLevel, byDrift);
    const allowance = this.options.lengthPower * Math.log10((this.levelErrors.count + 1) / USUAL_ROWS);
    const surprise = rarity > 0 && !this.learning ? Math.max(0, rarity - allowance) : 0;
    const sign = Math.sign(byLevel >= byDrift ? levelError : (drift ?? 0));

    this.levelErrors.add(levelError, floor);
    if (expectation !== null && this.dailyDrift !== null) this.dailyErrors.add(this.dailyDrift, floor);
    if (expectation !== null && expectation.weekly !== null && this.weeklyDrift !== null)
      this.weeklyErrors.add(this.weeklyDrift, floor);
    this.rhythm.learn(time, root, expectation);
    const reading = this.reading(expectedRoot, surprise, this.report(surprise, time), sign);
    this.learnLevel(time, root, Math.abs(root - expectedRoot));
    return reading;
  }

  /** Whether too little has been seen to speak. */
  get learning(): boolean {
    const span = this.firstAt === null || this.lastAt === null ? 0 : this.lastAt - this.firstAt;
    return !this.levelErrors.ready || span < this.options.minDays * DAY_MS;
  }

  /** The surprise to report: the same, or 0 for the repeat of a report that is still fresh. */
  private report(surprise: number, at: number): number {
    if (surprise < LEAST_SURPRISE) return 0;
    const step = Math.floor(surprise / STEP);
    if (this.quiet !== null) {
      const { quietRows, quietShare, quietDays } = this.options;
      const rows = this.rows - this.quiet.fromRow;
      const old = rows > Math.max(quietRows, quietShare * this.rows) || at - this.quiet.fromAt > quietDays * DAY_MS;
      if (!old && step <= this.quiet.step) return 0;
    }
    this.quiet = { fromRow: this.rows, fromAt: at, step };
    return surprise;
  }

  private reading(expectedRoot: number, surprise: number, reported: number, sign: number): VolumeReading {
    const margin = RANGE_WIDTH * this.spread;
    const least = this.negative ? Number.NEGATIVE_INFINITY : 0;
    return {
      score: 1 - 2 ** (-reported / 3),
      surprise,
      expected: Math.max(least, signedSquare(expectedRoot)),
      low: Math.max(least, signedSquare(expectedRoot - margin)),
      high: signedSquare(expectedRoot + margin),
      direction: surprise < LEAST_SURPRISE || sign === 0 ? null : sign > 0 ? "up" : "down",
      learning: this.learning,
    };
  }

  private noteKind(value: number): void {
    if (value < 0) this.negative = true;
    if (!Number.isInteger(value)) this.fractional = true;
  }

  private drifted(drift: number | null, error: number | null): number | null {
    if (error === null) return drift;
    return drift === null ? error : drift + (error - drift) / this.options.rhythmRows;
  }

  private learnLevel(at: number, root: number, error: number): void {
    const weight = 1 / Math.min(this.rows + 1, this.options.levelRows);
    const clipped = this.rows < this.options.levelRows ? error : Math.min(error, RANGE_CLIP * this.spread);
    this.spread += (clipped - this.spread) * weight;
    this.level += (root - this.level) * weight;
    this.rows += 1;
    this.firstAt = Math.min(this.firstAt ?? at, at);
    this.lastAt = Math.max(this.lastAt ?? at, at);
  }

  toJSON(): VolumeState {
    return {
      version: 1,
      rows: this.rows,
      firstAt: this.firstAt,
      lastAt: this.lastAt,
      level: this.level,
      spread: this.spread,
      fractional: this.fractional,
      negative: this.negative,
      dailyDrift: this.dailyDrift,
      weeklyDrift: this.weeklyDrift,
      quiet: this.quiet,
      levelErrors: this.levelErrors.toJSON(),
      dailyErrors: this.dailyErrors.toJSON(),
      weeklyErrors: this.weeklyErrors.toJSON(),
      rhythm: this.rhythm.toJSON(),
    };
  }

  /** Goes on from a saved state. Throws a ZodError when it is not one. */
  static fromJSON(saved: unknown, options: Partial<VolumeOptions> = {}): VolumeDetector {
    const state = volumeState.parse(saved);
    const detector = new VolumeDetector(options);
    detector.rows = state.rows;
    detector.firstAt = state.firstAt;
    detector.lastAt = state.lastAt;
    detector.level = state.level;
    detector.spread = state.spread;
    detector.fractional = state.fractional;
    detector.negative = state.negative;
    detector.dailyDrift = state.dailyDrift;
    detector.weeklyDrift = state.weeklyDrift;
    detector.quiet = state.quiet;
    detector.levelErrors = SignedErrors.restore(state.levelErrors, detector.options);
    detector.dailyErrors = SignedErrors.restore(state.dailyErrors, detector.options);
    detector.weeklyErrors = SignedErrors.restore(state.weeklyErrors, detector.options);
    detector.rhythm = DailyRhythm.restore(state.rhythm);
    return detector;
  }
}

/** Errors upwards and errors downwards, each judged by its own history. */
class SignedErrors {
  constructor(
    private readonly options: Readonly<VolumeOptions>,
    private readonly up = new ErrorHistory(options.memoryRows, options.maxBuckets),
    private readonly down = new ErrorHistory(options.memoryRows, options.maxBuckets),
  ) {}

  get count(): number {
    return this.up.count;
  }

  get ready(): boolean {
    return this.up.count >= this.options.minSamples;
  }

  surprise(error: number, floor: number): number {
    if (!this.ready || error === 0) return 0;
    return Math.max(0, (error > 0 ? this.up : this.down).surprise(Math.abs(error) + floor));
  }

  add(error: number, floor: number): void {
    this.up.add(Math.max(0, error) + floor);
    this.down.add(Math.max(0, -error) + floor);
  }

  toJSON(): z.infer<typeof PAIR> {
    return { up: this.up.toJSON(), down: this.down.toJSON() };
  }

  static restore(state: z.infer<typeof PAIR>, options: Readonly<VolumeOptions>): SignedErrors {
    const { memoryRows, maxBuckets } = options;
    return new SignedErrors(
      options,
      ErrorHistory.restore(state.up, memoryRows, maxBuckets),
      ErrorHistory.restore(state.down, memoryRows, maxBuckets),
    );
  }
}

/** Steadies the variance of counts; keeps the sign, so any metric may be given. */
function signedRoot(value: number): number {
  return value < 0 ? -Math.sqrt(-value) : Math.sqrt(Math.abs(value));
}

function signedSquare(root: number): number {
  return root * Math.abs(root);
}
