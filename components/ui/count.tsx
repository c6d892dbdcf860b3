"use client";

import { useHydrated } from "./use-hydrated";

export type CountProps = {
  value: number;
  /** 12,345 → 12K; the whole number stays in the title. */
  compact?: boolean;
  unit?: string;
  unitPlural?: string;
  className?: string;
};

/** A number of the viewer's locale, with its unit in the right number. */
export function Count({ value, compact = false, unit, unitPlural, className }: CountProps) {
  const locale = useHydrated() ? navigator.language : "en";
  const short = compact && Math.abs(value) >= 10_000;
  const exact = new Intl.NumberFormat(locale).format(value);
  const shown = short
    ? new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 }).format(value)
    : exact;
  const word = unit === undefined ? "" : ` ${value === 1 ? unit : (unitPlural ?? `${unit}s`)}`;
  return (
    <span className={`tabular ${className ?? ""}`} title={short ? exact : undefined}>
      {shown}
      {word}
    </span>
  );
}
