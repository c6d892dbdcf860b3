import type { ReactNode } from "react";

/** Text with its http(s) addresses as links; everything else stays text. */
export function linkified(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s<>"')\]]+)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
      <a key={index} href={part} className="text-accent-text underline underline-offset-4">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
