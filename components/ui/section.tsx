import { type ReactNode, useId } from "react";
import { cn } from "./class-names";

export type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Words at the side, matter beside them: settings pages. */
  aside?: boolean;
  id?: string;
  className?: string;
};

/** A named part of a page. */
export function Section({ title, description, actions, children, aside = false, id, className }: SectionProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={cn(
        aside ? "grid gap-x-10 gap-y-4 lg:grid-cols-[17rem_minmax(0,1fr)]" : "flex flex-col gap-3",
        className,
      )}
    >
      <div
        className={cn(
          "flex flex-wrap items-end justify-between gap-x-4 gap-y-2",
          aside && "lg:flex-col lg:items-start lg:justify-start",
        )}
      >
        <div className="min-w-0 max-w-prose">
          <h2 id={headingId} className="font-semibold text-lg">
            {title}
          </h2>
          {description !== undefined && <p className="text-muted text-sm">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
