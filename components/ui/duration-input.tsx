"use client";

import { useState } from "react";
import { formatDuration, parseDuration } from "@/lib/core/durations";
import { Button } from "./button";
import { describeDuration } from "./duration";
import { Input } from "./input";
import { Select } from "./select";

const UNITS = {
  m: { label: "minutes", seconds: 60 },
  h: { label: "hours", seconds: 3600 },
  d: { label: "days", seconds: 86_400 },
};
type Unit = keyof typeof UNITS;

export type DurationInputProps = {
  /** As the API takes it: `30d`, `12h`, `15m`; "" while nothing valid is typed. */
  value: string;
  onValueChange: (value: string) => void;
  units?: readonly Unit[];
  presets?: readonly string[];
  maxSeconds?: number;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
};

function split(value: string, units: readonly Unit[]): { amount: string; unit: Unit } {
  const seconds = parseDuration(value);
  const fallback = units.at(-1) ?? "d";
  if (seconds === null || seconds === 0) return { amount: seconds === 0 ? "0" : "", unit: fallback };
  const unit = [...units].reverse().find((candidate) => seconds % UNITS[candidate].seconds === 0) ?? "m";
  return { amount: String(seconds / UNITS[unit].seconds), unit };
}

/** A length of time as a number and a unit, with the usual lengths one press away. */
export function DurationInput({
  value,
  onValueChange,
  units = ["m", "h", "d"],
  presets = [],
  maxSeconds,
  disabled,
  ...rest
}: DurationInputProps) {
  const [typed, setTyped] = useState(() => split(value, units));
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(split(value, units));
  }

  const change = (amount: string, unit: Unit) => {
    setTyped({ amount, unit });
    const next = /^\d{1,6}$/.test(amount) ? formatDuration(Number(amount) * UNITS[unit].seconds) : "";
    setKnown(next);
    onValueChange(next);
  };
  const within = (preset: string) => maxSeconds === undefined || (parseDuration(preset) ?? 0) <= maxSeconds;

  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Input
          {...rest}
          inputMode="numeric"
          value={typed.amount}
          disabled={disabled}
          onChange={(event) => change(event.target.value.trim(), typed.unit)}
          className="tabular w-24"
        />
        <Select
          aria-label="Unit"
          value={typed.unit}
          onValueChange={(unit) => change(typed.amount, unit)}
          options={units.map((unit) => ({ value: unit, label: UNITS[unit].label }))}
          className="w-32"
          disabled={disabled}
        />
      </div>
      {presets.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {presets.filter(within).map((preset) => (
            <Button
              key={preset}
              size="sm"
              disabled={disabled}
              aria-pressed={parseDuration(preset) === parseDuration(value)}
              onClick={() => {
                const { amount, unit } = split(preset, units);
                change(amount, unit);
              }}
              className="font-normal aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            >
              {describeDuration(preset)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
