"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import type { Shortcut } from "./use-shortcuts";

export type ShortcutsHelpProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  shortcuts: readonly Shortcut[];
  singleKeys: boolean;
  onSingleKeysChange: (on: boolean) => void;
};

/** Every shortcut there is, and the switch for those of a single key. */
export function ShortcutsHelp({ open, onOpenChange, shortcuts, singleKeys, onSingleKeysChange }: ShortcutsHelpProps) {
  const groups = [...new Set(shortcuts.map((shortcut) => shortcut.group ?? "General"))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="md">
      <div className="flex flex-col gap-6">
        <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
          {groups.map((group) => (
            <section key={group} aria-label={group} className="min-w-0">
              <h3 className="mb-1.5 font-medium text-subtle text-xs">{group}</h3>
              <dl className="flex flex-col">
                {shortcuts
                  .filter((shortcut) => (shortcut.group ?? "General") === group)
                  .map((shortcut) => (
                    <div key={shortcut.keys} className="flex items-center justify-between gap-4 py-1 text-sm">
                      <dt className="min-w-0 truncate">{shortcut.label}</dt>
                      <dd>
                        <Kbd keys={shortcut.keys} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch
          checked={singleKeys}
          onCheckedChange={onSingleKeysChange}
          label="Shortcuts without Ctrl or ⌘"
          description="Turn off where speech input or another tool presses keys by accident."
        />
      </div>
    </Dialog>
  );
}
