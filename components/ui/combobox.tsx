"use client";

import { Command } from "cmdk";
import { ChevronsUpDown, X } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import { cn } from "./class-names";
import { CONTROL_FRAME, CONTROL_HEIGHT } from "./control-styles";
import { useFieldControl } from "./field-context";
import { IconButton } from "./icon-button";
import { FLOATING } from "./menu-styles";
import { OptionList } from "./option-list";
import { type ComboboxOption, type OptionSource, useOptionSearch } from "./use-option-search";

export type ComboboxProps<Value extends string> = OptionSource<Value> & {
  value: Value | null;
  onValueChange: (value: Value | null) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  clearable?: boolean;
  emptyText?: string;
  /** The option of `value` before a search has found it. */
  selectedOption?: ComboboxOption<Value>;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  className?: string;
};

/** One of many: typed to be found, here or on the server. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const {
    value,
    onValueChange,
    placeholder = "Choose",
    clearable = false,
    emptyText = "Nothing found",
    disabled,
  } = props;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [remembered, setRemembered] = useState<ComboboxOption<Value> | undefined>(props.selectedOption);
  const { found, loading, problem } = useOptionSearch(props, query, open);
  const { "aria-required": _required, ...field } = useFieldControl({ id: props.id });
  const chosen = [...found, remembered, props.selectedOption].find((option) => option?.value === value);

  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setQuery("");
      }}
    >
      <span className={cn("relative flex w-full min-w-0 items-center", props.className)}>
        <Radix.Trigger
          {...field}
          aria-label={props["aria-label"]}
          role="combobox"
          aria-expanded={open}
          disabled={disabled}
          className={cn(CONTROL_FRAME, CONTROL_HEIGHT, "flex items-center gap-2 ps-2.5 pe-8 text-start")}
        >
          {chosen?.icon}
          <span className={cn("truncate", value === null && "text-subtle")}>
            {chosen?.label ?? value ?? placeholder}
          </span>
        </Radix.Trigger>
        {clearable && value !== null && !disabled ? (
          <IconButton
            size="sm"
            label="Clear"
            icon={<X />}
            onClick={() => onValueChange(null)}
            className="absolute end-1"
          />
        ) : (
          <ChevronsUpDown aria-hidden className="pointer-events-none absolute end-2.5 size-4 text-muted" />
        )}
      </span>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={props["aria-label"] ?? placeholder}
          className={cn(FLOATING, "w-(--radix-popover-trigger-width) min-w-56")}
        >
          <Command shouldFilter={props.onSearch === undefined} label={props.searchPlaceholder ?? "Search"}>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder={props.searchPlaceholder ?? "Search"}
              className="h-9 w-full border-line border-b bg-transparent px-3 text-sm focus-visible:outline-none"
            />
            <OptionList
              options={found}
              chosen={value === null ? [] : [value]}
              loading={loading}
              problem={problem}
              emptyText={emptyText}
              onChoose={(option) => {
                setRemembered(option);
                onValueChange(option.value);
                setOpen(false);
                setQuery("");
              }}
            />
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
