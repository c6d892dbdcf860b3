import { LoaderCircle } from "lucide-react";
import { cn } from "./class-names";

export type SpinnerProps = { label?: string; size?: "sm" | "md" | "lg"; className?: string };

const SIZES = { sm: "size-3.5", md: "size-4", lg: "size-6" };

/** Says that something is under way. Where the words stand beside it already, pass `label=""`. */
export function Spinner({ label = "Loading", size = "md", className }: SpinnerProps) {
  return (
    <span role={label === "" ? undefined : "status"} className={cn("inline-flex", className)}>
      <LoaderCircle aria-hidden className={cn("animate-spin motion-reduce:animate-none", SIZES[size])} />
      {label !== "" && <span className="sr-only">{label}</span>}
    </span>
  );
}
