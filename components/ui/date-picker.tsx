"use client";

import { Input } from "./input";
import { fromLocalInput, toLocalInput } from "./local-time";
import { useHydrated } from "./use-hydrated";

export type DatePickerProps = {
  /** An instant in ISO 8601, or "" for none. */
  value: string;
  onValueChange: (iso: string) => void;
  withTime?: boolean;
  min?: string;
  max?: string;
  disabled?: boolean;
  id?: string;
  name?: string;
  "aria-label"?: string;
  className?: string;
};

/** The browser's own date control, in the viewer's zone, which is said in words. */
export function DatePicker({ value, onValueChange, withTime = false, min, max, className, ...rest }: DatePickerProps) {
  const hydrated = useHydrated();
  // The server does not know the viewer's zone, so it shows no date rather than a wrong one.
  const zone = hydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : "";
  return (
    <Input
      {...rest}
      type={withTime ? "datetime-local" : "date"}
      value={hydrated ? toLocalInput(value, withTime) : ""}
      min={hydrated && min !== undefined ? toLocalInput(min, withTime) : undefined}
      max={hydrated && max !== undefined ? toLocalInput(max, withTime) : undefined}
      onChange={(event) => onValueChange(fromLocalInput(event.target.value))}
      suffix={<span className="whitespace-nowrap text-xs">{zone.replaceAll("_", " ")}</span>}
      className={className}
    />
  );
}
