import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./class-names";

const styles = cva(
  "inline-flex h-5 max-w-full align-middle items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-line bg-sunken text-muted",
        accent: "border-accent-line bg-accent-soft text-accent-text",
        info: "border-info-line bg-info-soft text-info",
        success: "border-success-line bg-success-soft text-success",
        warning: "border-warning-line bg-warning-soft text-warning",
        danger: "border-danger-line bg-danger-soft text-danger",
      },
      appearance: { soft: "", outline: "bg-transparent" },
    },
    defaultVariants: { tone: "neutral", appearance: "soft" },
  },
);

export type Tone = NonNullable<VariantProps<typeof styles>["tone"]>;

export type BadgeProps = VariantProps<typeof styles> & { icon?: ReactNode; children: ReactNode; className?: string };

/** A short word about a thing. */
export function Badge({ tone, appearance, icon, children, className }: BadgeProps) {
  return (
    <span className={cn(styles({ tone, appearance }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
