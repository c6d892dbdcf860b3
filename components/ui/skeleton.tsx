import { cn } from "./class-names";

/** The place of what is still coming; give it the size of what comes, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("block h-4 animate-pulse rounded-sm bg-line motion-reduce:animate-none", className)}
    />
  );
}

const WIDTHS = ["w-full", "w-11/12", "w-4/5", "w-2/3"];

/** A paragraph that is still coming. */
export function SkeletonText({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <span role="status" className={cn("flex flex-col gap-2", className)}>
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton key={line} className={cn("h-3.5", WIDTHS[line % WIDTHS.length])} />
      ))}
    </span>
  );
}
