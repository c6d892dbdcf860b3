"use client";

import { useEffect, useState } from "react";
import { describeDuration } from "@/components/ui/duration";

const SECOND = 1000;

/** The time that is left, second by second. A screen reader hears it when it asks, not every second. */
export function Countdown({ until, onOver }: { until: string; onOver?: () => void }) {
  const end = Date.parse(until);
  // Null on the server, whose clock is not the reader's.
  const [now, setNow] = useState<number | null>(null);
  const isOver = now !== null && now >= end;
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), SECOND);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (isOver) onOver?.();
  }, [isOver, onOver]);
  const left = now === null ? null : Math.max(0, Math.ceil((end - now) / SECOND));
  return (
    <time dateTime={until} role="timer" className="tabular">
      {left === null ? "…" : left === 0 ? "over" : describeDuration(left)}
    </time>
  );
}
