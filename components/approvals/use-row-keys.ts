"use client";

import type { RefObject } from "react";
import { type Shortcut, useShortcuts } from "@/components/shell/use-shortcuts";
import { useStoredFlag } from "@/components/shell/use-stored-flag";

type Keys = {
  /** What a and d act on: the row that has the focus, or what is chosen. */
  onApprove: (row: number | null) => void;
  onDeny: (row: number | null) => void;
  onChoose: (row: number) => void;
};

function rowsOf(frame: HTMLElement | null): HTMLTableRowElement[] {
  return [...(frame?.querySelectorAll<HTMLTableRowElement>("tbody tr") ?? [])];
}

/**
 * Keys of a list of requests: j and k move the focus from row to row, x chooses, a approves, d denies. They are off where the
 * person has switched single keys off. Answers whether they work.
 */
export function useRowKeys(frame: RefObject<HTMLElement | null>, { onApprove, onDeny, onChoose }: Keys): boolean {
  const [singleKeys] = useStoredFlag("latchkey-single-key-shortcuts", true);
  const current = () => {
    const index = rowsOf(frame.current).findIndex((row) => row.contains(document.activeElement));
    return index < 0 ? null : index;
  };
  const move = (step: 1 | -1) => {
    const rows = rowsOf(frame.current);
    const next = rows[Math.min(rows.length - 1, Math.max(0, (current() ?? (step === 1 ? -1 : 1)) + step))];
    next?.querySelector<HTMLElement>("[data-row-target]")?.focus();
  };
  const group = "Requests";
  const shortcuts: Shortcut[] = [
    { keys: "j", label: "Next request", group, run: () => move(1) },
    { keys: "k", label: "Previous request", group, run: () => move(-1) },
    {
      keys: "x",
      label: "Choose the request",
      group,
      run: () => {
        const row = current();
        if (row !== null) onChoose(row);
      },
    },
    { keys: "a", label: "Approve", group, run: () => onApprove(current()) },
    { keys: "d", label: "Deny", group, run: () => onDeny(current()) },
  ];
  useShortcuts(shortcuts, singleKeys);
  return singleKeys;
}
