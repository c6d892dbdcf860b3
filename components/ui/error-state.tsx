"use client";

import { CircleAlert, RefreshCw } from "lucide-react";
import { Button } from "./button";
import { cn } from "./class-names";
import { toProblem } from "./problem";
import { RequestId } from "./request-id";

export type ErrorStateProps = {
  /** Anything thrown. */
  error?: unknown;
  title?: string;
  message?: string;
  requestId?: string;
  onRetry?: () => void;
  compact?: boolean;
};

/** What could not be shown, its request id, and a way on. */
export function ErrorState({ error, title, message, requestId, onRetry, compact = false }: ErrorStateProps) {
  const problem = toProblem(error);
  const id = requestId ?? problem.requestId;
  const words = message ?? (title === undefined ? problem.detail : error === undefined ? undefined : problem.title);
  return (
    <div role="alert" className={cn("flex flex-col items-center gap-2 px-6 text-center", compact ? "py-6" : "py-14")}>
      <span
        aria-hidden
        className="mb-1 flex size-10 items-center justify-center rounded-lg border border-danger-line bg-danger-soft text-danger"
      >
        <CircleAlert className="size-5" />
      </span>
      <p className="font-medium text-base">{title ?? problem.title}</p>
      {words !== undefined && <p className="max-w-md text-muted text-sm">{words}</p>}
      {onRetry !== undefined && (
        <Button icon={<RefreshCw aria-hidden />} onClick={onRetry} className="mt-2">
          Try again
        </Button>
      )}
      {id !== undefined && (
        <div className="mt-1 text-muted">
          <RequestId value={id} />
        </div>
      )}
    </div>
  );
}
