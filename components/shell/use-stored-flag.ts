"use client";

import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "latchkey:stored-flag";

function read(name: string, initial: boolean): boolean {
  try {
    const text = window.localStorage.getItem(name);
    return text === null ? initial : text === "true";
  } catch {
    return initial;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** A yes or no that this browser remembers. */
export function useStoredFlag(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(name, initial),
    () => initial,
  );
  const set = useCallback(
    (next: boolean) => {
      try {
        window.localStorage.setItem(name, String(next));
      } catch {
        // Storage may be forbidden; the choice then holds for no longer than the page.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [name],
  );
  return [value, set];
}
