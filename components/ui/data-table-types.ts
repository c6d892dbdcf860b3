import type { ReactNode } from "react";
import type { MenuItem } from "./dropdown-menu";

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  align?: "start" | "end";
  /** A CSS width; the rest share what is left. */
  width?: string;
  /** Dropped from the table below this width (it still stands on a phone's card, unless `md`). */
  hideBelow?: "md" | "lg" | "xl";
  /** Its place on a phone's card. The first column is the title unless told. */
  card?: "title" | "meta" | "hidden";
  headerHidden?: boolean;
};

/** An order that no column stands for; `value` as in the URL, `-createdAt`. */
export type SortOrder = { value: string; label: string };

export type Sort = { column: string; direction: "ascending" | "descending" };

export type RowProps<Row> = {
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  rowLabel?: ((row: Row) => string) | undefined;
  rowHref?: ((row: Row) => string | undefined) | undefined;
  rowActions?: ((row: Row) => readonly MenuItem[]) | undefined;
  selection?: readonly string[] | undefined;
  onToggle?: ((id: string, checked: boolean, range: boolean) => void) | undefined;
  density: "compact" | "normal";
};

export type DataTableProps<Row> = Omit<RowProps<Row>, "onToggle" | "density"> & {
  label: string;
  /** Undefined while the first page is on its way. */
  rows: readonly Row[] | undefined;
  sort?: Sort | null;
  /** Orders beside those of the columns: the list's own first order belongs here where it is none of them. */
  sortOrders?: readonly SortOrder[];
  onSortChange?: (sort: Sort) => void;
  onSelectionChange?: (ids: string[]) => void;
  bulkActions?: (ids: readonly string[]) => ReactNode;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
  hasMore?: boolean;
  onLoadMore?: () => void;
  isLoadingMore?: boolean;
  total?: number;
  density?: "compact" | "normal";
};

const HIDDEN = { md: "max-md:hidden", lg: "md:max-lg:hidden", xl: "md:max-xl:hidden" };

/** The classes by which a column comes and goes with the width. */
export function columnVisibility<Row>(column: Column<Row>): string {
  return [
    column.hideBelow === undefined ? "" : HIDDEN[column.hideBelow],
    column.card === "hidden" ? "max-md:hidden" : "",
  ].join(" ");
}

// On a phone rows and cells are no table boxes any more, and some browsers then forget their roles; so they are said.
export const ROLES = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  cell: { role: "cell" },
  header: { role: "columnheader" },
} as const;
