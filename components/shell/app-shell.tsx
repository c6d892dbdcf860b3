"use client";

import { ChevronsUpDown, Keyboard, Menu, Search } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { DropdownMenu, type MenuItem } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { SidePanel } from "@/components/ui/side-panel";
import { SkipLink } from "@/components/ui/visually-hidden";
import { type CommandGroup, CommandPalette } from "./command-palette";
import { LogoMark } from "./logo";
import { Navigation, type NavigationGroup } from "./navigation";
import { ShortcutsHelp } from "./shortcuts-help";
import { ThemeToggle } from "./theme-toggle";
import { type Shortcut, useShortcuts } from "./use-shortcuts";
import { useStoredFlag } from "./use-stored-flag";

export type AppShellProps = {
  /** Organization (and project) switcher. */
  switcher: ReactNode;
  navigation: readonly NavigationGroup[];
  account: { name: string; email: string; items: readonly MenuItem[] };
  commands?: readonly CommandGroup[];
  onCommandSearch?: (query: string) => Promise<readonly CommandGroup[]>;
  shortcuts?: readonly Shortcut[];
  /** Stands at the end of the bar over the page: environment filter, inbox. */
  topbar?: ReactNode;
  /** Stands over everything on every page: an emergency, a lost connection. */
  notice?: ReactNode;
  children: ReactNode;
};

function navigationShortcuts(groups: readonly NavigationGroup[]): Shortcut[] {
  return groups
    .flatMap((group) => group.items)
    .flatMap((item) =>
      item.shortcut === undefined ? [] : [{ keys: item.shortcut, label: item.label, group: "Go to", href: item.href }],
    );
}

function navigationCommands(groups: readonly NavigationGroup[]): CommandGroup {
  return {
    heading: "Pages",
    items: groups
      .flatMap((group) => group.items)
      .map(({ href, label, icon, shortcut }) => ({
        id: `page ${href}`,
        label,
        icon,
        href,
        ...(shortcut === undefined ? {} : { shortcut }),
      })),
  };
}

function AccountMenu({ account }: Pick<AppShellProps, "account">) {
  return (
    <DropdownMenu
      align="start"
      label="Account"
      items={[{ heading: account.email }, ...account.items]}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${account.name}`}
          className="flex h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover"
        >
          <Avatar name={account.name} />
          <bdi className="min-w-0 flex-1 truncate">{account.name}</bdi>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      }
    />
  );
}

/** The frame of every page of an organization: navigation, palette, shortcuts, account, and the page as `main`. */
export function AppShell(props: AppShellProps) {
  const { navigation, account, commands = [], shortcuts = [] } = props;
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const [singleKeys, setSingleKeys] = useStoredFlag("latchkey-single-key-shortcuts", true);

  const all = useMemo<readonly Shortcut[]>(
    () => [
      { keys: "mod+k", label: "Command palette", run: () => setPaletteOpen(true) },
      { keys: "?", label: "These shortcuts", run: () => setHelpOpen(true) },
      ...navigationShortcuts(navigation),
      ...shortcuts,
    ],
    [navigation, shortcuts],
  );
  useShortcuts(all, singleKeys);

  const side = (onNavigate?: () => void) => (
    <>
      <div className="flex flex-col gap-2">
        {props.switcher}
        <button
          type="button"
          onClick={() => {
            onNavigate?.();
            setPaletteOpen(true);
          }}
          className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-muted text-sm shadow-xs hover:bg-hover hover:text-foreground pointer-coarse:h-10"
        >
          <Search aria-hidden className="size-4" />
          <span>Search</span>
          <Kbd keys="mod+k" className="ms-auto pointer-coarse:hidden" />
        </button>
      </div>
      <div className="-mx-3 min-h-0 flex-1 overflow-y-auto px-3 py-1">
        <Navigation groups={navigation} onNavigate={onNavigate} />
      </div>
      <div className="-mx-1 flex items-center gap-0.5 border-line border-t pt-2">
        <AccountMenu account={account} />
        <IconButton
          label="Keyboard shortcuts"
          icon={<Keyboard />}
          onClick={() => setHelpOpen(true)}
          className="pointer-coarse:hidden"
        />
        <ThemeToggle />
      </div>
    </>
  );

  return (
    <div className="flex min-h-dvh flex-col lg:flex-row max-lg:[--sticky-top:3rem]">
      <SkipLink />
      <aside
        aria-label="Navigation"
        className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-4 border-line border-e bg-sunken px-3 pt-3 pb-2 lg:flex"
      >
        {side()}
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-canvas/95 px-3 backdrop-blur-sm lg:hidden">
        <IconButton label="Open navigation" icon={<Menu />} tooltip={false} onClick={() => setMenuOpen(true)} />
        <span className="flex items-center gap-2 font-semibold tracking-tight">
          <LogoMark className="size-5" />
          Latchkey
        </span>
        <div className="ms-auto flex items-center gap-1">
          <IconButton label="Search" icon={<Search />} tooltip={false} onClick={() => setPaletteOpen(true)} />
        </div>
      </header>
      <SidePanel open={menuOpen} onOpenChange={setMenuOpen} title="Navigation" side="left" size="sm">
        <div className="flex h-full flex-col gap-4">{side(() => setMenuOpen(false))}</div>
      </SidePanel>
      <div className="flex min-w-0 flex-1 flex-col">
        {props.notice}
        {props.topbar !== undefined && (
          <section
            aria-label="Page bar"
            className="flex min-h-12 flex-wrap items-center justify-end gap-2 border-line border-b px-4 py-2 sm:px-6 lg:px-8"
          >
            {props.topbar}
          </section>
        )}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[84rem] flex-1 px-4 pt-6 pb-20 outline-none sm:px-6 lg:px-8"
        >
          {props.children}
        </main>
      </div>
      <CommandPalette
        open={paletteOpen}
        onOpenChange={setPaletteOpen}
        groups={[navigationCommands(navigation), ...commands]}
        onSearch={props.onCommandSearch}
      />
      <ShortcutsHelp
        open={helpOpen}
        onOpenChange={setHelpOpen}
        shortcuts={all}
        singleKeys={singleKeys}
        onSingleKeysChange={setSingleKeys}
      />
    </div>
  );
}
