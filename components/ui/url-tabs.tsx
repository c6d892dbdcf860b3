"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Tabs, type TabsProps } from "./tabs";

/** Tabs whose choice is in the URL, so that a link or a reload comes back to it. */
export function UrlTabs({ tabs, label, param = "tab" }: Pick<TabsProps, "tabs" | "label"> & { param?: string }) {
  const values = tabs.map((tab) => tab.value);
  const [value, setValue] = useQueryState(
    param,
    parseAsStringLiteral(values)
      .withDefault(values[0] ?? "")
      .withOptions({ history: "push", clearOnDefault: true }),
  );
  return <Tabs tabs={tabs} label={label} value={value} onValueChange={(next) => void setValue(next)} />;
}
