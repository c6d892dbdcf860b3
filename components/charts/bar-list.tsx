import NextLink from "next/link";
import type { ReactNode } from "react";
import { Count } from "@/components/ui/count";

const TONES = {
  accent: "var(--accent)",
  valid: "var(--chart-valid)",
  refused: "var(--chart-refused)",
  limited: "var(--chart-limited)",
  error: "var(--chart-error)",
};

export type BarListItem = {
  id: string;
  label: ReactNode;
  value: number;
  href?: string;
  detail?: ReactNode;
  tone?: keyof typeof TONES;
};

export type BarListProps = {
  label: string;
  items: readonly BarListItem[];
  max?: number;
  unit?: string;
  emptyText?: string;
};

/** The largest of many, each with its count and the way to what was counted. */
export function BarList({ label, items, max = 10, unit, emptyText = "Nothing in this period." }: BarListProps) {
  const shown = [...items].sort((a, b) => b.value - a.value).slice(0, max);
  const top = Math.max(1, ...shown.map((item) => item.value));
  const rest = items.length - shown.length;
  if (shown.length === 0) return <p className="py-4 text-center text-muted text-sm">{emptyText}</p>;
  return (
    <div className="flex flex-col gap-1">
      <ol aria-label={label} className="flex flex-col gap-1">
        {shown.map((item) => (
          <li
            key={item.id}
            className="relative flex min-h-8 items-center justify-between gap-3 rounded-sm px-2 text-sm"
          >
            <span
              aria-hidden
              className="absolute inset-y-0 start-0 rounded-sm opacity-15 dark:opacity-25"
              style={{
                width: `${Math.max(0.5, (item.value / top) * 100)}%`,
                backgroundColor: TONES[item.tone ?? "accent"],
              }}
            />
            <span className="relative min-w-0 flex-1 truncate">
              {item.href === undefined ? (
                item.label
              ) : (
                <NextLink href={item.href} className="rounded-xs py-1 hover:underline">
                  {item.label}
                </NextLink>
              )}
              {item.detail !== undefined && <span className="ms-2 text-muted text-xs">{item.detail}</span>}
            </span>
            <Count value={item.value} compact className="relative font-medium" />
            {unit !== undefined && <span className="sr-only">{unit}</span>}
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <p className="px-2 text-subtle text-xs">
          and <Count value={rest} /> more
        </p>
      )}
    </div>
  );
}
