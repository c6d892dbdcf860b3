"use client";

import { Ellipsis } from "lucide-react";
import NextLink from "next/link";
import { type Ref, useRef } from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./class-names";
import { type Column, columnVisibility, ROLES, type RowProps } from "./data-table-types";
import { DropdownMenu } from "./dropdown-menu";
import { IconButton } from "./icon-button";

const PADDING = { compact: "md:py-1.5", normal: "md:py-2.5" };

function Cell<Row>({
  column,
  row,
  href,
  first,
  density,
}: {
  column: Column<Row>;
  row: Row;
  href: string | undefined;
  first: boolean;
  density: "compact" | "normal";
}) {
  const title = (column.card ?? (first ? "title" : "meta")) === "title";
  const content = column.cell(row);
  return (
    <td
      {...ROLES.cell}
      className={cn(
        "min-w-0 md:px-3 md:first:ps-4 md:last:pe-4",
        PADDING[density],
        column.align === "end" && "tabular md:text-end",
        title
          ? "max-md:order-2 max-md:col-start-2 max-md:font-medium"
          : "max-md:order-4 max-md:col-span-full max-md:flex max-md:min-w-0 max-md:items-baseline max-md:justify-between max-md:gap-4",
        columnVisibility(column),
      )}
    >
      {!title && (
        <span aria-hidden className="shrink-0 text-muted md:hidden">
          {column.headerHidden ? "" : column.header}
        </span>
      )}
      <span className={cn("block min-w-0", !title && "max-md:text-end")}>
        {first && href !== undefined ? (
          <NextLink href={href} data-row-target className="block min-w-0 rounded-xs font-medium">
            {content}
          </NextLink>
        ) : (
          content
        )}
      </span>
    </td>
  );
}

type DataTableRowProps<Row> = RowProps<Row> & {
  row: Row;
  index: number;
  rowRef?: Ref<HTMLTableRowElement>;
};

/** One row; on a phone a card. */
export function DataTableRow<Row>({ row, index, rowRef, columns, density, ...props }: DataTableRowProps<Row>) {
  const range = useRef(false);
  const id = props.rowId(row);
  const name = props.rowLabel?.(row) ?? id;
  const href = props.rowHref?.(row);
  const selected = props.selection?.includes(id) ?? false;
  return (
    <tr
      {...ROLES.row}
      ref={rowRef}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={props.selection === undefined ? undefined : selected}
      className={cn(
        "border-line border-b text-sm last:border-b-0",
        "max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)_auto] max-md:items-center max-md:gap-y-1.5 max-md:px-3.5 max-md:py-3",
        props.selection !== undefined && "max-md:gap-x-2.5",
        href !== undefined && "row-link hover:bg-hover/60",
        selected && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {props.selection !== undefined && (
        <td {...ROLES.cell} className="max-md:order-1 md:w-10 md:ps-4">
          <Checkbox
            aria-label={`Select ${name}`}
            checked={selected}
            onClick={(event) => {
              range.current = event.shiftKey;
            }}
            onCheckedChange={(checked) => props.onToggle?.(id, checked, range.current)}
            className="align-middle"
          />
        </td>
      )}
      {columns.map((column, position) => (
        <Cell key={column.id} column={column} row={row} href={href} first={position === 0} density={density} />
      ))}
      {props.rowActions !== undefined && (
        <td
          {...ROLES.cell}
          className="max-md:order-3 max-md:col-start-3 max-md:row-start-1 md:w-12 md:pe-2 md:text-end"
        >
          <DropdownMenu
            label={`Actions for ${name}`}
            items={props.rowActions(row)}
            trigger={<IconButton label={`Actions for ${name}`} icon={<Ellipsis />} size="sm" tooltip={false} />}
          />
        </td>
      )}
    </tr>
  );
}
