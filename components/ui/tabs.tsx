"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Count } from "./count";
import { TAB, TAB_BAR } from "./tab-styles";

export type TabItem = { value: string; label: string; count?: number; content: ReactNode };

export type TabsProps = {
  tabs: readonly TabItem[];
  label: string;
  value?: string;
  onValueChange?: (value: string) => void;
};

/** Parts of one page, one in view. */
export function Tabs({ tabs, label, value, onValueChange }: TabsProps) {
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: tabs[0]?.value ?? "" } : { value })}
      onValueChange={onValueChange}
      className="flex min-w-0 flex-col gap-5"
    >
      <Radix.List aria-label={label} className={TAB_BAR}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={TAB}>
            {tab.label}
            {tab.count !== undefined && <Count value={tab.count} compact className="text-subtle text-xs" />}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-w-0 rounded-xs">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
