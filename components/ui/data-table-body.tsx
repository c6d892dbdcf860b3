"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import { DataTableRow } from "./data-table-row";
import { ROLES, type RowProps } from "./data-table-types";
import { useHydrated } from "./use-hydrated";

// Fewer rows than this are all drawn: the browser's own search in the page then finds them.
const VIRTUAL_FROM = 150;

type DataTableBodyProps<Row> = RowProps<Row> & { rows: readonly Row[] };

function Gap({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="max-md:block">
      <td colSpan={span} className="max-md:block" style={{ height, padding: 0 }} />
    </tr>
  );
}

function VirtualBody<Row>({ rows, ...props }: DataTableBodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (props.density === "compact" ? 34 : 43),
    overscan: 15,
    scrollMargin: offset,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const span = props.columns.length + 2;
  return (
    <tbody {...ROLES.group} ref={body}>
      <Gap height={(first?.start ?? offset) - offset} span={span} />
      {items.map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <DataTableRow
            key={props.rowId(row)}
            {...props}
            row={row}
            index={item.index}
            rowRef={virtualizer.measureElement}
          />
        );
      })}
      <Gap height={virtualizer.getTotalSize() - ((last?.end ?? offset) - offset)} span={span} />
    </tbody>
  );
}

/** The rows; of a long list only those in view are drawn. */
export function DataTableBody<Row>({ rows, ...props }: DataTableBodyProps<Row>) {
  const hydrated = useHydrated();
  if (hydrated && rows.length > VIRTUAL_FROM) return <VirtualBody rows={rows} {...props} />;
  return (
    <tbody {...ROLES.group}>
      {rows.map((row, index) => (
        <DataTableRow key={props.rowId(row)} {...props} row={row} index={index} />
      ))}
    </tbody>
  );
}
