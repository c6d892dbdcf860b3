"use client";

import { Check, Copy, X } from "lucide-react";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { useCopy } from "./use-copy";

export type CopyButtonProps = {
  value: string;
  label?: string;
  variant?: "icon" | "button";
  size?: "sm" | "md";
  onCopied?: () => void;
  className?: string;
};

const WORDS = { copied: "Copied", failed: "Could not copy: select the text and copy it by hand" };

/** Copies `value`; what happened is shown and said. */
export function CopyButton({
  value,
  label = "Copy",
  variant = "icon",
  size = "sm",
  onCopied,
  className,
}: CopyButtonProps) {
  const { state, copy } = useCopy();
  const icon = state === "copied" ? <Check /> : state === "failed" ? <X /> : <Copy />;
  const press = async () => {
    if (await copy(value)) onCopied?.();
  };
  return (
    <>
      {variant === "icon" ? (
        <IconButton
          label={state === "copied" ? "Copied" : label}
          icon={icon}
          size={size}
          onClick={press}
          className={className}
        />
      ) : (
        <Button icon={icon} size={size} onClick={press} className={className}>
          {state === "copied" ? "Copied" : label}
        </Button>
      )}
      <span role="status" className="sr-only">
        {state === "idle" ? "" : WORDS[state]}
      </span>
    </>
  );
}
