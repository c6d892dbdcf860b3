"use client";

import { Command } from "cmdk";
import { Check } from "lucide-react";
import { cn } from "./class-names";
import { MENU_ITEM } from "./menu-styles";
import type { Problem } from "./problem";
import { Spinner } from "./spinner";
import type { ComboboxOption } from "./use-option-search";

type OptionListProps<Value extends string> = {
  options: readonly ComboboxOption<Value>[];
  chosen: readonly Value[];
  onChoose: (option: ComboboxOption<Value>) => void;
  loading: boolean;
  problem: Problem | null;
  emptyText: string;
};

/** The list part of both comboboxes. */
export function OptionList<Value extends string>({
  options,
  chosen,
  onChoose,
  loading,
  problem,
  emptyText,
}: OptionListProps<Value>) {
  return (
    <Command.List className="max-h-72 overflow-y-auto p-1">
      {loading && (
        <div className="flex items-center gap-2 px-2 py-1.5 text-muted text-sm">
          <Spinner label="" size="sm" /> Searching
        </div>
      )}
      {problem && <div className="px-2 py-1.5 text-danger text-sm">{problem.title}</div>}
      {!loading && !problem && <Command.Empty className="px-2 py-1.5 text-muted text-sm">{emptyText}</Command.Empty>}
      {options.map((option) => (
        <Command.Item
          key={option.value}
          value={option.value}
          keywords={[option.label, option.description ?? "", ...(option.keywords ?? [])]}
          disabled={option.disabled === true}
          onSelect={() => onChoose(option)}
          className={cn(MENU_ITEM, "data-[selected=true]:bg-hover")}
        >
          {option.icon}
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate">{option.label}</span>
            {option.description !== undefined && (
              <span className="truncate text-muted text-xs">{option.description}</span>
            )}
          </span>
          {chosen.includes(option.value) && (
            <>
              <Check aria-hidden />
              <span className="sr-only">chosen</span>
            </>
          )}
        </Command.Item>
      ))}
    </Command.List>
  );
}
