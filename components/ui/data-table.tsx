"use client";

import { useRef } from "react";
import { Button } from "./button";
import { cn } from "./class-names";
import { Count } from "./count";
import { DataTableBody } from "./data-table-body";
import { DataTableHead } from "./data-table-head";
import {
  type Column,
  columnVisibility,
  type DataTableProps,
  ROLES,
  type Sort,
  type SortOrder,
} from "./data-table-types";
import { ErrorState } from "./error-state";
import { Select } from "./select";
import { Skeleton } from "./skeleton";
import { useOverflowing } from "./use-overflowing";
import { useRowSelection } from "./use-row-selection";

const SKELETON_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

function SkeletonBody<Row>({ columns, extra }: { columns: readonly Column<Row>[]; extra: number }) {
  return (
    <tbody aria-hidden>
      {SKELETON_ROWS.map((row) => (
        <tr
          key={row}
          className="h-[2.6875rem] border-line border-b last:border-b-0 max-md:flex max-md:h-24 max-md:items-center"
        >
          {columns.map((column, index) => (
            <td
              key={column.id}
              className={cn(
                "px-3 first:ps-4",
                index > 0 && "max-md:hidden",
                index === 0 && "max-md:w-full",
                columnVisibility(column),
              )}
            >
              <Skeleton className={cn("h-3.5", index === 0 ? "w-40" : "w-20", column.align === "end" && "ms-auto")} />
            </td>
          ))}
          {extra > 0 && <td colSpan={extra} />}
        </tr>
      ))}
    </tbody>
  );
}

/** Heads are not shown on a phone; there the order is chosen here. */
function PhoneSort<Row>({
  columns,
  orders,
  sort,
  onSortChange,
}: {
  columns: readonly Column<Row>[];
  orders: readonly SortOrder[];
  sort: Sort | null | undefined;
  onSortChange: (sort: Sort) => void;
}) {
  const options = [
    ...orders,
    ...columns
      .filter((column) => column.sortable)
      .flatMap((column) => [
        { value: column.id, label: `${column.header}, ascending` },
        { value: `-${column.id}`, label: `${column.header}, descending` },
      ]),
  ];
  if (options.length === 0) return null;
  return (
    <div className="border-line border-b p-2 md:hidden">
      <Select
        aria-label="Sort by"
        placeholder="Sort by"
        size="sm"
        value={sort ? `${sort.direction === "descending" ? "-" : ""}${sort.column}` : null}
        onValueChange={(value) =>
          onSortChange({
            column: value.replace(/^-/, ""),
            direction: value.startsWith("-") ? "descending" : "ascending",
          })
        }
        options={options}
      />
    </div>
  );
}

/**
 * The one table. Rows come from a cursor ("Load more"); sorting and filtering are the server's. A row's first column
 * is its name and, with `rowHref`, its link. On a phone every row is a card.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, error, isLoading = false, density = "normal", selection } = props;
  const frame = useRef<HTMLElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const overflowing = useOverflowing(frame, table);
  const ids = (rows ?? []).map(props.rowId);
  const { all, toggle, toggleAll } = useRowSelection(ids, selection, props.onSelectionChange);
  const failed = error !== undefined && error !== null && rows === undefined;
  const waiting = rows === undefined && !failed;
  const extra = (selection === undefined ? 0 : 1) + (props.rowActions === undefined ? 0 : 1);

  if (failed) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <ErrorState error={error} onRetry={props.onRetry} />
      </div>
    );
  }
  if (rows !== undefined && rows.length === 0 && !props.hasMore) {
    return (
      <div aria-busy={isLoading} className="rounded-lg border border-line bg-surface">
        {props.empty}
      </div>
    );
  }

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <section
        ref={frame}
        aria-label={label}
        aria-busy={isLoading || waiting}
        // A frame that scrolls must be reachable by keyboard.
        tabIndex={overflowing ? 0 : undefined}
        className={cn("min-w-0 rounded-lg border border-line bg-surface", overflowing && "overflow-x-auto")}
      >
        {props.onSortChange !== undefined && (
          <PhoneSort
            columns={columns}
            orders={props.sortOrders ?? []}
            sort={props.sort}
            onSortChange={props.onSortChange}
          />
        )}
        <table
          {...ROLES.table}
          ref={table}
          aria-label={label}
          aria-rowcount={rows === undefined || props.hasMore ? -1 : rows.length + 1}
          className="w-full border-separate border-spacing-0 max-md:block [&_tbody]:max-md:block [&_tr:not(:last-child)>td]:md:border-line [&_tr:not(:last-child)>td]:md:border-b"
        >
          <DataTableHead
            columns={columns}
            sort={props.sort}
            onSortChange={props.onSortChange}
            selected={selection === undefined ? null : all}
            onSelectAll={toggleAll}
            hasActions={props.rowActions !== undefined}
          />
          {rows === undefined ? (
            <SkeletonBody columns={columns} extra={extra} />
          ) : (
            <DataTableBody
              rows={rows}
              columns={columns}
              rowId={props.rowId}
              rowLabel={props.rowLabel}
              rowHref={props.rowHref}
              rowActions={props.rowActions}
              selection={selection}
              onToggle={toggle}
              density={density}
            />
          )}
        </table>
      </section>
      <TableFoot {...props} />
      {selection !== undefined && selection.length > 0 && (
        <section
          aria-label="Selected"
          className="sticky bottom-3 z-20 mx-auto flex max-w-full animate-rise flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-raised p-2 ps-3.5 shadow-lg"
        >
          <span className="me-2 font-medium text-sm">
            <Count value={selection.length} /> selected
          </span>
          {props.bulkActions?.(selection)}
          <Button size="sm" variant="ghost" onClick={() => props.onSelectionChange?.([])}>
            Clear
          </Button>
        </section>
      )}
    </div>
  );
}

function TableFoot<Row>({
  rows,
  total,
  hasMore = false,
  onLoadMore,
  isLoadingMore = false,
  error,
  onRetry,
}: DataTableProps<Row>) {
  if (rows === undefined) return <output className="sr-only">Loading</output>;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 text-muted text-sm">
      <output>
        {hasMore || total !== undefined ? (
          <>
            <Count value={rows.length} />
            {total === undefined ? (
              " shown"
            ) : (
              <>
                {" "}
                of <Count value={total} />
              </>
            )}
          </>
        ) : (
          <Count value={rows.length} unit="row" />
        )}
      </output>
      {error !== undefined && error !== null && (
        <span className="flex items-center gap-2 text-danger">
          The list could not be brought up to date.
          {onRetry !== undefined && (
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          )}
        </span>
      )}
      {hasMore && (
        <Button size="sm" loading={isLoadingMore} loadingLabel="Loading more" onClick={onLoadMore}>
          Load more
        </Button>
      )}
    </div>
  );
}
