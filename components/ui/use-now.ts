"use client";

import { useSyncExternalStore } from "react";

const PERIOD = 30_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, PERIOD);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const idle = () => () => {};

/** Milliseconds since 1970, anew every 30 s: one timer for a page full of relative times. */
export function useNow(active = true): number {
  return useSyncExternalStore(
    active ? subscribe : idle,
    () => now,
    () => 0,
  );
}
