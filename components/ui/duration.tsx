import { parseDuration } from "@/lib/core/durations";

const PARTS = [
  { seconds: 86_400, long: "day", short: "d" },
  { seconds: 3600, long: "hour", short: "h" },
  { seconds: 60, long: "minute", short: "min" },
  { seconds: 1, long: "second", short: "s" },
] as const;

/** A length in words, its two largest parts: 93,600 s → "1 day 2 hours" or "1 d 2 h". Accepts seconds or `30d`. */
export function describeDuration(value: number | string, style: "long" | "short" = "long"): string {
  const total = typeof value === "number" ? Math.round(value) : parseDuration(value);
  if (total === null || Number.isNaN(total)) return String(value);
  if (total === 0) return style === "long" ? "none" : "0 s";
  let rest = Math.abs(total);
  const words: string[] = [];
  for (const part of PARTS) {
    const count = Math.floor(rest / part.seconds);
    rest -= count * part.seconds;
    if (count > 0)
      words.push(style === "long" ? `${count} ${part.long}${count === 1 ? "" : "s"}` : `${count} ${part.short}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ");
}

export type DurationProps =
  | { seconds: number; value?: undefined; style?: "long" | "short" }
  | {
      seconds?: undefined;
      value: string;
      style?: "long" | "short";
    };

/** A length of time, exact in its machine-readable form. */
export function Duration({ seconds, value, style = "long" }: DurationProps) {
  const total = seconds ?? parseDuration(value ?? "") ?? 0;
  return (
    <time dateTime={`PT${Math.round(total)}S`} className="tabular">
      {describeDuration(seconds ?? value ?? 0, style)}
    </time>
  );
}
