import { Progress as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";

const TONES = { accent: "bg-accent", success: "bg-success", warning: "bg-warning", danger: "bg-danger-solid" };

export type ProgressProps = {
  /** Null where it is not known how much is left. */
  value: number | null;
  max?: number;
  label: string;
  detail?: ReactNode;
  tone?: keyof typeof TONES;
  labelHidden?: boolean;
};

/** How far something is. */
export function Progress({ value, max = 100, label, detail, tone = "accent", labelHidden = false }: ProgressProps) {
  const share = value === null || max === 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div className="flex w-full flex-col gap-1.5">
      {!labelHidden && (
        <div className="flex justify-between gap-3 text-sm">
          <span>{label}</span>
          <span className="tabular text-muted">
            {detail ?? (value === null ? null : `${Math.round(share * 100)}%`)}
          </span>
        </div>
      )}
      <Radix.Root
        value={value === null ? null : Math.min(max, Math.max(0, value))}
        max={max}
        aria-label={label}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <Radix.Indicator
          className={cn(
            "h-full rounded-full transition-[width] duration-300",
            TONES[tone],
            value === null && "w-2/5 animate-indeterminate",
          )}
          style={value === null ? undefined : { width: `${share * 100}%` }}
        />
      </Radix.Root>
    </div>
  );
}
