const HOUR = 3_600_000;
export const DAY = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known) return known;
  const options = {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  } as const;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat("en-US", options);
  } catch {
    // A zone that this runtime does not know must not stop everything that has a date.
    made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
  if (formatters.size > 600) formatters.clear();
  formatters.set(timezone, made);
  return made;
}

/** What a clock on the wall shows, written as if it were UTC (milliseconds, to the second). */
function wallClock(instant: number, timezone: string): number {
  const parts = new Map(
    formatterOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/** The day on the wall calendar of a zone, as days since 1970-01-01. */
export function localDay(at: Date, timezone: string): number {
  return Math.floor(wallClock(at.getTime(), timezone) / DAY);
}

/** The hour that a clock on the wall shows, 0 to 23. */
export function localHour(at: Date, timezone: string): number {
  return Math.floor((wallClock(at.getTime(), timezone) % DAY) / HOUR);
}

/**
 * The instant at which a day (as of `localDay`) reaches an hour. Where that hour comes twice it is the first; where it is
 * skipped, the moment the clocks are put forward past it.
 */
export function instantOf(day: number, hour: number, timezone: string): Date {
  const wanted = day * DAY + hour * HOUR;
  const offsets = [wanted - DAY, wanted + DAY].map((near) => wallClock(near, timezone) - near);
  const candidates = offsets.map((offset) => wanted - offset);
  const exact = candidates.filter((candidate) => wallClock(candidate, timezone) === wanted);
  if (exact.length > 0) return new Date(Math.min(...exact));
  return new Date(skippedTo(Math.min(...candidates), Math.max(...candidates), wanted, timezone));
}

/** The first whole minute between two instants whose wall clock is at `wanted` or after. */
function skippedTo(from: number, to: number, wanted: number, timezone: string): number {
  let [low, high] = [from, to];
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (wallClock(middle, timezone) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}
