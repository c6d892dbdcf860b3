"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { CONTROL_FRAME, CONTROL_HEIGHT } from "./control-styles";
import { useFieldControl } from "./field-context";

export type InputProps = Omit<ComponentProps<"input">, "prefix"> & {
  prefix?: ReactNode;
  suffix?: ReactNode;
  mono?: boolean;
};

/** One line of text, with what stands before or after it inside the frame. */
export function Input({ prefix, suffix, mono = false, className, ...rest }: InputProps) {
  const field = useFieldControl(rest);
  const plain = prefix === undefined && suffix === undefined;
  const text = mono && "font-mono";
  if (plain) {
    return <input {...rest} {...field} className={cn(CONTROL_FRAME, CONTROL_HEIGHT, "px-2.5", text, className)} />;
  }
  return (
    <span
      className={cn(
        CONTROL_FRAME,
        CONTROL_HEIGHT,
        "flex items-center gap-2 px-2.5 has-[:focus-visible]:border-focus has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-focus has-[:focus-visible]:-outline-offset-1",
        "has-[:disabled]:bg-sunken has-[:disabled]:text-subtle",
        className,
      )}
    >
      {prefix !== undefined && <span className="flex shrink-0 items-center text-muted [&_svg]:size-4">{prefix}</span>}
      <input
        {...rest}
        {...field}
        className={cn("h-full w-full min-w-0 bg-transparent outline-none disabled:cursor-not-allowed", text)}
      />
      {suffix !== undefined && <span className="flex shrink-0 items-center text-muted [&_svg]:size-4">{suffix}</span>}
    </span>
  );
}
