"use client";

import { ChipInput } from "./chip-input";

export type TagInputProps = {
  value: Record<string, string>;
  onValueChange: (value: Record<string, string>) => void;
  max?: number;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
};

function validateTag(text: string): string | null {
  const split = text.indexOf("=");
  if (split < 1) return "write name=value";
  return /^[A-Za-z0-9_.:/-]{1,64}$/.test(text.slice(0, split)) ? null : "names are 1 to 64 of A-Z a-z 0-9 _ . : / -";
}

/** `name=value` pairs; a name that comes again replaces the value. */
export function TagInput({ value, onValueChange, max = 20, ...rest }: TagInputProps) {
  return (
    <ChipInput
      {...rest}
      values={Object.entries(value).map(([name, text]) => `${name}=${text}`)}
      onValuesChange={(pairs) =>
        onValueChange(
          Object.fromEntries(
            pairs.map((pair) => {
              const split = pair.indexOf("=");
              return [pair.slice(0, split), pair.slice(split + 1)];
            }),
          ),
        )
      }
      // The value of a tag may hold spaces.
      splitOn={/[\n,]+/}
      validate={validateTag}
      placeholder="team=billing"
      max={max}
    />
  );
}
