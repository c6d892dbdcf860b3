"use client";

import { useRef } from "react";

/** Toggling of rows; with `range` (Shift) everything since the last toggle goes along. */
export function useRowSelection(
  ids: readonly string[],
  selection: readonly string[] | undefined,
  onSelectionChange: ((ids: string[]) => void) | undefined,
) {
  const last = useRef<string | null>(null);
  const chosen = selection ?? [];
  const loaded = ids.filter((id) => chosen.includes(id)).length;
  const all: boolean | "indeterminate" = loaded === 0 ? false : loaded === ids.length ? true : "indeterminate";

  const toggle = (id: string, checked: boolean, range: boolean) => {
    const from = range && last.current !== null ? ids.indexOf(last.current) : -1;
    const to = ids.indexOf(id);
    const affected = from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    last.current = id;
    const kept = chosen.filter((other) => !affected.includes(other));
    onSelectionChange?.(checked ? [...kept, ...affected] : kept);
  };
  const toggleAll = (checked: boolean) => {
    const others = chosen.filter((id) => !ids.includes(id));
    onSelectionChange?.(checked ? [...others, ...ids] : others);
  };
  return { all, toggle, toggleAll };
}
