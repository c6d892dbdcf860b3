"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { useHydrated } from "@/components/ui/use-hydrated";

/** Light, dark, or as the system has it. */
export function ThemeToggle() {
  const { theme, resolvedTheme, setTheme } = useTheme();
  const hydrated = useHydrated();
  const dark = hydrated && resolvedTheme === "dark";
  const chosen = hydrated ? (theme ?? "system") : "system";
  const item = (value: string, label: string, icon: React.ReactNode) => ({
    label: value === chosen ? `${label} (chosen)` : label,
    icon,
    onSelect: () => setTheme(value),
  });
  return (
    <DropdownMenu
      label="Theme"
      trigger={<IconButton label="Theme" icon={dark ? <Moon /> : <Sun />} tooltip={false} />}
      items={[
        item("light", "Light", <Sun />),
        item("dark", "Dark", <Moon />),
        item("system", "As the system", <Monitor />),
      ]}
    />
  );
}
