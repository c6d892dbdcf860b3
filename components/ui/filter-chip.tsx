"use client";

import { Command } from "cmdk";
import { ListFilter, X } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { cn } from "./class-names";
import { Input } from "./input";
import { OptionList } from "./option-list";
import { Popover } from "./popover";
import type { FilterDefinition } from "./use-filters";
import { type ComboboxOption, useOptionSearch } from "./use-option-search";

type FilterChipProps = {
  filter: FilterDefinition;
  values: readonly string[];
  onValuesChange: (values: readonly string[]) => void;
};

function OptionPicker({
  filter,
  values,
  onValuesChange,
  onFound,
  close,
}: FilterChipProps & {
  onFound: (option: ComboboxOption) => void;
  close: () => void;
}) {
  const [query, setQuery] = useState("");
  const source = filter.onSearch === undefined ? { options: filter.options ?? [] } : { onSearch: filter.onSearch };
  const { found, loading, problem } = useOptionSearch(source, query, true);
  return (
    <Command shouldFilter={filter.onSearch === undefined} label={filter.label}>
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder={filter.placeholder ?? `Find ${filter.label.toLocaleLowerCase()}`}
        className="h-9 w-full border-line border-b bg-transparent px-3 text-sm focus-visible:outline-none"
      />
      <OptionList
        options={found}
        chosen={values}
        loading={loading}
        problem={problem}
        emptyText="Nothing found"
        onChoose={(option) => {
          onFound(option);
          const had = values.includes(option.value);
          if (filter.kind === "one") {
            onValuesChange(had ? [] : [option.value]);
            close();
          } else {
            onValuesChange(had ? values.filter((value) => value !== option.value) : [...values, option.value]);
          }
        }}
      />
    </Command>
  );
}

function TextPicker({ filter, values, onValuesChange, close }: FilterChipProps & { close: () => void }) {
  const [text, setText] = useState(values[0] ?? "");
  return (
    <form
      method="post"
      className="flex gap-2 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onValuesChange(text.trim() === "" ? [] : [text.trim()]);
        close();
      }}
    >
      <Input
        aria-label={filter.label}
        placeholder={filter.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="primary">
        Apply
      </Button>
    </form>
  );
}

/** One filter: its name while it is off, its values while it is on, and a way to take it away. */
export function FilterChip({ filter, values, onValuesChange }: FilterChipProps) {
  const [open, setOpen] = useState(false);
  const [known, setKnown] = useState<readonly ComboboxOption[]>([]);
  const on = values.length > 0;
  const word = (value: string) =>
    [...(filter.options ?? []), ...known].find((option) => option.value === value)?.label ??
    filter.describe?.(value) ??
    value;
  const summary = values.length > 2 ? `${values.length} chosen` : values.map(word).join(", ");
  return (
    <span
      className={cn(
        "inline-flex h-7 max-w-full items-center rounded-md border text-xs pointer-coarse:h-9",
        on ? "border-accent-line bg-accent-soft" : "border-line-strong border-dashed bg-surface",
      )}
    >
      <Popover
        label={filter.label}
        open={open}
        onOpenChange={setOpen}
        className="w-64 p-0"
        trigger={
          <button
            type="button"
            className={cn(
              "inline-flex h-full min-w-0 items-center gap-1.5 rounded-md px-2",
              on ? "text-accent-text" : "text-muted hover:text-foreground",
            )}
          >
            {!on && <ListFilter aria-hidden className="size-3" />}
            <span className="whitespace-nowrap">
              {filter.label}
              {on && ":"}
            </span>
            {on && <bdi className="truncate font-medium">{summary}</bdi>}
          </button>
        }
      >
        {filter.kind === "text" ? (
          <TextPicker filter={filter} values={values} onValuesChange={onValuesChange} close={() => setOpen(false)} />
        ) : (
          <OptionPicker
            filter={filter}
            values={values}
            onValuesChange={onValuesChange}
            close={() => setOpen(false)}
            onFound={(option) => setKnown((before) => [...before, option])}
          />
        )}
      </Popover>
      {on && (
        <button
          type="button"
          aria-label={`Remove filter ${filter.label}`}
          onClick={() => onValuesChange([])}
          className="inline-flex h-full w-6 shrink-0 items-center justify-center rounded-md text-accent-text hover:bg-accent-line"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </span>
  );
}
