"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { BACKDROP, DialogFrame } from "./dialog-frame";
import { useReturnFocus } from "./use-return-focus";

const SIZES = { sm: "sm:max-w-72", md: "sm:max-w-md", lg: "sm:max-w-2xl" };

export type SidePanelProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: keyof typeof SIZES;
  side?: "right" | "left";
};

/** Details beside the page that they belong to. */
export function SidePanel({ open, onOpenChange, size = "md", side = "right", ...frame }: SidePanelProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={BACKDROP} />
        <Radix.Content
          {...focus}
          {...(frame.description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "fixed inset-y-0 z-50 flex w-[calc(100%-2.5rem)] flex-col bg-raised shadow-lg focus-visible:outline-none",
            side === "right"
              ? "right-0 animate-slide-right border-line-strong border-l"
              : "left-0 animate-slide-left border-line-strong border-r",
            SIZES[size],
          )}
        >
          <DialogFrame {...frame} dismissable />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
