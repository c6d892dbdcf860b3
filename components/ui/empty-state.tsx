import type { ReactNode } from "react";
import { cn } from "./class-names";

export type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  compact?: boolean;
};

/** There is nothing here, why, and what to do about it. */
export function EmptyState({ icon, title, children, action, compact = false }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center px-6 text-center", compact ? "gap-1.5 py-6" : "gap-2 py-14")}>
      {icon !== undefined && (
        <span
          aria-hidden
          className={cn(
            "flex items-center justify-center rounded-lg border border-line bg-sunken text-muted",
            compact ? "mb-0.5 size-8 [&_svg]:size-4" : "mb-1 size-10 [&_svg]:size-5",
          )}
        >
          {icon}
        </span>
      )}
      <p className="font-medium text-base">{title}</p>
      {children !== undefined && <div className="max-w-md text-muted text-sm">{children}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
