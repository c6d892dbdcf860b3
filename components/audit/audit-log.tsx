"use client";

import { Download, ScrollText } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, type SearchDefinition, useFilterValues } from "@/components/ui/use-filters";
import { AuditEventPanel } from "./audit-event-panel";
import { auditActionOptions, describeAction } from "./audit-words";

export type AuditEvent = components["schemas"]["AuditEvent"];

const SEARCH: SearchDefinition = { param: "q", label: "Search the trail", placeholder: "Name, reason or id" };

function filtersFor(actors: readonly { value: string; label: string }[]): FilterDefinition[] {
  return [
    { id: "actor", label: "Actor", kind: "one", options: [...actors] },
    { id: "action", label: "Action", kind: "one", options: auditActionOptions() },
    { id: "target", label: "Target id", kind: "text", placeholder: "key_…" },
    { id: "from", label: "From", kind: "text", placeholder: "2026-01-31" },
    { id: "to", label: "Before", kind: "text", placeholder: "2026-02-28" },
  ];
}

const COLUMNS: readonly Column<AuditEvent>[] = [
  {
    id: "action",
    header: "Action",
    cell: (event) => <span className="font-medium">{describeAction(event.action)}</span>,
  },
  {
    id: "target",
    header: "Target",
    cell: (event) => (
      <bdi className="block truncate" title={event.targetId ?? undefined}>
        {event.targetName ?? event.targetId ?? "—"}
      </bdi>
    ),
  },
  {
    id: "actor",
    header: "Actor",
    cell: (event) => (
      <span className="flex min-w-0 items-center gap-2">
        <bdi className="truncate">{event.actorName ?? event.actorId ?? "—"}</bdi>
        {event.actorType !== "user" && (
          <Badge>{event.actorType === "service_token" ? "Service token" : "System"}</Badge>
        )}
      </span>
    ),
  },
  {
    id: "ip",
    header: "Address",
    hideBelow: "lg",
    cell: (event) => <span className="font-mono text-xs">{event.ip ?? "—"}</span>,
  },
  { id: "at", header: "When", cell: (event) => <DateTime value={event.at} /> },
  {
    id: "seq",
    header: "No.",
    hideBelow: "xl",
    align: "end",
    cell: (event) => <span className="tabular-nums">{event.seq}</span>,
  },
];

function queryOf(values: Readonly<Record<string, string[]>>, search: string) {
  const one = (name: string) => (values[name]?.[0] ? { [name]: values[name][0] } : {});
  return {
    ...one("actor"),
    ...one("action"),
    ...one("target"),
    ...one("from"),
    ...one("to"),
    ...(search === "" ? {} : { q: search }),
  };
}

/** Who did what to what, newest first; every row opens to what changed. */
export function AuditLog({
  organization,
  actors,
}: {
  organization: string;
  actors: readonly { value: string; label: string }[];
}) {
  const filters = filtersFor(actors);
  const { values, search, active, clear } = useFilterValues(filters, SEARCH);
  const [open, setOpen] = useState<AuditEvent | null>(null);
  const filter = queryOf(values, search);
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/audit-events",
    { params: { path: { organization }, query: { limit: 50, ...filter } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const download = async (format: "csv" | "jsonl") => {
    const work = latchkey.GET("/organizations/{organization}/audit-events/export", {
      params: { path: { organization }, query: { ...filter, format } },
      parseAs: "blob",
    });
    toast.promise(work, { loading: "Exporting", success: "Exported", error: "The export was refused" });
    const { data } = await work;
    if (!(data instanceof Blob)) return;
    const url = URL.createObjectURL(data);
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = `audit-${organization}.${format}`;
    anchor.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <PageHeader
        title="Audit"
        description="Every change, and every reading of something sensitive. Rows are never changed or removed."
        actions={
          <DropdownMenu
            label="Export"
            align="end"
            trigger={<Button icon={<Download />}>Export</Button>}
            items={[
              { label: "CSV, for a spreadsheet", onSelect: () => void download("csv") },
              { label: "JSON Lines, to verify", onSelect: () => void download("jsonl") },
            ]}
          />
        }
      />
      <FilterBar filters={filters} search={SEARCH} />
      <DataTable
        label="Audit events"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(event) => event.id}
        rowLabel={(event) => describeAction(event.action)}
        rowActions={(event) => [{ label: "Show what changed", onSelect: () => setOpen(event) }]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState
            icon={<ScrollText />}
            title={active ? "No event matches" : "Nothing has happened yet"}
            {...(active ? { action: <Button onClick={clear}>Clear the filters</Button> } : {})}
          />
        }
      />
      <AuditEventPanel event={open} onClose={() => setOpen(null)} />
    </>
  );
}
