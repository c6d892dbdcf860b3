import type { UsageInterval } from "@/components/charts/usage-words";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const PERIODS = ["24h", "7d", "30d", "90d"] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_LABELS: Record<Period, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

/** What a chart asks `GET /usage` for. Without `to` the API answers until now. */
export type UsageRange = { from: string; to?: string; interval: UsageInterval };

const BUCKETS: Record<Period, { interval: "hour" | "day"; size: number; count: number }> = {
  "24h": { interval: "hour", size: HOUR, count: 24 },
  "7d": { interval: "hour", size: HOUR, count: 168 },
  "30d": { interval: "day", size: DAY, count: 30 },
  "90d": { interval: "day", size: DAY, count: 90 },
};

/** The last whole buckets and the one under way. `now` in milliseconds; the answer stays the same within a bucket. */
export function usageRange(period: Period, now: number): UsageRange {
  const { interval, size, count } = BUCKETS[period];
  const current = Math.floor(now / size) * size;
  return { from: new Date(current - (count - 1) * size).toISOString(), interval };
}

const SIZES = { minute: 60_000, hour: HOUR, day: DAY };

/** A part of a chart, seen closer: by the minute within three hours, by the hour within 14 days. Null: no such part. */
export function zoomRange(from: string | null, to: string | null): Required<UsageRange> | null {
  const start = Date.parse(from ?? "");
  const end = Date.parse(to ?? "");
  if (Number.isNaN(start) || Number.isNaN(end) || end <= start) return null;
  const span = end - start;
  const interval = span <= 3 * HOUR ? "minute" : span <= 14 * DAY ? "hour" : "day";
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString(), interval };
}

/** Where a bucket begins and ends, for the link to what is in it; null where nothing closer can be shown. */
export function bucketRange(start: string, interval: UsageInterval): { from: string; to: string } | null {
  const begin = Date.parse(start);
  if (interval === "month" || Number.isNaN(begin)) return null;
  return { from: new Date(begin).toISOString(), to: new Date(begin + SIZES[interval]).toISOString() };
}
