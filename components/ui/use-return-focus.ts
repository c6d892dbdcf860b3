"use client";

import { useRef } from "react";

/** Where the focus was; of a menu that is about to close, the button that opened it. */
function focusedBefore(): HTMLElement | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return null;
  const opener = active.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return (opener ? document.getElementById(opener) : null) ?? active;
}

/** Gives the focus back to what had it before a dialog opened: Radix does so only for a trigger of its own. */
export function useReturnFocus() {
  const before = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = focusedBefore();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      before.current?.focus();
    },
  };
}
