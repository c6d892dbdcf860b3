"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { BACKDROP, DialogFrame } from "./dialog-frame";
import { useReturnFocus } from "./use-return-focus";

const SIZES = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" };

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: keyof typeof SIZES;
  /** False where closing by accident would lose something: only the dialog's own buttons close it. */
  dismissable?: boolean;
};

/** Asks for one thing over the page; the focus stays inside and returns. */
export function Dialog({ open, onOpenChange, size = "md", dismissable = true, ...frame }: DialogProps) {
  const hold = dismissable ? undefined : (event: Event) => event.preventDefault();
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={BACKDROP} />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-end justify-center p-3 sm:items-center sm:p-6">
          <Radix.Content
            {...focus}
            {...(frame.description === undefined ? { "aria-describedby": undefined } : {})}
            onEscapeKeyDown={hold}
            onInteractOutside={hold}
            className={cn(
              "pointer-events-auto flex max-h-full w-full animate-rise flex-col rounded-xl border border-line-strong bg-raised shadow-lg focus-visible:outline-none",
              SIZES[size],
            )}
          >
            <DialogFrame {...frame} dismissable={dismissable} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
