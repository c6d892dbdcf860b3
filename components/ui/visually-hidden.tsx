import type { ReactNode } from "react";

/** The first stop of the keyboard: jumps past the navigation. */
export function SkipLink({ href = "#main", children = "Skip to content" }: { href?: string; children?: ReactNode }) {
  return (
    <a
      href={href}
      className="sr-only z-70 rounded-md bg-accent px-3 py-2 text-on-accent text-sm focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
    >
      {children}
    </a>
  );
}
