import { z } from "zod";

const HOURS = 24;
const WEEK_HOURS = 7 * HOURS;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Days whose median is what this hour of the day is expected to be. */
const DAYS_KEPT = 7;
/** Weeks over which an hour of the week is averaged. */
const WEEKS_AVERAGED = 3;
/** The week is trusted over the day when its errors, averaged over about a week, are this much smaller. */
const WEEK_MUST_BEAT = 0.9;

const openHour = z.tuple([z.int(), z.number(), z.int().nonnegative()]);

/** What a DailyRhythm leaves in a row of JSON. Hours are `[day, sum, rows]` while open. */
export const dailyRhythmState = z.object({
  days: z.array(z.array(z.number()).max(DAYS_KEPT)).length(HOURS),
  open: z.array(openHour).length(HOURS),
  week: z.array(z.tuple([z.number(), z.int().nonnegative()])).length(WEEK_HOURS),
  weekOpen: openHour,
  dailyError: z.number().nullable(),
  weeklyError: z.number().nullable(),
});
export type DailyRhythmState = z.infer<typeof dailyRhythmState>;

/** What the rhythm expects at a time, by the hour of the day and by the hour of the week. */
export type RhythmExpectation = { daily: number; weekly: number | null; weekIsBetter: boolean };

/**
 * The level a series has at each hour of the day (the median of its last seven days, so that one bad day
 * leaves no echo) and what each hour of the week adds to it. Hours are UTC; days may come in any order.
 */
export class DailyRhythm {
  private readonly days: number[][] = Array.from({ length: HOURS }, () => []);
  private readonly medians: (number | null)[] = Array.from({ length: HOURS }, () => null);
  private readonly open: [number, number, number][] = Array.from({ length: HOURS }, () => [0, 0, 0]);
  private readonly week: [number, number][] = Array.from({ length: WEEK_HOURS }, () => [0, 0]);
  private weekOpen: [number, number, number] = [0, 0, 0];
  private dailyError: number | null = null;
  private weeklyError: number | null = null;

  /** `null` until an hour next to this one has been seen on another day. Times are milliseconds. */
  expect(at: number): RhythmExpectation | null {
    const daily = this.daily(at);
    if (daily === null) return null;
    const [mean, weeks] = this.week[hourOfWeek(at)] ?? [0, 0];
    const weekIsBetter =
      weeks > 0 &&
      this.dailyError !== null &&
      this.weeklyError !== null &&
      this.weeklyError < WEEK_MUST_BEAT * this.dailyError;
    return { daily, weekly: weeks > 0 ? daily + mean : null, weekIsBetter };
  }

  private daily(at: number): number | null {
    const position = mod(at, DAY_MS) / HOUR_MS - 0.5;
    const before = this.medians[mod(Math.floor(position), HOURS)] ?? null;
    const after = this.medians[mod(Math.floor(position) + 1, HOURS)] ?? null;
    if (before === null || after === null) return before ?? after;
    const share = position - Math.floor(position);
    return before * (1 - share) + after * share;
  }

  /** Learns the value of a row, given what was expected of it. */
  learn(at: number, value: number, expected: RhythmExpectation | null): void {
    const day = Math.floor(at / DAY_MS);
    const hour = Math.floor(mod(at, DAY_MS) / HOUR_MS);
    const slot = this.open[hour];
    if (slot === undefined) return;
    if (slot[2] > 0 && slot[0] !== day) this.closeDay(hour, slot[1] / slot[2]);
    if (slot[2] === 0 || slot[0] !== day) this.open[hour] = [day, value, 1];
    else this.open[hour] = [day, slot[1] + value, slot[2] + 1];
    this.learnWeek(hourOfWeek(at), expected === null ? null : value - expected.daily);
  }

  private closeDay(hour: number, mean: number): void {
    const past = this.days[hour];
    if (past === undefined) return;
    past.push(rounded(mean));
    if (past.length > DAYS_KEPT) past.shift();
    this.medians[hour] = median(past);
  }

  private learnWeek(hour: number, error: number | null): void {
    const [openHourOfWeek, sum, rows] = this.weekOpen;
    if (openHourOfWeek !== hour) {
      if (rows > 0) this.closeWeekHour(openHourOfWeek, sum / rows);
      this.weekOpen = [hour, error ?? 0, error === null ? 0 : 1];
    } else if (error !== null) this.weekOpen = [hour, sum + error, rows + 1];
  }

  private closeWeekHour(hour: number, error: number): void {
    const [mean, weeks] = this.week[hour] ?? [0, 0];
    if (weeks > 0) {
      this.dailyError = averaged(this.dailyError, Math.abs(error));
      this.weeklyError = averaged(this.weeklyError, Math.abs(error - mean));
    }
    const seen = Math.min(weeks + 1, WEEKS_AVERAGED);
    this.week[hour] = [rounded(mean + (error - mean) / seen), seen];
  }

  toJSON(): DailyRhythmState {
    return {
      days: this.days.map((past) => [...past]),
      open: this.open.map(([day, sum, rows]) => [day, sum, rows]),
      week: this.week.map(([mean, weeks]) => [mean, weeks]),
      weekOpen: [...this.weekOpen],
      dailyError: this.dailyError,
      weeklyError: this.weeklyError,
    };
  }

  static restore(state: DailyRhythmState): DailyRhythm {
    const rhythm = new DailyRhythm();
    state.days.forEach((past, hour) => {
      rhythm.days[hour] = [...past];
      rhythm.medians[hour] = past.length > 0 ? median(past) : null;
    });
    state.open.forEach(([day, sum, rows], hour) => {
      rhythm.open[hour] = [day, sum, rows];
    });
    state.week.forEach(([mean, weeks], hour) => {
      rhythm.week[hour] = [mean, weeks];
    });
    rhythm.weekOpen = [...state.weekOpen];
    rhythm.dailyError = state.dailyError;
    rhythm.weeklyError = state.weeklyError;
    return rhythm;
  }
}

function hourOfWeek(at: number): number {
  return mod(Math.floor(at / HOUR_MS), WEEK_HOURS);
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function averaged(mean: number | null, value: number): number {
  return mean === null ? value : mean + (value - mean) / WEEK_HOURS;
}

/** Six digits are enough for an expectation and keep the state small. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
