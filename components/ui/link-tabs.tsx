"use client";

import NextLink from "next/link";
import { usePathname } from "next/navigation";
import { Count } from "./count";
import { isCurrentPath } from "./current-path";
import { TAB, TAB_BAR } from "./tab-styles";

export type LinkTabsProps = {
  tabs: readonly { href: string; label: string; count?: number; exact?: boolean }[];
  label: string;
};

/** Tabs that are pages of their own. */
export function LinkTabs({ tabs, label }: LinkTabsProps) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className={TAB_BAR}>
      {tabs.map((tab) => (
        <NextLink
          key={tab.href}
          href={tab.href}
          aria-current={isCurrentPath(pathname, tab.href, tab.exact) ? "page" : undefined}
          className={TAB}
        >
          {tab.label}
          {tab.count !== undefined && <Count value={tab.count} compact className="text-subtle text-xs" />}
        </NextLink>
      ))}
    </nav>
  );
}
