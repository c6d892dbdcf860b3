"use client";

import NextLink from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./class-names";
import { Kbd } from "./kbd";
import { FLOATING, MENU_ITEM } from "./menu-styles";

export type MenuAction = {
  label: string;
  icon?: ReactNode;
  href?: string;
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Why it is disabled. */
  reason?: string;
  shortcut?: string;
};
export type MenuItem = MenuAction | { separator: true } | { heading: string };

export type DropdownMenuProps = {
  trigger: ReactElement;
  items: readonly MenuItem[];
  label?: string;
  align?: "start" | "center" | "end";
  className?: string;
};

function Action({ item }: { item: MenuAction }) {
  const className = cn(
    MENU_ITEM,
    "data-[highlighted]:bg-hover",
    item.danger && "text-danger data-[highlighted]:bg-danger-soft",
  );
  const content = (
    <>
      {item.icon}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{item.label}</span>
        {item.disabled && item.reason !== undefined && <span className="text-xs">{item.reason}</span>}
      </span>
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} className="ms-4" />}
    </>
  );
  if (item.href !== undefined && !item.disabled) {
    return (
      <Radix.Item asChild className={className}>
        <NextLink href={item.href}>{content}</NextLink>
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={item.disabled} onSelect={() => item.onSelect?.()} className={className}>
      {content}
    </Radix.Item>
  );
}

/** Actions that do not deserve a button each. */
export function DropdownMenu({ trigger, items, label, align = "end", className }: DropdownMenuProps) {
  return (
    // Not modal: hiding the page from screen readers while a dialog opens from a menu would lose the focus.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            FLOATING,
            "max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto p-1",
            className,
          )}
        >
          {items.map((item, index) => {
            if ("separator" in item) {
              // biome-ignore lint/suspicious/noArrayIndexKey: a separator has nothing else to be known by
              return <Radix.Separator key={`separator ${index}`} className="-mx-1 my-1 h-px bg-line" />;
            }
            if ("heading" in item) {
              return (
                <Radix.Label key={`heading ${item.heading}`} className="truncate px-2 pt-1.5 pb-1 text-subtle text-xs">
                  {item.heading}
                </Radix.Label>
              );
            }
            return <Action key={`${item.label} ${item.href ?? ""}`} item={item} />;
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
