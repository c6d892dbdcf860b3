"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { CONTROL_FRAME, CONTROL_HEIGHT } from "./control-styles";
import { useFieldControl } from "./field-context";
import { FLOATING, MENU_ITEM } from "./menu-styles";

export type SelectOption<Value extends string> = {
  value: Value;
  label: string;
  description?: string;
  icon?: ReactNode;
  disabled?: boolean;
};
export type SelectGroup<Value extends string> = { heading: string; options: readonly SelectOption<Value>[] };

export type SelectProps<Value extends string> = {
  value: Value | null | undefined;
  onValueChange: (value: Value) => void;
  options: readonly (SelectOption<Value> | SelectGroup<Value>)[];
  placeholder?: string;
  size?: "sm" | "md";
  disabled?: boolean;
  id?: string;
  name?: string;
  "aria-label"?: string;
  className?: string;
};

function flatten<Value extends string>(options: SelectProps<Value>["options"]): SelectOption<Value>[] {
  return options.flatMap((entry) => ("options" in entry ? [...entry.options] : [entry]));
}

function Item<Value extends string>({ option }: { option: SelectOption<Value> }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled === true}
      className={cn(MENU_ITEM, "pe-8 data-[highlighted]:bg-hover")}
    >
      {option.icon}
      <span className="flex min-w-0 flex-col">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.description !== undefined && <span className="text-muted text-xs">{option.description}</span>}
      </span>
      <Radix.ItemIndicator className="absolute end-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}

/** One of a known few. For many, or for a search, use Combobox. */
export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose",
  size = "md",
  disabled,
  className,
  ...rest
}: SelectProps<Value>) {
  const { "aria-required": required, ...field } = useFieldControl(rest);
  const flat = flatten(options);
  const chosen = flat.find((option) => option.value === value);
  return (
    <Radix.Root
      value={value ?? ""}
      disabled={disabled}
      required={required === true}
      onValueChange={(next) => {
        const option = flat.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
    >
      <Radix.Trigger
        {...rest}
        {...field}
        className={cn(
          CONTROL_FRAME,
          size === "sm" ? "h-7 pointer-coarse:h-9" : CONTROL_HEIGHT,
          "flex items-center justify-between gap-2 px-2.5 text-start data-[placeholder]:text-subtle",
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2 [&_svg]:shrink-0">
          {chosen?.icon}
          <span className="truncate">
            <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
          </span>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            FLOATING,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96",
          )}
        >
          <Radix.Viewport className="p-1">
            {options.map((entry) =>
              "options" in entry ? (
                <Radix.Group key={entry.heading}>
                  <Radix.Label className="px-2 pt-2 pb-1 text-subtle text-xs">{entry.heading}</Radix.Label>
                  {entry.options.map((option) => (
                    <Item key={option.value} option={option} />
                  ))}
                </Radix.Group>
              ) : (
                <Item key={entry.value} option={entry} />
              ),
            )}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
