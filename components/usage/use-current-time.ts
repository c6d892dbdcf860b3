"use client";

import { useNow } from "@/components/ui/use-now";

/** Milliseconds: what the server saw for the first paint, then the browser's own clock, anew every 30 s. */
export function useCurrentTime(first: string): number {
  return useNow() || Date.parse(first);
}
