"use client";

import { useState } from "react";
import { Button } from "./button";
import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

export type CodeBlockProps = {
  code: string;
  label: string;
  language?: string;
  /** What is copied, where it differs from what is shown. */
  copyValue?: string;
  wrap?: boolean;
  maxLines?: number;
  className?: string;
};

/** Code to read and to take away. */
export function CodeBlock({ code, label, language, copyValue, wrap = false, maxLines, className }: CodeBlockProps) {
  const [whole, setWhole] = useState(false);
  const lines = code.split("\n");
  const cut = maxLines !== undefined && lines.length > maxLines && !whole;
  return (
    <figure className={cn("min-w-0 overflow-hidden rounded-lg border border-line bg-sunken", className)}>
      <figcaption className="flex h-9 items-center justify-between gap-2 border-line border-b ps-3.5 pe-1.5 text-muted text-xs">
        <span className="truncate">
          {label}
          {language !== undefined && <span className="ms-2 text-subtle">{language}</span>}
        </span>
        <CopyButton value={copyValue ?? code} label={`Copy ${label}`} />
      </figcaption>
      <section
        // Wide code scrolls, and what scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
        tabIndex={0}
        aria-label={label}
        className="overflow-x-auto focus-visible:-outline-offset-2"
      >
        <pre
          translate="no"
          dir="ltr"
          className={cn(
            "px-3.5 py-3 font-mono text-xs leading-5",
            wrap && "whitespace-pre-wrap [overflow-wrap:anywhere]",
          )}
        >
          <code>{cut ? lines.slice(0, maxLines).join("\n") : code}</code>
        </pre>
      </section>
      {maxLines !== undefined && lines.length > maxLines && (
        <div className="border-line border-t p-1">
          <Button size="sm" variant="ghost" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? "Show less" : `Show all ${lines.length} lines`}
          </Button>
        </div>
      )}
    </figure>
  );
}
