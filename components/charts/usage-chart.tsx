"use client";

import { ChartColumn, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import NextLink from "next/link";
import { useMemo, useState } from "react";
import { Count } from "@/components/ui/count";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { useHydrated } from "@/components/ui/use-hydrated";
import { countFamilies, FAMILY_COLORS, FAMILY_LABELS, OUTCOME_FAMILIES } from "./outcome-families";
import { describeBucket, describeUsage, type UsageInterval, type UsagePoint } from "./usage-words";

// recharts is larger than all the rest of a page; it comes after the page stands.
const UsagePlot = dynamic(() => import("./usage-plot").then((module) => module.UsagePlot), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

export type UsageBucket = { start: string; total: number; outcomes: Readonly<Record<string, number>> };

export type UsageChartProps = {
  label: string;
  /** Undefined while loading. */
  buckets: readonly UsageBucket[] | undefined;
  interval: UsageInterval;
  shape?: "area" | "bars";
  /** Pixels. */
  height?: number;
  isLoading?: boolean;
  emptyText?: string;
  /** Where the events behind a bucket are. */
  bucketHref?: (start: string) => string;
};

function Legend({ points }: { points: readonly UsagePoint[] }) {
  const shown = OUTCOME_FAMILIES.map((family) => ({
    family,
    count: points.reduce((sum, point) => sum + point[family], 0),
  })).filter(({ family, count }) => count > 0 || family === "valid");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {shown.map(({ family, count }) => (
        <li key={family} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-xs" style={{ backgroundColor: FAMILY_COLORS[family] }} />
          <span className="text-muted">{FAMILY_LABELS[family]}</span>
          <Count value={count} compact className="font-medium" />
        </li>
      ))}
    </ul>
  );
}

type TableProps = Pick<UsageChartProps, "label" | "interval" | "height" | "bucketHref"> & {
  points: readonly UsagePoint[];
  locale: string;
};

function UsageTable({ label, points, interval, height, bucketHref, locale }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      style={{ height }}
      className="overflow-auto rounded-md border border-line focus-visible:-outline-offset-2"
    >
      <table aria-label={label} className="w-full text-sm">
        <thead>
          <tr>
            {["Start", "Total", ...OUTCOME_FAMILIES.map((family) => FAMILY_LABELS[family])].map((head) => (
              <th
                key={head}
                scope="col"
                className="sticky top-0 bg-sunken px-3 py-1.5 text-end font-medium text-muted text-xs first:text-start"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {points.map((point) => (
            <tr key={point.start} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap px-3 py-1 text-start font-normal">
                {bucketHref === undefined ? (
                  describeBucket(point.start, interval, "whole", locale)
                ) : (
                  <NextLink href={bucketHref(point.start)} className="text-accent-text hover:underline">
                    {describeBucket(point.start, interval, "whole", locale)}
                  </NextLink>
                )}
              </th>
              <td className="px-3 py-1 text-end font-medium">
                <Count value={point.total} />
              </td>
              {OUTCOME_FAMILIES.map((family) => (
                <td key={family} className="px-3 py-1 text-end">
                  <Count value={point[family]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Verifications over time by outcome: a picture, the same as a table, and in one sentence. */
export function UsageChart({
  label,
  buckets,
  interval,
  shape = "bars",
  height = 220,
  isLoading = false,
  emptyText = "Nothing was verified in this period.",
  bucketHref,
}: UsageChartProps) {
  const [view, setView] = useState<"picture" | "table">("picture");
  const locale = useHydrated() ? navigator.language : "en-GB";
  const points = useMemo(
    () => buckets?.map(({ start, total, outcomes }) => ({ start, total, ...countFamilies(outcomes) })),
    [buckets],
  );

  if (points === undefined) {
    return (
      <div role="status" style={{ height: height + 36 }} className="flex">
        <span className="sr-only">Loading {label}</span>
        <Skeleton className="h-full w-full" />
      </div>
    );
  }
  if (points.every((point) => point.total === 0) && !isLoading) {
    return (
      <div className="flex items-center justify-center" style={{ minHeight: height + 36 }}>
        <EmptyState compact icon={<ChartColumn />} title="No usage">
          {emptyText}
        </EmptyState>
      </div>
    );
  }
  return (
    <figure aria-label={label} aria-busy={isLoading} className="flex min-w-0 flex-col gap-3">
      <div className="flex min-h-6 items-center justify-between gap-3">
        <Legend points={points} />
        <IconButton
          size="sm"
          label={view === "picture" ? "Show as table" : "Show as chart"}
          icon={view === "picture" ? <Table2 /> : <ChartColumn />}
          onClick={() => setView(view === "picture" ? "table" : "picture")}
        />
      </div>
      {view === "picture" ? (
        <div role="img" aria-label={`${label}. ${describeUsage(points, interval, locale)}`} style={{ height }}>
          <UsagePlot points={points} interval={interval} shape={shape} locale={locale} bucketHref={bucketHref} />
        </div>
      ) : (
        <UsageTable
          label={label}
          points={points}
          interval={interval}
          height={height}
          bucketHref={bucketHref}
          locale={locale}
        />
      )}
    </figure>
  );
}
