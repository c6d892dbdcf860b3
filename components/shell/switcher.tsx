"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { DropdownMenu, type MenuItem } from "@/components/ui/dropdown-menu";

export type OrganizationSwitcherProps = {
  current: { slug: string; name: string };
  organizations: readonly { slug: string; name: string; href: string }[];
  newHref?: string;
};

/** Which organization this is, and the way to the others. */
export function OrganizationSwitcher({ current, organizations, newHref }: OrganizationSwitcherProps) {
  const items: MenuItem[] = organizations.map((organization) => ({
    label: organization.name,
    href: organization.href,
    icon: organization.slug === current.slug ? <Check /> : <span className="size-4" />,
  }));
  if (newHref !== undefined)
    items.push({ separator: true }, { label: "New organization", href: newHref, icon: <Plus /> });
  return (
    <DropdownMenu
      align="start"
      label="Organizations"
      items={items}
      trigger={
        <button
          type="button"
          aria-label={`Organization ${current.name}`}
          className="flex h-10 min-w-0 items-center gap-2.5 rounded-md px-2 text-start hover:bg-hover"
        >
          <Avatar name={current.name} className="rounded-md" />
          <bdi className="min-w-0 flex-1 truncate font-semibold text-sm">{current.name}</bdi>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      }
    />
  );
}
