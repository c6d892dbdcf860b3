"use client";

import { type RefObject, useEffect, useState } from "react";

/** Whether the content is wider than its frame: only then does the frame scroll, so that a sticky head stays one. */
export function useOverflowing(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): boolean {
  const [overflowing, setOverflowing] = useState(false);
  useEffect(() => {
    const outer = frame.current;
    const inner = content.current;
    if (outer === null || inner === null) return;
    const observer = new ResizeObserver(() => setOverflowing(inner.offsetWidth > outer.clientWidth + 1));
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [frame, content]);
  return overflowing;
}
