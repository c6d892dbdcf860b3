import { DAY, instantOf, localDay } from "./local-time";

/** A key's own schedule as far as its next date depends on it. */
export type OwnSchedule = { intervalDays: number | null; hour: number; timezone: string | null };

/**
 * When a secret that was made at `madeAt` is due for the next: on the day that the interval ends, at the schedule's hour of its
 * zone. `policyInterval` in seconds. Null where neither says anything. Days are those of the calendar, so that a change of
 * clocks moves nothing.
 */
export function nextRotation(
  madeAt: Date,
  own: OwnSchedule,
  policyInterval: number | null,
  organizationZone: string,
): { dueAt: Date; cause: "schedule" | "policy" } | null {
  const zone = own.timezone ?? organizationZone;
  if (own.intervalDays !== null) {
    return { dueAt: instantOf(localDay(madeAt, zone) + own.intervalDays, own.hour, zone), cause: "schedule" };
  }
  if (policyInterval === null) return null;
  const lastDay = localDay(new Date(madeAt.getTime() + policyInterval * 1000), zone);
  // Shorter than a day: the interval itself.
  if (policyInterval * 1000 < DAY)
    return { dueAt: new Date(madeAt.getTime() + policyInterval * 1000), cause: "policy" };
  return { dueAt: instantOf(lastDay, own.hour, zone), cause: "policy" };
}
