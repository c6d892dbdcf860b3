"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";

export const BACKDROP = "fixed inset-0 z-40 animate-appear bg-backdrop";

type DialogFrameProps = {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  dismissable: boolean;
};

/** Title, scrolling body and fixed foot, alike in dialogs and side panels. */
export function DialogFrame({ title, description, children, footer, dismissable }: DialogFrameProps) {
  return (
    <>
      <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
        <div className="flex min-w-0 flex-col gap-1">
          <Radix.Title className="font-semibold text-lg [overflow-wrap:anywhere]">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="text-muted text-sm">{description}</Radix.Description>
          )}
        </div>
        {dismissable && (
          <Radix.Close asChild>
            <IconButton label="Close" icon={<X />} tooltip={false} className="-me-2 -mt-0.5" />
          </Radix.Close>
        )}
      </div>
      {children !== undefined && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
      {footer !== undefined && (
        <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>
      )}
    </>
  );
}
