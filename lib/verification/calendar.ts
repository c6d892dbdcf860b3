/** Months of an organization's zone, as instants. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  };
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat("en-US", { ...options, timeZone });
  } catch {
    // A zone this runtime does not know counts in UTC rather than not at all.
    made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
  formatters.set(timeZone, made);
  return made;
}

function localFields(instant: number, timeZone: string): { year: number; month: number; asUtc: number } {
  const fields = new Map(
    formatter(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const year = fields.get("year") ?? 1970;
  const month = (fields.get("month") ?? 1) - 1;
  const asUtc = Date.UTC(
    year,
    month,
    fields.get("day") ?? 1,
    fields.get("hour") ?? 0,
    fields.get("minute") ?? 0,
    fields.get("second") ?? 0,
  );
  return { year, month, asUtc };
}

/** The first instant of a local month (the clocks may have moved between now and then). */
function startOfMonth(year: number, month: number, timeZone: string): number {
  const wanted = Date.UTC(year, month, 1);
  let instant = wanted;
  for (let round = 0; round < 3; round += 1) instant -= localFields(instant, timeZone).asUtc - wanted;
  return instant;
}

/** Start and end (exclusive) of the calendar month that holds `now`, in milliseconds since the epoch. */
export function monthOf(now: number, timeZone: string): { start: number; end: number } {
  const { year, month } = localFields(now, timeZone);
  return { start: startOfMonth(year, month, timeZone), end: startOfMonth(year, month + 1, timeZone) };
}
