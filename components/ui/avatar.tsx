import { cn } from "./class-names";

const SIZES = { sm: "size-5 text-[0.5625rem]", md: "size-7 text-[0.6875rem]", lg: "size-10 text-sm" };

/** First letters of the first and last word, in any script; an address counts up to its @. */
export function initials(name: string): string {
  const words = (name.split("@")[0] ?? "").split(/[\s._-]+/u).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}

export type AvatarProps = {
  name: string;
  size?: keyof typeof SIZES;
  /** Where the name does not stand beside it. */
  labelled?: boolean;
  className?: string;
};

/** A person or organization by initials: no picture is fetched from anywhere. */
export function Avatar({ name, size = "md", labelled = false, className }: AvatarProps) {
  return (
    <span
      {...(labelled ? { role: "img", "aria-label": name } : { "aria-hidden": true })}
      className={cn(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full border border-line-strong bg-sunken font-semibold text-muted leading-none",
        SIZES[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
