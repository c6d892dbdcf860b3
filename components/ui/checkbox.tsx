"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type MouseEvent, type ReactNode, useId } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-context";
import { LabelledControl } from "./labelled-control";

export type CheckboxProps = {
  checked: boolean | "indeterminate";
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
  name?: string;
  id?: string;
  "aria-label"?: string;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  className?: string;
};

/** One yes or no. Without `label` it needs an `aria-label` or a `<Field>`. */
export function Checkbox({
  checked,
  onCheckedChange,
  label,
  description,
  disabled,
  id,
  className,
  ...rest
}: CheckboxProps) {
  const ownId = useId();
  const field = useFieldControl({ id: id ?? (label === undefined ? undefined : ownId) });
  const controlId = field.id ?? ownId;
  const box = (
    <Radix.Root
      {...rest}
      {...field}
      id={controlId}
      checked={checked}
      disabled={disabled}
      aria-describedby={description === undefined ? field["aria-describedby"] : `${controlId}-description`}
      onCheckedChange={(next) => onCheckedChange(next === true)}
      className={cn(
        // The pseudo-element makes the target 24 px without a bigger box.
        "relative inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-on-accent shadow-xs transition-colors after:absolute after:-inset-1.5 after:content-['']",
        "enabled:hover:border-foreground/70 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent",
        "aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-50",
        label !== undefined && "mt-[0.1875rem]",
        className,
      )}
    >
      <Radix.Indicator>
        {checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
  if (label === undefined) return box;
  return <LabelledControl id={controlId} label={label} control={box} description={description} disabled={disabled} />;
}
