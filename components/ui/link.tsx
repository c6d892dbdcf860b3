import { ExternalLink } from "lucide-react";
import NextLink from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./class-names";

const TONES = {
  accent: "text-accent-text underline-offset-4 hover:underline",
  plain: "text-foreground underline-offset-4 hover:underline",
  muted: "text-muted underline-offset-4 hover:text-foreground hover:underline",
};

export type LinkProps = ComponentProps<typeof NextLink> & { tone?: keyof typeof TONES; external?: boolean };

/** A link in text. `external` opens a new tab and says so. */
export function Link({ tone = "accent", external = false, className, children, ...rest }: LinkProps) {
  return (
    <NextLink
      className={cn("rounded-xs", TONES[tone], className)}
      {...(external ? { target: "_blank", rel: "noreferrer" } : {})}
      {...rest}
    >
      {children}
      {external && (
        <>
          <ExternalLink aria-hidden className="ms-1 inline size-3 align-baseline" />
          <span className="sr-only"> (opens in a new tab)</span>
        </>
      )}
    </NextLink>
  );
}
