"use client";

import { Command } from "cmdk";
import { Plus } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import { Chip } from "./chip";
import { cn } from "./class-names";
import { CONTROL_FRAME } from "./control-styles";
import { useFieldControl } from "./field-context";
import { FLOATING } from "./menu-styles";
import { OptionList } from "./option-list";
import { type ComboboxOption, type OptionSource, useOptionSearch } from "./use-option-search";

export type MultiComboboxProps<Value extends string> = OptionSource<Value> & {
  values: readonly Value[];
  onValuesChange: (values: Value[]) => void;
  placeholder?: string;
  emptyText?: string;
  max?: number;
  mono?: boolean;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
};

/** Several of many; the chosen ones stand in the frame as chips. */
export function MultiCombobox<Value extends string>(props: MultiComboboxProps<Value>) {
  const {
    values,
    onValuesChange,
    placeholder = "Add",
    emptyText = "Nothing found",
    max,
    mono = false,
    disabled,
  } = props;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [known, setKnown] = useState<readonly ComboboxOption<Value>[]>([]);
  const { found, loading, problem } = useOptionSearch(props, query, open);
  const { "aria-required": _required, ...field } = useFieldControl({ id: props.id });
  const full = max !== undefined && values.length >= max;
  const labelOf = (value: Value) => [...found, ...known].find((option) => option.value === value)?.label ?? value;

  const toggle = (option: ComboboxOption<Value>) => {
    setKnown((before) => [...before.filter((entry) => entry.value !== option.value), option]);
    if (values.includes(option.value)) onValuesChange(values.filter((value) => value !== option.value));
    else if (!full) onValuesChange([...values, option.value]);
  };

  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Anchor asChild>
        <div
          className={cn(
            CONTROL_FRAME,
            "flex min-h-8 flex-wrap items-center gap-1 p-[0.1875rem] pointer-coarse:min-h-10",
          )}
        >
          {values.map((value) => (
            <Chip
              key={value}
              mono={mono}
              removeLabel={`Remove ${labelOf(value)}`}
              {...(disabled ? {} : { onRemove: () => onValuesChange(values.filter((other) => other !== value)) })}
            >
              {labelOf(value)}
            </Chip>
          ))}
          <Radix.Trigger
            {...field}
            role="combobox"
            aria-expanded={open}
            aria-label={props["aria-label"]}
            disabled={disabled === true || full}
            className="inline-flex h-6 grow items-center gap-1 rounded-sm px-1.5 text-start text-subtle text-sm hover:text-foreground disabled:cursor-not-allowed"
          >
            <Plus aria-hidden className="size-3.5" />
            {full ? `At most ${max}` : placeholder}
          </Radix.Trigger>
        </div>
      </Radix.Anchor>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={props["aria-label"] ?? placeholder}
          className={cn(FLOATING, "w-(--radix-popover-trigger-width) min-w-56")}
        >
          <Command shouldFilter={props.onSearch === undefined} label="Search">
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder="Search"
              className="h-9 w-full border-line border-b bg-transparent px-3 text-sm focus-visible:outline-none"
            />
            <OptionList
              options={found}
              chosen={values}
              loading={loading}
              problem={problem}
              emptyText={emptyText}
              onChoose={toggle}
            />
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
