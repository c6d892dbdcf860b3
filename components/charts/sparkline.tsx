const TONES = {
  accent: "var(--accent-text)",
  neutral: "var(--subtle)",
  danger: "var(--danger)",
  valid: "var(--chart-valid)",
};

export type SparklineProps = {
  values: readonly number[];
  label: string;
  width?: number;
  height?: number;
  tone?: keyof typeof TONES;
};

/** The points of the line in a box of `width` × `height`, from zero, so that a small change looks small. */
export function sparklinePoints(values: readonly number[], width: number, height: number): [number, number][] {
  const top = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const round = (value: number) => Math.round(value * 100) / 100;
  return values.map((value, index) => [round(index * step), round(height - (Math.max(0, value) / top) * height)]);
}

/** The course of a number in one glance; plain SVG. */
export function Sparkline({ values, label, width = 96, height = 24, tone = "accent" }: SparklineProps) {
  const inset = 1.5;
  const points = sparklinePoints(values, width - 2 * inset, height - 2 * inset);
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="shrink-0 overflow-visible"
    >
      <g transform={`translate(${inset} ${inset})`}>
        {points.length > 1 && (
          <>
            <polygon
              points={`0,${height - 2 * inset} ${line} ${width - 2 * inset},${height - 2 * inset}`}
              fill={TONES[tone]}
              opacity={0.12}
            />
            <polyline
              points={line}
              fill="none"
              stroke={TONES[tone]}
              strokeWidth={1.5}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          </>
        )}
      </g>
    </svg>
  );
}
