"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId, useMemo } from "react";
import { cn } from "./class-names";
import { FieldContext } from "./field-context";

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  optional?: boolean;
  labelHidden?: boolean;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
};

function useFieldContextValue({ hint, error, required = false }: Pick<FieldProps, "hint" | "error" | "required">) {
  const id = useId();
  const hasHint = hint !== undefined && hint !== null;
  const invalid = error !== undefined && error !== "";
  return useMemo(() => {
    const described = [invalid ? `${id}-error` : "", hasHint ? `${id}-hint` : ""].filter((part) => part !== "");
    return {
      controlId: `${id}-control`,
      labelId: `${id}-label`,
      hintId: `${id}-hint`,
      errorId: `${id}-error`,
      describedBy: described.length > 0 ? described.join(" ") : undefined,
      invalid,
      required,
    };
  }, [id, hasHint, invalid, required]);
}

function Hint({ id, children }: { id: string; children: ReactNode }) {
  if (children === undefined || children === null) return null;
  return (
    <p id={id} className="text-muted text-xs">
      {children}
    </p>
  );
}

function FieldError({ id, children }: { id: string; children: string | undefined }) {
  if (children === undefined || children === "") return null;
  return (
    <p id={id} className="flex items-start gap-1.5 text-danger text-xs">
      <CircleAlert aria-hidden className="mt-[0.1875rem] size-3 shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** A label, a control, a hint and an error that know each other. */
export function Field({
  label,
  hint,
  error,
  required = false,
  optional = false,
  labelHidden = false,
  action,
  children,
  className,
}: FieldProps) {
  const field = useFieldContextValue({ hint, error, required });
  return (
    <FieldContext value={field}>
      <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <div className={cn("flex items-baseline justify-between gap-3", labelHidden && "sr-only")}>
          <label id={field.labelId} htmlFor={field.controlId} className="font-medium text-sm">
            {label}
            {optional && <span className="ms-1.5 font-normal text-subtle">optional</span>}
          </label>
          {action}
        </div>
        {children}
        <Hint id={field.hintId}>{hint}</Hint>
        <FieldError id={field.errorId}>{error}</FieldError>
      </div>
    </FieldContext>
  );
}

export type FieldsetProps = {
  legend: ReactNode;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
  className?: string;
};

/** A named group of controls. */
export function Fieldset({ legend, hint, error, children, className }: FieldsetProps) {
  const id = useId();
  const described = [error ? `${id}-error` : "", hint === undefined ? "" : `${id}-hint`].join(" ").trim();
  return (
    // The legend is not the first child, so it has to be said that it names the group.
    <fieldset
      className={cn("flex min-w-0 flex-col gap-2", className)}
      aria-labelledby={`${id}-legend`}
      aria-describedby={described || undefined}
    >
      <div className="mb-0.5">
        <legend id={`${id}-legend`} className="font-medium text-sm">
          {legend}
        </legend>
        <Hint id={`${id}-hint`}>{hint}</Hint>
      </div>
      {children}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}
