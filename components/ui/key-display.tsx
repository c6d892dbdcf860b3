import { CopyButton } from "./copy-button";

export type KeyDisplayProps = {
  /** What stands before the secret part, as stored: `acme_prod_4f`. */
  prefix: string;
  last4: string;
  copyable?: boolean;
};

/** A key by what is known of it: its first characters and its last four. Never the secret. */
export function KeyDisplay({ prefix, last4, copyable = false }: KeyDisplayProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <code translate="no" dir="ltr" className="truncate whitespace-nowrap font-mono text-xs">
        <span className="sr-only">
          Key that starts with {prefix} and ends with {last4}
        </span>
        <span aria-hidden>
          {prefix}
          <span className="text-subtle">…</span>
          {last4}
        </span>
      </code>
      {copyable && <CopyButton value={`${prefix}…${last4}`} label="Copy the visible part" />}
    </span>
  );
}
