import { z } from "zod";

const SHORT = /^(\d{1,9})(s|m|h|d|w)$/;
const ISO = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/;
const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of `30d`, `12h`, `15m`, `0`, or an ISO 8601 duration of weeks to seconds; null when it is neither. */
export function parseDuration(text: string): number | null {
  if (text === "0") return 0;
  const short = SHORT.exec(text);
  if (short?.[1] && short[2]) return Number(short[1]) * (UNIT_SECONDS[short[2]] ?? 0);
  const iso = text.length > 1 && !text.endsWith("T") ? ISO.exec(text) : null;
  if (!iso || text === "P") return null;
  const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
  return (weeks ?? 0) * 604_800 + (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** The shortest exact form: 86400 → `1d`, 5400 → `90m`. */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return "0";
  for (const [unit, size] of [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
  ] as const) {
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

const TEN_YEARS = 10 * 366 * 86_400;

/** A duration of the API as text; the parsed value is in seconds (at most ten years). */
export const durationSchema = z
  .string()
  .max(40)
  .transform((text, context) => {
    const seconds = parseDuration(text);
    if (seconds === null || seconds > TEN_YEARS) {
      context.addIssue({ code: "custom", message: "must be a duration such as 30d, 12h, 15m or P30D" });
      return z.NEVER;
    }
    return seconds;
  });
