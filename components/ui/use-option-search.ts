"use client";

import { useEffect, useState } from "react";
import { type Problem, toProblem } from "./problem";

export type ComboboxOption<Value extends string = string> = {
  value: Value;
  label: string;
  description?: string;
  icon?: React.ReactNode;
  disabled?: boolean;
  keywords?: string[];
};

export type OptionSource<Value extends string> =
  | { options: readonly ComboboxOption<Value>[]; onSearch?: undefined }
  | { options?: undefined; onSearch: (query: string) => Promise<readonly ComboboxOption<Value>[]> };

type Found<Value extends string> = {
  found: readonly ComboboxOption<Value>[];
  loading: boolean;
  problem: Problem | null;
};

/** Options of a fixed list, or of a search that waits 150 ms of silence; an answer that was overtaken is dropped. */
export function useOptionSearch<Value extends string>(
  source: OptionSource<Value>,
  query: string,
  open: boolean,
): Found<Value> {
  const { options, onSearch } = source;
  const [state, setState] = useState<Found<Value>>({ found: [], loading: false, problem: null });
  useEffect(() => {
    if (onSearch === undefined || !open) return;
    let current = true;
    setState((before) => ({ ...before, loading: true, problem: null }));
    const timer = setTimeout(() => {
      onSearch(query).then(
        (found) => current && setState({ found, loading: false, problem: null }),
        (error: unknown) => current && setState({ found: [], loading: false, problem: toProblem(error) }),
      );
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [onSearch, query, open]);
  return options === undefined ? state : { found: options, loading: false, problem: null };
}
