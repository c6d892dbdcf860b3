"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

export type ChipProps = { children: ReactNode; onRemove?: () => void; removeLabel?: string; mono?: boolean };

/** One value of several, with a way to take it out. */
export function Chip({ children, onRemove, removeLabel = "Remove", mono = false }: ChipProps) {
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-sm border border-line bg-sunken ps-1.5 text-xs">
      <bdi className={cn("truncate", mono && "font-mono", onRemove === undefined && "pe-1.5")}>{children}</bdi>
      {onRemove !== undefined && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:text-foreground focus-visible:-outline-offset-2"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </span>
  );
}
