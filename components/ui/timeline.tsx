import { CircleDot } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { DateTime } from "./date-time";

const TONES = {
  neutral: "border-line-strong bg-surface text-muted",
  info: "border-info-line bg-info-soft text-info",
  success: "border-success-line bg-success-soft text-success",
  warning: "border-warning-line bg-warning-soft text-warning",
  danger: "border-danger-line bg-danger-soft text-danger",
};

export type TimelineItem = {
  id: string;
  title: ReactNode;
  at?: string | Date;
  actor?: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  tone?: keyof typeof TONES;
};

/** What happened, one under the other. */
export function Timeline({ items, label = "Timeline" }: { items: readonly TimelineItem[]; label?: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map((item, index) => (
        <li key={item.id} className="relative flex gap-3 pb-5 last:pb-0">
          {index < items.length - 1 && <span aria-hidden className="absolute start-3 top-7 bottom-0.5 w-px bg-line" />}
          <span
            aria-hidden
            className={cn(
              "flex size-6 shrink-0 items-center justify-center rounded-full border [&_svg]:size-3.5",
              TONES[item.tone ?? "neutral"],
            )}
          >
            {item.icon ?? <CircleDot />}
          </span>
          <div className="flex min-w-0 flex-1 flex-col gap-0.5 pt-0.5">
            <div className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span className="min-w-0 [overflow-wrap:anywhere]">{item.title}</span>
              <span className="text-subtle text-xs">
                {item.actor}
                {item.actor !== undefined && item.at !== undefined && " · "}
                {item.at !== undefined && <DateTime value={item.at} />}
              </span>
            </div>
            {item.description !== undefined && <div className="text-muted text-sm">{item.description}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
