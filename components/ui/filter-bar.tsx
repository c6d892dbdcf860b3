"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { FilterChip } from "./filter-chip";
import { SearchInput } from "./search-input";
import { type FilterDefinition, type SearchDefinition, useFilterValues } from "./use-filters";

export type FilterBarProps = {
  filters: readonly FilterDefinition[];
  search?: SearchDefinition;
  actions?: ReactNode;
};

/** Search and filters of a list. They live in the URL, so a view can be sent, kept and gone back to. */
export function FilterBar({ filters, search, actions }: FilterBarProps) {
  const { values, search: text, active, setValues, setSearch, clear } = useFilterValues(filters, search);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      {search !== undefined && (
        <SearchInput
          label={search.label}
          placeholder={search.placeholder}
          value={text}
          onValueChange={setSearch}
          className="sm:w-64"
        />
      )}
      {filters.map((filter) => (
        <FilterChip
          key={filter.id}
          filter={filter}
          values={values[filter.id] ?? []}
          onValuesChange={(next) => setValues(filter.id, next)}
        />
      ))}
      {active && (
        <Button variant="ghost" size="sm" onClick={clear}>
          Clear
        </Button>
      )}
      {actions !== undefined && <div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </search>
  );
}
