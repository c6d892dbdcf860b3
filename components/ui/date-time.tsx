"use client";

import { describeInstant } from "./instant-words";
import { Tooltip } from "./tooltip";
import { useHydrated } from "./use-hydrated";
import { useNow } from "./use-now";

export type DateTimeProps = {
  value: string | Date | null | undefined;
  format?: "date" | "datetime" | "relative" | "time";
  /** What is shown where there is no time. */
  empty?: string;
  className?: string;
};

/**
 * A moment in the viewer's locale and zone; the exact time with its zone on hover. It is no stop of the keyboard: a list
 * would have hundreds. On the server, and until hydration, it is the date in UTC, which is the same everywhere.
 */
export function DateTime({ value, format = "relative", empty = "Never", className }: DateTimeProps) {
  const hydrated = useHydrated();
  const now = useNow(format === "relative");
  const at = value === null || value === undefined ? null : new Date(value);
  if (at === null || Number.isNaN(at.getTime())) return <span className="text-subtle">{empty}</span>;
  const words = describeInstant(at, format, hydrated ? { locale: navigator.language, now } : null);
  return (
    <Tooltip content={<span className="tabular">{words.exact}</span>}>
      <time dateTime={at.toISOString()} className={`tabular ${className ?? ""}`}>
        {words.text}
      </time>
    </Tooltip>
  );
}
