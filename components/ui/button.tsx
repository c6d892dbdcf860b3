import { cva, type VariantProps } from "class-variance-authority";
import NextLink from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { Spinner } from "./spinner";

/** The look of a button, for the few things that must look like one and are not. */
export const buttonStyles = cva(
  [
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium select-none",
    "transition-colors duration-100 [&_svg]:shrink-0",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  ],
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-on-accent shadow-xs enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-foreground shadow-xs enabled:hover:bg-hover [a&]:hover:bg-hover",
        ghost:
          "border-transparent bg-transparent text-muted enabled:hover:bg-hover enabled:hover:text-foreground [a&]:hover:bg-hover [a&]:hover:text-foreground",
        danger:
          "border-transparent bg-danger-solid text-on-accent shadow-xs enabled:hover:bg-danger-solid-hover [a&]:hover:bg-danger-solid-hover",
        link: "border-transparent bg-transparent text-accent-text underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-7 px-2.5 text-xs pointer-coarse:h-9 [&_svg]:size-3.5",
        md: "h-8 px-3 text-sm pointer-coarse:h-10 [&_svg]:size-4",
        lg: "h-10 px-4 text-base [&_svg]:size-4",
      },
    },
    compoundVariants: [{ variant: "link", className: "px-1" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Look = VariantProps<typeof buttonStyles> & { icon?: ReactNode; iconEnd?: ReactNode };

export type ButtonProps = ComponentProps<"button"> & Look & { loading?: boolean; loadingLabel?: string };

/** `loading` keeps the width and the focus, says so to screen readers, and swallows clicks. */
export function Button({
  variant,
  size,
  icon,
  iconEnd,
  loading = false,
  loadingLabel = "Working",
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={cn(buttonStyles({ variant, size }), className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      <span className={cn("inline-flex min-w-0 items-center gap-1.5", loading && "opacity-0")}>
        {icon}
        {children}
        {iconEnd}
      </span>
      {loading && (
        <span className="absolute inset-0 flex items-center justify-center">
          <Spinner label={loadingLabel} />
        </span>
      )}
    </button>
  );
}

export type ButtonLinkProps = ComponentProps<typeof NextLink> & Look;

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant, size, icon, iconEnd, className, children, ...rest }: ButtonLinkProps) {
  return (
    <NextLink className={cn(buttonStyles({ variant, size }), className)} {...rest}>
      {icon}
      {children}
      {iconEnd}
    </NextLink>
  );
}
