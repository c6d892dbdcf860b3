import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import NextLink from "next/link";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { Count } from "./count";

export type StatDelta = {
  /** Percent against the time before. */
  value: number;
  label: string;
  /** Which direction is good news; without it neither is. */
  good?: "up" | "down";
};

export type StatProps = {
  label: string;
  value: number | ReactNode;
  unit?: string;
  delta?: StatDelta;
  href?: string;
  hint?: ReactNode;
  chart?: ReactNode;
  tone?: "neutral" | "warning" | "danger";
  className?: string;
};

function Delta({ value, label, good }: StatDelta) {
  const direction = value > 0 ? "up" : value < 0 ? "down" : "same";
  const Icon = { up: ArrowUp, down: ArrowDown, same: Minus }[direction];
  const tone =
    good === undefined || direction === "same" ? "text-muted" : direction === good ? "text-success" : "text-danger";
  return (
    <span className={cn("inline-flex items-center gap-1 text-xs", tone)}>
      <Icon aria-hidden className="size-3" />
      <span className="tabular">
        {direction === "same" ? "no change" : `${direction} ${Math.abs(Math.round(value))}%`}
      </span>
      <span className="text-subtle">{label}</span>
    </span>
  );
}

/** One number that matters; it leads to what it counts. */
export function Stat({ label, value, unit, delta, href, hint, chart, tone = "neutral", className }: StatProps) {
  const number = typeof value === "number" ? <Count value={value} compact /> : value;
  return (
    <div
      className={cn(
        "relative flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3",
        href !== undefined &&
          "transition-colors hover:border-control has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-focus has-[a:focus-visible]:outline-offset-2",
        className,
      )}
    >
      <div className="text-muted text-sm">
        {href === undefined ? (
          label
        ) : (
          <NextLink href={href} className="after:absolute after:inset-0 focus-visible:outline-none">
            {label}
          </NextLink>
        )}
      </div>
      <div className="flex items-end justify-between gap-3">
        <p
          className={cn(
            "tabular font-semibold text-2xl tracking-tight",
            tone === "warning" && "text-warning",
            tone === "danger" && "text-danger",
          )}
        >
          {number}
          {unit !== undefined && <span className="ms-1 font-normal text-base text-muted">{unit}</span>}
        </p>
        {chart}
      </div>
      {delta !== undefined && <Delta {...delta} />}
      {hint !== undefined && <p className="text-subtle text-xs">{hint}</p>}
    </div>
  );
}
