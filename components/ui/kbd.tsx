"use client";

import { cn } from "./class-names";
import { isApple } from "./platform";
import { useHydrated } from "./use-hydrated";

const SYMBOLS: Record<string, string> = { enter: "↵", up: "↑", down: "↓", esc: "Esc", shift: "⇧" };

/** Keys to press: `mod+k` together, `g k` one after the other. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const hydrated = useHydrated();
  const mod = hydrated && isApple() ? "⌘" : "Ctrl";
  const caps = keys.split(/[ +]/).map((key) => (key === "mod" ? mod : (SYMBOLS[key] ?? key.toUpperCase())));
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-[0.6875rem] text-muted"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
