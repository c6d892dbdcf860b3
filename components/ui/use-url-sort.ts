"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import type { Sort } from "./data-table-types";

export function parseSort(text: string): Sort {
  return { column: text.replace(/^-/, ""), direction: text.startsWith("-") ? "descending" : "ascending" };
}

export function formatSort(sort: Sort): string {
  return `${sort.direction === "descending" ? "-" : ""}${sort.column}`;
}

/** The order of a list, in the URL as `?sort=-created`. */
export function useUrlSort(initial: Sort, param = "sort"): [Sort, (sort: Sort) => void] {
  const [text, setText] = useQueryState(param, parseAsString.withDefault(formatSort(initial)));
  const sort = useMemo(() => parseSort(text), [text]);
  const change = useCallback((next: Sort) => void setText(formatSort(next)), [setText]);
  return [sort, change];
}
