"use client";

import { type ClipboardEvent, type KeyboardEvent, useId, useState } from "react";
import { Chip } from "./chip";
import { cn } from "./class-names";
import { CONTROL_FRAME } from "./control-styles";
import { useFieldControl } from "./field-context";

export type ChipInputProps = {
  values: readonly string[];
  onValuesChange: (values: string[]) => void;
  /** Says what is wrong with one value, or null. */
  validate?: (text: string) => string | null;
  placeholder?: string;
  max?: number;
  /** What parts one value from the next in typed or pasted text. */
  splitOn?: RegExp;
  mono?: boolean;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
};

/** A list that is typed: Enter, comma or a paste of many adds; Backspace in the empty box takes the last away. */
export function ChipInput({
  values,
  onValuesChange,
  validate,
  placeholder,
  max = 100,
  splitOn = /[\s,]+/,
  mono = true,
  disabled,
  ...rest
}: ChipInputProps) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const faultId = useId();
  const field = useFieldControl(rest);

  const add = (raw: string) => {
    const parts = raw
      .split(splitOn)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const fresh = parts.filter((part, index) => !values.includes(part) && parts.indexOf(part) === index);
    const bad = fresh.find((part) => (validate?.(part) ?? null) !== null);
    const good = fresh.filter((part) => part !== bad && (validate?.(part) ?? null) === null);
    const room = Math.max(0, max - values.length);
    if (good.length > 0) onValuesChange([...values, ...good.slice(0, room)]);
    setFault(bad === undefined ? (good.length > room ? `At most ${max} values.` : null) : `${bad}: ${validate?.(bad)}`);
    setText(bad ?? "");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" || event.key === ",") {
      if (text.trim() === "" && event.key === "Enter") return;
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "") {
      onValuesChange(values.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData("text");
    if (pasted.trim().split(splitOn).length < 2) return;
    event.preventDefault();
    add(`${text} ${pasted}`);
  };

  return (
    <div className="flex flex-col gap-1">
      <div
        className={cn(
          CONTROL_FRAME,
          "flex min-h-8 flex-wrap items-center gap-1 p-[0.1875rem] has-[input:focus-visible]:border-focus has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus has-[input:focus-visible]:-outline-offset-1 pointer-coarse:min-h-10",
        )}
      >
        {values.map((value) => (
          <Chip
            key={value}
            mono={mono}
            removeLabel={`Remove ${value}`}
            {...(disabled ? {} : { onRemove: () => onValuesChange(values.filter((other) => other !== value)) })}
          >
            {value}
          </Chip>
        ))}
        <input
          {...rest}
          {...field}
          value={text}
          disabled={disabled}
          placeholder={values.length === 0 ? placeholder : undefined}
          aria-invalid={fault !== null || field["aria-invalid"]}
          aria-describedby={
            [fault === null ? "" : faultId, field["aria-describedby"] ?? ""].join(" ").trim() || undefined
          }
          onChange={(event) => {
            setText(event.target.value);
            setFault(null);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => text.trim() !== "" && add(text)}
          className={cn("h-6 w-0 min-w-28 grow bg-transparent px-1.5 text-sm outline-none", mono && "font-mono")}
        />
      </div>
      <span id={faultId} role="status" className={cn("text-danger text-xs", fault === null && "hidden")}>
        {fault}
      </span>
    </div>
  );
}
