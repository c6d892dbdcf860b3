import type { ReactNode } from "react";
import type { EnvironmentColor, Sensitivity } from "@/lib/core/enums";
import { cn } from "./class-names";

const SENSITIVITY_WORDS = { low: "low sensitivity", moderate: "moderate sensitivity", high: "high sensitivity" };

// Drawn on a 12-unit grid: a circle, a diamond, a shield.
const SHAPES: Record<Sensitivity, ReactNode> = {
  low: <circle cx="6" cy="6" r="4" />,
  moderate: <path d="M6 .9 11.1 6 6 11.1.9 6Z" />,
  high: <path d="M6 .4 11 2.2v3.5c0 2.9-2 4.9-5 5.9-3-1-5-3-5-5.9V2.2Z" />,
};

export function environmentColorVariable(color: EnvironmentColor): string {
  return `var(--environment-${color})`;
}

export type EnvironmentMarkProps = { color: EnvironmentColor; sensitivity: Sensitivity; className?: string };

/** The shape and colour of an environment; its name must stand beside it. */
export function EnvironmentMark({ color, sensitivity, className }: EnvironmentMarkProps) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={cn("size-2.5 shrink-0", className)}
      style={{ fill: environmentColorVariable(color) }}
    >
      {SHAPES[sensitivity]}
    </svg>
  );
}

export type EnvironmentBadgeProps = {
  name: string;
  color: EnvironmentColor;
  sensitivity: Sensitivity;
  size?: "sm" | "md";
  className?: string;
};

function tint(color: EnvironmentColor, share: number, base: string) {
  return `color-mix(in oklab, ${environmentColorVariable(color)} ${share}%, ${base})`;
}

/** Which environment is at stake: its name, its colour, and a shape for its sensitivity (a shield where it is high). */
export function EnvironmentBadge({ name, color, sensitivity, size = "sm", className }: EnvironmentBadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex max-w-full items-center gap-1.5 align-middle whitespace-nowrap rounded-sm border font-medium text-foreground",
        size === "sm" ? "h-5 px-1.5 text-xs" : "h-7 px-2 text-sm",
        className,
      )}
      style={{ backgroundColor: tint(color, 9, "var(--surface)"), borderColor: tint(color, 38, "var(--line)") }}
    >
      <EnvironmentMark color={color} sensitivity={sensitivity} />
      <bdi className="truncate">{name}</bdi>
      {sensitivity === "high" && <span className="sr-only">, {SENSITIVITY_WORDS.high}</span>}
    </span>
  );
}

export type EnvironmentBannerProps = EnvironmentMarkProps & { name: string; children?: ReactNode };

/** Stands over every form that makes or changes something in an environment. */
export function EnvironmentBanner({ name, color, sensitivity, children, className }: EnvironmentBannerProps) {
  return (
    <div
      className={cn("flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border px-3.5 py-2.5 text-sm", className)}
      style={{
        backgroundColor: tint(color, 7, "var(--surface)"),
        borderColor: tint(color, 38, "var(--line)"),
        boxShadow: `inset 3px 0 0 ${environmentColorVariable(color)}`,
      }}
    >
      <span className="flex min-w-0 items-center gap-2 font-semibold">
        <EnvironmentMark color={color} sensitivity={sensitivity} className="size-3.5" />
        <bdi className="truncate">{name}</bdi>
      </span>
      <span className="text-muted">{children ?? `An environment of ${SENSITIVITY_WORDS[sensitivity]}.`}</span>
    </div>
  );
}
