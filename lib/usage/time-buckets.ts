import { invalidInput } from "@/lib/core/errors";
import type { UsageInterval } from "./schema";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
export const MOST_BUCKETS = 2000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    // A caller names the zone: keep the cache from growing with every spelling of one.
    if (formatters.size > 600) formatters.clear();
    formatters.set(timezone, formatter);
  }
  return formatter;
}

/** What a clock on the wall shows at an instant, written as if it were UTC (milliseconds). */
function wallClock(instant: number, timezone: string): number {
  if (timezone === "UTC") return instant;
  const part = new Map(
    formatterOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  const second = Date.UTC(
    field("year"),
    field("month") - 1,
    field("day"),
    field("hour"),
    field("minute"),
    field("second"),
  );
  return second + (((instant % 1000) + 1000) % 1000);
}

function offsetAt(instant: number, timezone: string): number {
  return wallClock(instant, timezone) - instant;
}

/** The first instant of a local day, also where its midnight is skipped or comes twice. */
function startOfLocalDay(wallMidnight: number, timezone: string): number {
  const candidates = [-DAY, DAY].map((shift) => wallMidnight - offsetAt(wallMidnight + shift, timezone));
  const within = candidates.filter((instant) => wallClock(instant, timezone) >= wallMidnight);
  return within.length > 0 ? Math.min(...within) : Math.max(...candidates);
}

/** The start of the bucket that holds an instant. */
export function bucketStart(instant: number, interval: UsageInterval, timezone: string): number {
  if (interval === "minute") return Math.floor(instant / MINUTE) * MINUTE;
  const wall = wallClock(instant, timezone);
  if (interval === "hour") return instant - (((wall % HOUR) + HOUR) % HOUR);
  const date = new Date(wall);
  const day = interval === "day" ? date.getUTCDate() : 1;
  return startOfLocalDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day), timezone);
}

function nextStart(start: number, interval: UsageInterval, timezone: string): number {
  if (interval === "minute") return start + MINUTE;
  if (interval === "hour") return start + HOUR;
  const date = new Date(wallClock(start, timezone));
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return startOfLocalDay(interval === "day" ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1), timezone);
}

export type Buckets = { starts: number[]; end: number; wholeHours: boolean; utcDays: boolean };

const SHORTEST: Record<UsageInterval, number> = { minute: MINUTE, hour: HOUR, day: 22 * HOUR, month: 27 * DAY };

/**
 * The buckets that cover [from, to), whole at both ends; days of 23 and 25 hours are one bucket each.
 * @throws invalid_input when there would be more than 2,000.
 */
export function timeBuckets(from: number, to: number, interval: UsageInterval, timezone: string): Buckets {
  if (to <= from) throw invalidInput("to", "must be after from");
  const tooMany = () =>
    invalidInput("from", `spans more than ${MOST_BUCKETS} ${interval}s; choose a longer interval or a shorter time`);
  if ((to - from) / SHORTEST[interval] > MOST_BUCKETS * 1.2) throw tooMany();
  const starts: number[] = [];
  let start = bucketStart(from, interval, timezone);
  while (start < to) {
    starts.push(start);
    if (starts.length > MOST_BUCKETS) throw tooMany();
    const next = nextStart(start, interval, timezone);
    // An interval always moves on, whatever a zone's history holds.
    start = next > start ? next : start + HOUR;
  }
  const edges = [...starts, start];
  return {
    starts,
    end: start,
    wholeHours: edges.every((edge) => edge % HOUR === 0),
    utcDays: edges.every((edge) => edge % DAY === 0),
  };
}
