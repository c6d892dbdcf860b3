"use client";

import { useMemo } from "react";
import { Combobox } from "@/components/ui/combobox";

type Props = {
  value: string | null;
  onValueChange: (zone: string | null) => void;
  /** What null means: "The browser's zone". */
  emptyText?: string;
  clearable?: boolean;
  disabled?: boolean;
};

/** An IANA time zone out of those that the browser knows. */
export function TimeZoneInput({ value, onValueChange, emptyText = "Choose", clearable = false, disabled }: Props) {
  const options = useMemo(() => {
    const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(value === null ? [] : [value])]);
    return [...zones].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  }, [value]);
  return (
    <Combobox
      value={value}
      onValueChange={onValueChange}
      options={options}
      placeholder={emptyText}
      searchPlaceholder="Search time zones"
      emptyText="No such time zone"
      clearable={clearable}
      {...(disabled === undefined ? {} : { disabled })}
    />
  );
}
