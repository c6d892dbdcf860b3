"use client";

import NextLink from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { Count } from "@/components/ui/count";
import { isCurrentPath } from "@/components/ui/current-path";

export type NavigationItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** What waits there for the viewer. */
  count?: number;
  exact?: boolean;
  shortcut?: string;
};
export type NavigationGroup = { label?: string; items: readonly NavigationItem[] };

/** The pages of the organization. */
export function Navigation({ groups, onNavigate }: { groups: readonly NavigationGroup[]; onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {groups.map((group) => (
        <div key={group.label ?? group.items[0]?.href}>
          {group.label !== undefined && <p className="mb-1 px-2 text-subtle text-xs">{group.label}</p>}
          <ul className="flex flex-col gap-px">
            {group.items.map((item) => {
              const current = isCurrentPath(pathname, item.href, item.exact);
              return (
                <li key={item.href}>
                  <NextLink
                    href={item.href}
                    onClick={onNavigate}
                    aria-current={current ? "page" : undefined}
                    className={cn(
                      "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm transition-colors pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:shrink-0",
                      current
                        ? "bg-hover font-medium text-foreground [&_svg]:text-accent-text"
                        : "text-muted hover:bg-hover hover:text-foreground",
                    )}
                  >
                    {item.icon}
                    <span className="truncate">{item.label}</span>
                    {item.count !== undefined && item.count > 0 && (
                      <span className="ms-auto rounded-full bg-accent-soft px-1.5 text-accent-text text-xs">
                        <Count value={item.count} compact />
                        <span className="sr-only"> waiting</span>
                      </span>
                    )}
                  </NextLink>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
