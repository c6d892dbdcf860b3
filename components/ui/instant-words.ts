type Format = "date" | "datetime" | "relative" | "time";
type Viewer = { locale: string; now: number };

const DAY = 86_400;
const STEPS: readonly { below: number; unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { below: 3600, unit: "minute", seconds: 60 },
  { below: DAY, unit: "hour", seconds: 3600 },
  { below: 45 * DAY, unit: "day", seconds: DAY },
  { below: 365 * DAY, unit: "month", seconds: 30.44 * DAY },
];

function relative(at: Date, { now }: Viewer): string {
  const seconds = (at.getTime() - now) / 1000;
  const size = Math.abs(seconds);
  // These are words of a sentence, so they speak the language of the page; dates follow the viewer.
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (size < 45) return words.format(0, "second");
  const step = STEPS.find((candidate) => size < candidate.below) ?? { unit: "year" as const, seconds: 365.25 * DAY };
  // Time left is rounded down: "in 3 days" must not be said of two and a half.
  const count = Math.max(1, seconds < 0 ? Math.round(size / step.seconds) : Math.floor(size / step.seconds));
  return words.format(seconds < 0 ? -count : count, step.unit);
}

const OPTIONS: Record<Exclude<Format, "relative">, Intl.DateTimeFormatOptions> = {
  date: { year: "numeric", month: "short", day: "numeric" },
  datetime: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** The words of a moment, and its exact time with zone. Without a viewer (server): English, UTC, never relative. */
export function describeInstant(at: Date, format: Format, viewer: Viewer | null): { text: string; exact: string } {
  if (viewer === null) {
    const options = OPTIONS[format === "relative" ? "date" : format];
    const text = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(at);
    return { text: format === "datetime" || format === "time" ? `${text} UTC` : text, exact: at.toISOString() };
  }
  const exact = new Intl.DateTimeFormat(viewer.locale, {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(at);
  const text =
    format === "relative" ? relative(at, viewer) : new Intl.DateTimeFormat(viewer.locale, OPTIONS[format]).format(at);
  return { text, exact };
}
