"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { BACKDROP } from "@/components/ui/dialog-frame";
import { Kbd } from "@/components/ui/kbd";
import { MENU_ITEM } from "@/components/ui/menu-styles";
import { Spinner } from "@/components/ui/spinner";
import { useReturnFocus } from "@/components/ui/use-return-focus";

export type CommandItem = {
  id: string;
  label: string;
  hint?: string;
  icon?: ReactNode;
  keywords?: string[];
  shortcut?: string;
} & ({ href: string; onSelect?: undefined } | { href?: undefined; onSelect: () => void });

export type CommandGroup = { heading: string; items: readonly CommandItem[] };

export type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly CommandGroup[];
  /** Finds more on the server: keys, people, a pasted secret. Its groups come last and are not filtered again. */
  onSearch?: (query: string) => Promise<readonly CommandGroup[]>;
};

type Found = { groups: readonly CommandGroup[]; loading: boolean; failed: boolean };
const NOTHING: Found = { groups: [], loading: false, failed: false };

function useServerSearch(onSearch: CommandPaletteProps["onSearch"], query: string): Found {
  const [state, setState] = useState<Found>(NOTHING);
  const text = query.trim();
  useEffect(() => {
    if (onSearch === undefined || text.length < 2) {
      setState(NOTHING);
      return;
    }
    let current = true;
    setState((before) => ({ ...before, loading: true, failed: false }));
    const timer = setTimeout(() => {
      onSearch(text).then(
        (groups) => current && setState({ groups, loading: false, failed: false }),
        () => current && setState({ groups: [], loading: false, failed: true }),
      );
    }, 180);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [onSearch, text]);
  return state;
}

function Group({
  group,
  found,
  onChoose,
}: {
  group: CommandGroup;
  found: boolean;
  onChoose: (item: CommandItem) => void;
}) {
  return (
    <Command.Group
      heading={group.heading}
      forceMount={found}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-subtle [&_[cmdk-group-heading]]:text-xs"
    >
      {group.items.map((item) => (
        <Command.Item
          key={item.id}
          value={`${found ? "found " : ""}${item.id}`}
          keywords={[item.label, item.hint ?? "", ...(item.keywords ?? [])]}
          forceMount={found}
          onSelect={() => onChoose(item)}
          className={cn(
            MENU_ITEM,
            "min-h-9 gap-2.5 text-muted data-[selected=true]:bg-hover data-[selected=true]:text-foreground",
          )}
        >
          {item.icon}
          <bdi className="truncate text-foreground">{item.label}</bdi>
          {item.hint !== undefined && <span className="truncate text-subtle text-xs">{item.hint}</span>}
          {item.shortcut !== undefined && <Kbd keys={item.shortcut} className="ms-auto" />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Goes anywhere and does anything by its name. */
export function CommandPalette({ open, onOpenChange, groups, onSearch }: CommandPaletteProps) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const focus = useReturnFocus();
  const [selected, setSelected] = useState("");
  const found = useServerSearch(onSearch, open ? query : "");
  const first = found.groups.find((group) => group.items.length > 0)?.items[0]?.id;
  // An answer that comes late must not change what Enter means, unless Enter meant nothing yet.
  useEffect(() => {
    if (first !== undefined) setSelected((now) => (now === "" || now.startsWith("found ") ? `found ${first}` : now));
  }, [first]);
  const close = (next: boolean) => {
    onOpenChange(next);
    // A pasted secret must not wait in the box for the next one who opens it.
    if (!next) setQuery("");
  };
  const choose = (item: CommandItem) => {
    close(false);
    if (item.href === undefined) item.onSelect();
    else router.push(item.href);
  };
  return (
    <Radix.Root open={open} onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className={BACKDROP} />
        <Radix.Content
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-xl border border-line-strong bg-raised shadow-lg focus-visible:outline-none"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Command label="Command palette" loop value={selected} onValueChange={setSelected}>
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              {found.loading ? (
                <Spinner label="" className="text-muted" />
              ) : (
                <Search aria-hidden className="size-4 shrink-0 text-muted" />
              )}
              <Command.Input
                value={query}
                onValueChange={setQuery}
                autoComplete="off"
                spellCheck={false}
                placeholder="Go to, find or do"
                className="h-12 w-full bg-transparent text-base focus-visible:outline-none"
              />
              <Kbd keys="esc" className="max-sm:hidden" />
            </div>
            <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
              {!found.loading && found.groups.length === 0 && (
                <Command.Empty className="px-2 py-6 text-center text-muted text-sm">Nothing found</Command.Empty>
              )}
              {found.failed && (
                <p className="px-2 py-2 text-danger text-sm">The search did not answer. Pages can still be reached.</p>
              )}
              {groups.map((group) => (
                <Group key={group.heading} group={group} found={false} onChoose={choose} />
              ))}
              {found.groups.map((group) => (
                <Group key={`found ${group.heading}`} group={group} found onChoose={choose} />
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
