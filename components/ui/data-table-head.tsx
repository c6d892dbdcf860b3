"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Checkbox } from "./checkbox";
import { cn } from "./class-names";
import { type Column, columnVisibility, ROLES, type Sort } from "./data-table-types";

type DataTableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  sort: Sort | null | undefined;
  onSortChange: ((sort: Sort) => void) | undefined;
  selected: boolean | "indeterminate" | null;
  onSelectAll: (checked: boolean) => void;
  hasActions: boolean;
};

function turn(sort: Sort | null | undefined, column: string): Sort {
  const same = sort?.column === column;
  return { column, direction: same && sort.direction === "ascending" ? "descending" : "ascending" };
}

const HEAD = "md:sticky md:top-(--sticky-top,0px) z-10 h-9 bg-surface shadow-[inset_0_-1px_0_var(--line)]";

/** Column heads; those that sort are buttons and say how. */
export function DataTableHead<Row>(props: DataTableHeadProps<Row>) {
  const { columns, sort, onSortChange, selected } = props;
  return (
    <thead {...ROLES.group} className="max-md:hidden">
      <tr {...ROLES.row} aria-rowindex={1}>
        {selected !== null && (
          <th {...ROLES.header} scope="col" className={cn(HEAD, "w-10 rounded-ss-lg ps-4 text-start")}>
            <Checkbox
              aria-label="Select all that are loaded"
              checked={selected}
              onCheckedChange={props.onSelectAll}
              className="align-middle"
            />
          </th>
        )}
        {columns.map((column) => {
          const direction = sort?.column === column.id ? sort.direction : undefined;
          const Arrow = direction === undefined ? ChevronsUpDown : direction === "ascending" ? ArrowUp : ArrowDown;
          const sortable = column.sortable === true && onSortChange !== undefined;
          return (
            <th
              key={column.id}
              {...ROLES.header}
              scope="col"
              aria-sort={sortable ? (direction ?? "none") : undefined}
              style={column.width === undefined ? undefined : { width: column.width }}
              className={cn(
                HEAD,
                "whitespace-nowrap px-3 text-start font-medium text-muted text-xs first:rounded-ss-lg first:ps-4 last:rounded-se-lg last:pe-4",
                column.align === "end" && "text-end",
                columnVisibility(column),
              )}
            >
              {sortable ? (
                <button
                  type="button"
                  onClick={() => onSortChange(turn(sort, column.id))}
                  className={cn(
                    "group -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-foreground",
                    direction !== undefined && "text-foreground",
                    column.align === "end" && "flex-row-reverse",
                  )}
                >
                  {column.header}
                  <Arrow
                    aria-hidden
                    className={cn(
                      "size-3",
                      direction === undefined && "opacity-0 group-hover:opacity-70 group-focus-visible:opacity-70",
                    )}
                  />
                </button>
              ) : (
                <span className={column.headerHidden ? "sr-only" : undefined}>{column.header}</span>
              )}
            </th>
          );
        })}
        {props.hasActions && (
          <th {...ROLES.header} scope="col" className={cn(HEAD, "w-12 rounded-se-lg")}>
            <span className="sr-only">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
