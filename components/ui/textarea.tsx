"use client";

import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { CONTROL_FRAME } from "./control-styles";
import { useFieldControl } from "./field-context";

export type TextareaProps = ComponentProps<"textarea"> & { mono?: boolean };

/** Several lines; grows with its text where the browser can, up to two thirds of the window. */
export function Textarea({ mono = false, rows = 3, className, ...rest }: TextareaProps) {
  const field = useFieldControl(rest);
  return (
    <textarea
      rows={rows}
      {...rest}
      {...field}
      className={cn(
        CONTROL_FRAME,
        "field-sizing-content max-h-[66vh] min-h-16 px-2.5 py-1.5",
        mono && "font-mono",
        className,
      )}
    />
  );
}
