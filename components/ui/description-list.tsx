import type { ReactNode } from "react";
import { cn } from "./class-names";

const COLUMNS = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-2 lg:grid-cols-3" };

export type DescriptionListProps = {
  items: readonly { term: string; description: ReactNode; hint?: ReactNode }[];
  columns?: 1 | 2 | 3;
  className?: string;
};

/** Names and values. With one column they stand side by side, with more one over the other. */
export function DescriptionList({ items, columns = 1, className }: DescriptionListProps) {
  return (
    <dl
      className={cn(
        "grid gap-x-8 text-sm",
        columns === 1 ? "divide-y divide-line" : "gap-y-4",
        COLUMNS[columns],
        className,
      )}
    >
      {items.map((item) => (
        <div
          key={item.term}
          className={cn(
            "min-w-0",
            columns === 1 && "grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[10rem_minmax(0,1fr)]",
          )}
        >
          <dt className="text-muted">{item.term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {item.description}
            {item.hint !== undefined && <div className="text-subtle text-xs">{item.hint}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
