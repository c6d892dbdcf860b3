"use client";

import type { ReactNode } from "react";
import { cn } from "./class-names";

type LabelledControlProps = {
  id: string;
  label: ReactNode;
  description?: ReactNode;
  control: ReactNode;
  disabled?: boolean;
  /** The control stands after the words, at the far side. */
  trailing?: boolean;
  className?: string;
};

/** A small control with its words beside it; the description's id is `<id>-description`. */
export function LabelledControl({
  id,
  label,
  description,
  control,
  disabled = false,
  trailing = false,
  className,
}: LabelledControlProps) {
  const words = (
    <span className="flex min-w-0 flex-col">
      <label htmlFor={id} className={cn("text-sm", disabled ? "text-subtle" : "cursor-pointer")}>
        {label}
      </label>
      {description !== undefined && (
        <span id={`${id}-description`} className="text-muted text-xs">
          {description}
        </span>
      )}
    </span>
  );
  return (
    <div className={cn("flex min-w-0 items-start gap-2.5", trailing && "justify-between gap-6", className)}>
      {trailing ? words : control}
      {trailing ? control : words}
    </div>
  );
}
