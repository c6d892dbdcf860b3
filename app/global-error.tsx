"use client";

import { useEffect, useRef } from "react";
import "./globals.css";

/** The last resort: the layout itself has failed, so nothing of it is used here. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <html lang="en">
      <body className="flex min-h-dvh items-center justify-center p-6 font-sans">
        <title>Something went wrong · Latchkey</title>
        <main className="flex max-w-md flex-col items-start gap-3">
          <h1 ref={heading} tabIndex={-1} className="font-semibold text-2xl tracking-tight outline-none">
            Something went wrong
          </h1>
          <p className="text-muted">
            The page could not be shown. Nothing that you sent was lost by this page failing.
          </p>
          {error.digest !== undefined && (
            <p className="text-muted text-sm">
              Error <span className="select-all font-mono">{error.digest}</span>
            </p>
          )}
          <button
            type="button"
            onClick={reset}
            className="mt-2 h-8 rounded-md bg-accent px-3 font-medium text-on-accent text-sm hover:bg-accent-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
