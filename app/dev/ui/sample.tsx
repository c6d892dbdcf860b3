import type { ReactNode } from "react";

/** A named row of samples. */
export function Sample({ label, children, block = false }: { label: string; children: ReactNode; block?: boolean }) {
  return (
    <div className="grid min-w-0 gap-x-6 gap-y-2 border-line border-t py-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <p className="pt-1 text-muted text-xs">{label}</p>
      <div className={block ? "min-w-0" : "flex min-w-0 flex-wrap items-center gap-3"}>{children}</div>
    </div>
  );
}
