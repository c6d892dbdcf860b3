"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

export type PaginationProps = {
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
  summary?: ReactNode;
  pending?: boolean;
};

/** Back and forth through pages of a cursor. */
export function Pagination({ hasPrevious, hasNext, onPrevious, onNext, summary, pending = false }: PaginationProps) {
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <p className="tabular text-muted text-sm">{summary}</p>
      <div className="flex gap-2">
        <Button
          size="sm"
          icon={<ChevronLeft aria-hidden className="rtl:-scale-x-100" />}
          disabled={!hasPrevious || pending}
          onClick={onPrevious}
        >
          Previous
        </Button>
        <Button
          size="sm"
          iconEnd={<ChevronRight aria-hidden className="rtl:-scale-x-100" />}
          disabled={!hasNext}
          loading={pending}
          onClick={onNext}
        >
          Next
        </Button>
      </div>
    </nav>
  );
}
