import type { KeyReference, Person } from "@/lib/emails/fields";

const DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const MINUTE = { ...DAY, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;

function formatter(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    // A zone this runtime does not know must not stop a security mail.
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}

/** "22 November 2026 at 17:40 UTC", in the reader's zone. */
export function formatMinute(iso: string, timeZone: string): string {
  return formatter(MINUTE, timeZone).format(new Date(iso));
}

/** "22 November 2026", in the reader's zone. */
export function formatDay(iso: string, timeZone: string): string {
  return formatter(DAY, timeZone).format(new Date(iso));
}

/** "1 key", "3 keys", "1,200 keys". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? singular : plural}`;
}

/** "today", "tomorrow", "in 7 days". */
export function inDays(days: number): string {
  if (days <= 0) return "today";
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** A person's name, or the address where there is none. */
export function personName(person: Person): string {
  return person.name?.trim() || person.email;
}

/** `“billing sync” (api, production)`: a key in running text. */
export function keyLabel(key: KeyReference): string {
  return `“${key.name}” (${key.project}, ${key.environment})`;
}
