"use client";

import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-context";
import { LabelledControl } from "./labelled-control";

export type SwitchProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
};

/** On or off, at once. Inside a form that is sent later, use a Checkbox. */
export function Switch({ checked, onCheckedChange, label, description, disabled, id, ...rest }: SwitchProps) {
  const ownId = useId();
  const field = useFieldControl({ id: id ?? (label === undefined ? undefined : ownId) });
  const controlId = field.id ?? ownId;
  const control = (
    <Radix.Root
      {...rest}
      {...field}
      id={controlId}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      aria-describedby={description === undefined ? field["aria-describedby"] : `${controlId}-description`}
      className={cn(
        "relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 transition-colors after:absolute after:-inset-1 after:content-['']",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:opacity-50",
      )}
    >
      <Radix.Thumb className="block size-3.5 rounded-full bg-control transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent rtl:data-[state=checked]:-translate-x-4" />
    </Radix.Root>
  );
  if (label === undefined) return control;
  return (
    <LabelledControl
      id={controlId}
      label={label}
      control={control}
      trailing
      description={description}
      disabled={disabled}
    />
  );
}
