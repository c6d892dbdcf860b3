"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "./class-names";
import { IconButton } from "./icon-button";
import { Input } from "./input";

export type SearchInputProps = {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  placeholder?: string;
  /** Milliseconds of silence before the value is handed on. */
  debounce?: number;
  className?: string;
};

/** A search box that follows the typing, and an outer change of its value. */
export function SearchInput({ value, onValueChange, label, placeholder, debounce = 200, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const hand = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    const send = () => {
      setKnown(next);
      onValueChange(next);
    };
    if (wait === 0) send();
    else timer.current = setTimeout(send, wait);
  };

  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={text}
      onChange={(event) => hand(event.target.value, debounce)}
      onKeyDown={(event) => {
        if (event.key === "Enter") hand(text, 0);
        if (event.key === "Escape" && text !== "") {
          event.stopPropagation();
          hand("", 0);
        }
      }}
      prefix={<Search aria-hidden />}
      suffix={
        text === "" ? undefined : (
          <IconButton size="sm" label="Clear search" icon={<X />} onClick={() => hand("", 0)} className="-me-1" />
        )
      }
      className={cn("[&_input::-webkit-search-cancel-button]:hidden", className)}
    />
  );
}
