"use client";

import { CodeBlock, type CodeBlockProps } from "./code-block";
import { Tabs } from "./tabs";

export type CodeTabsProps = { label: string; tabs: readonly CodeBlockProps[] };

/** The same thing in several languages; each block's `label` is its tab. */
export function CodeTabs({ label, tabs }: CodeTabsProps) {
  return (
    <Tabs
      label={label}
      tabs={tabs.map((tab) => ({ value: tab.label, label: tab.label, content: <CodeBlock {...tab} /> }))}
    />
  );
}
