"use client";

import { useRouter } from "next/navigation";
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { FAMILY_COLORS, FAMILY_LABELS, OUTCOME_FAMILIES } from "./outcome-families";
import { describeBucket, type UsageInterval, type UsagePoint } from "./usage-words";

export type UsagePlotProps = {
  points: readonly UsagePoint[];
  interval: UsageInterval;
  shape: "area" | "bars";
  locale: string;
  bucketHref?: ((start: string) => string) | undefined;
};

const TICK = { fill: "var(--subtle)", fontSize: 11 };
const CURSOR = { area: { stroke: "var(--control)" }, bars: { fill: "var(--hover)" } };

function TooltipContent({ point, interval, locale }: { point: UsagePoint; interval: UsageInterval; locale: string }) {
  const number = new Intl.NumberFormat(locale);
  const families = [...OUTCOME_FAMILIES].reverse().filter((family) => point[family] > 0);
  return (
    <div className="tabular min-w-36 rounded-md border border-line-strong bg-raised px-2.5 py-2 text-xs shadow-md">
      <div className="mb-1 flex justify-between gap-4 font-medium">
        <span>{describeBucket(point.start, interval, "whole", locale)}</span>
        <span>{number.format(point.total)}</span>
      </div>
      {families.map((family) => (
        <div key={family} className="flex items-center justify-between gap-4">
          <span className="flex items-center gap-1.5 text-muted">
            <span className="size-2 rounded-xs" style={{ backgroundColor: FAMILY_COLORS[family] }} />
            {FAMILY_LABELS[family]}
          </span>
          <span>{number.format(point[family])}</span>
        </div>
      ))}
    </div>
  );
}

/** The picture alone; `usage-chart` loads it late and gives it its words. */
export function UsagePlot({ points, interval, shape, locale, bucketHref }: UsagePlotProps) {
  const router = useRouter();
  const compact = new Intl.NumberFormat(locale, { notation: "compact" });
  const shared = {
    data: [...points],
    margin: { top: 4, right: 4, bottom: 0, left: 0 },
    // The words of the figure stand around it; an `application` inside a picture would only confuse.
    accessibilityLayer: false,
    onClick: ({ activeLabel }: { activeLabel?: string | number | undefined }) => {
      if (bucketHref !== undefined && activeLabel !== undefined) router.push(bucketHref(String(activeLabel)));
    },
    className: bucketHref === undefined ? undefined : "cursor-pointer",
  };
  const frame = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="start"
        tickFormatter={(start: string) => describeBucket(start, interval, "tick", locale)}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line)" }}
        minTickGap={28}
      />
      <YAxis
        tickFormatter={(value: number) => compact.format(value)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={40}
        allowDecimals={false}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR[shape]}
        content={({ active, label }) => {
          const point = active ? points.find((candidate) => candidate.start === label) : undefined;
          return point === undefined ? null : <TooltipContent point={point} interval={interval} locale={locale} />;
        }}
      />
    </>
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      {shape === "area" ? (
        <AreaChart {...shared}>
          {frame}
          {OUTCOME_FAMILIES.map((family) => (
            <Area
              key={family}
              dataKey={family}
              stackId="outcome"
              type="monotone"
              stroke={FAMILY_COLORS[family]}
              strokeWidth={1.5}
              fill={FAMILY_COLORS[family]}
              fillOpacity={0.28}
              isAnimationActive={false}
              activeDot={{ r: 3 }}
            />
          ))}
        </AreaChart>
      ) : (
        <BarChart {...shared} barCategoryGap="18%">
          {frame}
          {OUTCOME_FAMILIES.map((family) => (
            <Bar
              key={family}
              dataKey={family}
              stackId="outcome"
              fill={FAMILY_COLORS[family]}
              maxBarSize={36}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      )}
    </ResponsiveContainer>
  );
}
