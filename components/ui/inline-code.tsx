import type { ReactNode } from "react";

/** A few characters of code in a sentence. */
export function InlineCode({ children }: { children: ReactNode }) {
  return (
    <code
      translate="no"
      dir="ltr"
      className="rounded-xs border border-line bg-sunken px-1 py-px font-mono text-[0.92em] [overflow-wrap:anywhere]"
    >
      {children}
    </code>
  );
}
