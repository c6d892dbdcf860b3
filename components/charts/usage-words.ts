import { FAMILY_LABELS, type FamilyCounts, OUTCOME_FAMILIES } from "./outcome-families";

export type UsageInterval = "minute" | "hour" | "day" | "month";
export type UsagePoint = FamilyCounts & { start: string; total: number };

const TICKS: Record<UsageInterval, Intl.DateTimeFormatOptions> = {
  minute: { hour: "2-digit", minute: "2-digit" },
  hour: { weekday: "short", hour: "2-digit" },
  day: { month: "short", day: "numeric" },
  month: { year: "numeric", month: "short" },
};
const WHOLE: Record<UsageInterval, Intl.DateTimeFormatOptions> = {
  minute: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  hour: { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", year: "numeric", month: "short", day: "numeric" },
  month: { year: "numeric", month: "long" },
};

/** The start of a bucket: `tick` short for an axis, `whole` for a table. Days and months are those of UTC. */
export function describeBucket(
  start: string,
  interval: UsageInterval,
  length: "tick" | "whole",
  locale: string,
): string {
  const options = (length === "tick" ? TICKS : WHOLE)[interval];
  const zone = interval === "day" || interval === "month" ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(locale, { ...options, ...zone }).format(new Date(start));
}

/** A chart in one sentence, for those who do not see it. */
export function describeUsage(points: readonly UsagePoint[], interval: UsageInterval, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const total = points.reduce((sum, point) => sum + point.total, 0);
  const parts = OUTCOME_FAMILIES.map((family) => ({
    label: FAMILY_LABELS[family].toLowerCase(),
    count: points.reduce((sum, point) => sum + point[family], 0),
  })).filter((part) => part.count > 0);
  const peak = points.reduce<UsagePoint | undefined>(
    (best, point) => (best && best.total >= point.total ? best : point),
    undefined,
  );
  const most =
    peak && peak.total > 0
      ? ` Most: ${number.format(peak.total)}, ${describeBucket(peak.start, interval, "whole", locale)}.`
      : "";
  return `${number.format(total)} verifications: ${parts.map((part) => `${number.format(part.count)} ${part.label}`).join(", ")}.${most}`;
}
