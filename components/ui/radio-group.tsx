"use client";

import { RadioGroup as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names";
import { useFieldGroup } from "./field-context";

export type RadioOption<Value extends string> = {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  badge?: ReactNode;
  disabled?: boolean;
};

export type RadioGroupProps<Value extends string> = {
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: readonly RadioOption<Value>[];
  appearance?: "list" | "cards";
  columns?: 1 | 2 | 3;
  disabled?: boolean;
  name?: string;
  "aria-label"?: string;
};

const COLUMNS = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-2 lg:grid-cols-3" };

/** One of a few, all in view. `cards` gives each room for a description. */
export function RadioGroup<Value extends string>({
  value,
  onValueChange,
  options,
  appearance = "list",
  columns = 1,
  disabled,
  ...rest
}: RadioGroupProps<Value>) {
  const id = useId();
  const field = useFieldGroup();
  return (
    <Radix.Root
      {...rest}
      {...field}
      value={value ?? ""}
      disabled={disabled}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("grid", appearance === "cards" ? "gap-2" : "gap-2.5", COLUMNS[columns])}
    >
      {options.map((option) => {
        const off = disabled === true || option.disabled === true;
        return (
          <label
            key={option.value}
            htmlFor={`${id}-${option.value}`}
            className={cn(
              "flex min-w-0 items-start gap-2.5 text-sm",
              appearance === "cards" &&
                "rounded-lg border border-line-strong bg-surface p-3 has-[[data-state=checked]]:border-accent has-[[data-state=checked]]:bg-accent-soft",
              appearance === "cards" && !off && "hover:border-control",
              off ? "cursor-not-allowed text-subtle" : "cursor-pointer",
            )}
          >
            <Radix.Item
              id={`${id}-${option.value}`}
              value={option.value}
              disabled={off}
              aria-describedby={option.description === undefined ? undefined : `${id}-${option.value}-description`}
              aria-labelledby={`${id}-${option.value}-label`}
              className="relative mt-[0.1875rem] inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-surface after:absolute after:-inset-1.5 after:content-[''] disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Radix.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radix.Item>
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="flex min-w-0 items-center gap-2 [&_svg]:size-4 [&_svg]:shrink-0">
                {option.icon}
                <span
                  id={`${id}-${option.value}-label`}
                  className={cn("min-w-0", appearance === "cards" && "font-medium")}
                >
                  {option.label}
                </span>
                {option.badge}
              </span>
              {option.description !== undefined && (
                <span id={`${id}-${option.value}-description`} className="text-muted text-xs">
                  {option.description}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </Radix.Root>
  );
}
