"use client";

import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { ComboboxOption } from "./use-option-search";

export type FilterDefinition = {
  /** Its name in the URL and in the query. */
  id: string;
  label: string;
  kind: "one" | "many" | "text";
  options?: readonly ComboboxOption[];
  onSearch?: (query: string) => Promise<readonly ComboboxOption[]>;
  /** The word for a value that is not among `options`. */
  describe?: (value: string) => string;
  placeholder?: string;
};

export type SearchDefinition = { param?: string; label: string; placeholder?: string };

const NONE: string[] = [];

/** The filters of a list as the URL has them. Values of filters that this page does not know are left alone. */
export function useFilterValues(filters: readonly FilterDefinition[], search?: SearchDefinition) {
  const param = search?.param ?? "q";
  const names = filters.map((filter) => filter.id).join(" ");
  const parsers = useMemo(
    () =>
      Object.fromEntries(
        names
          .split(" ")
          .filter(Boolean)
          .map((name) => [name, parseAsArrayOf(parseAsString)]),
      ),
    [names],
  );
  const [state, setState] = useQueryStates(parsers, { history: "replace", clearOnDefault: true });
  const [searches, setSearches] = useQueryStates({ [param]: parseAsString }, { history: "replace" });

  const values: Record<string, string[]> = {};
  for (const filter of filters) values[filter.id] = state[filter.id] ?? NONE;
  const text = searches[param] ?? "";
  return {
    values,
    search: text,
    active: Object.values(values).some((entries) => entries.length > 0) || text !== "",
    setValues: (id: string, entries: readonly string[]) =>
      void setState({ [id]: entries.length === 0 ? null : [...entries] }),
    setSearch: (next: string) => void setSearches({ [param]: next === "" ? null : next }),
    clear: () => {
      void setState(null);
      void setSearches(null);
    },
  };
}
