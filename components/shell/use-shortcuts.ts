"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import { createShortcutMatcher } from "./shortcut-matcher";

export type Shortcut = { keys: string; label: string; group?: string } & (
  | { href: string; run?: undefined }
  | { href?: undefined; run: () => void }
);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role=combobox]") !== null;
}

/**
 * Listens for shortcuts. While one types only those with the command key work; `singleKeys: false` turns the others
 * off, for those who speak to their computer (WCAG 2.1.4). An open dialog keeps its keys to itself.
 */
export function useShortcuts(shortcuts: readonly Shortcut[], singleKeys = true): void {
  const router = useRouter();
  const matcher = useMemo(createShortcutMatcher, []);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        event.repeat ||
        ["Shift", "Control", "Meta", "Alt"].includes(event.key)
      )
        return;
      const mod = event.metaKey || event.ctrlKey;
      if (
        !mod &&
        (!singleKeys || isTyping(event.target) || document.querySelector("[role=dialog], [role=menu]") !== null)
      )
        return;
      const keys = latest.current.map((shortcut) => shortcut.keys);
      const hit = matcher({ key: event.key, mod, alt: event.altKey }, event.timeStamp, keys);
      const shortcut = latest.current.find((candidate) => candidate.keys === hit);
      if (shortcut === undefined) return;
      event.preventDefault();
      if (shortcut.href === undefined) shortcut.run();
      else router.push(shortcut.href);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [matcher, router, singleKeys]);
}
