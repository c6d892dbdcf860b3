"use client";

import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

const styles = cva(
  [
    "inline-flex shrink-0 items-center justify-center rounded-md border transition-colors duration-100",
    "disabled:cursor-not-allowed disabled:opacity-50",
  ],
  {
    variants: {
      variant: {
        ghost: "border-transparent text-muted enabled:hover:bg-hover enabled:hover:text-foreground",
        secondary: "border-line-strong bg-surface text-foreground shadow-xs enabled:hover:bg-hover",
        danger: "border-transparent text-danger enabled:hover:bg-danger-soft",
      },
      size: {
        sm: "size-6 pointer-coarse:size-9 [&_svg]:size-3.5",
        md: "size-8 pointer-coarse:size-10 [&_svg]:size-4",
      },
    },
    defaultVariants: { variant: "ghost", size: "md" },
  },
);

export type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> &
  VariantProps<typeof styles> & { label: string; icon: ReactNode; loading?: boolean; tooltip?: boolean };

/** A button that is only a picture; `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  icon,
  variant,
  size,
  loading = false,
  tooltip = true,
  type = "button",
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type={type}
      aria-label={label}
      aria-busy={loading || undefined}
      className={cn(styles({ variant, size }), className)}
      onClick={loading ? undefined : onClick}
      {...rest}
    >
      {loading ? <Spinner label="" /> : icon}
    </button>
  );
  return tooltip ? <Tooltip content={label}>{button}</Tooltip> : button;
}
