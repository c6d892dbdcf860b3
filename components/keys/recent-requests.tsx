"use client";

import { Activity, Radio } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Switch } from "@/components/ui/switch";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { zoomRange } from "@/components/usage/usage-period";
import { VerdictBadge } from "@/components/usage/verdict-badge";
import { VERDICT_OPTIONS } from "@/components/usage/verdict-words";

type Event = components["schemas"]["KeyEvent"];

const LIVE = 3000;
const FILTERS: FilterDefinition[] = [{ id: "verdict", label: "Outcome", kind: "one", options: VERDICT_OPTIONS }];
const RANGE = { from: parseAsString, to: parseAsString, version: parseAsString };

const COLUMNS: readonly Column<Event>[] = [
  {
    id: "at",
    header: "Time",
    cell: (event) => (
      <span className="whitespace-nowrap">
        <DateTime value={event.at} format="date" className="text-muted" /> <DateTime value={event.at} format="time" />
      </span>
    ),
  },
  { id: "verdict", header: "Outcome", cell: (event) => <VerdictBadge verdict={event.verdict} /> },
  {
    id: "call",
    header: "Call",
    cell: (event) =>
      event.endpoint === null && event.method === null ? (
        <span className="text-subtle">Not told</span>
      ) : (
        <code className="break-all font-mono text-xs">{[event.method, event.endpoint].filter(Boolean).join(" ")}</code>
      ),
  },
  {
    id: "ip",
    header: "Address",
    cell: (event) => (
      <span className="whitespace-nowrap">
        <span className="font-mono text-xs">{event.ip ?? "–"}</span>
        {event.country && <span className="ms-1.5 text-muted text-xs">{event.country}</span>}
      </span>
    ),
  },
  {
    id: "agent",
    header: "Agent",
    hideBelow: "lg",
    cell: (event) => (
      <bdi className="block max-w-64 truncate text-muted text-xs" title={event.agent ?? ""}>
        {event.agent ?? "–"}
      </bdi>
    ),
  },
  {
    id: "version",
    header: "Version",
    hideBelow: "lg",
    align: "end",
    cell: (event) => <span className="tabular">{event.versionNumber ?? "–"}</span>,
  },
  { id: "count", header: "Calls", align: "end", cell: (event) => <Count value={event.count} /> },
];

/** The key's last verifications, live while they are looked at. Same calls of one second are one row with a count. */
export function RecentRequests({ organization, keyId }: { organization: string; keyId: string }) {
  const [live, setLive] = useState(true);
  const { values, active, clear } = useFilterValues(FILTERS);
  const [place, setPlace] = useQueryStates(RANGE, { history: "push" });
  const range = zoomRange(place.from, place.to);
  const verdict = values.verdict?.[0];
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/keys/{key}/events",
    {
      params: {
        path: { organization, key: keyId },
        query: {
          limit: 50,
          ...(verdict ? { verdict } : {}),
          ...(place.version ? { version: place.version } : {}),
          ...(range ? { from: range.from, to: range.to } : {}),
        },
      },
    },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      // Only the first page is watched: older ones do not change, and rows must not move under the reader.
      refetchInterval: ({ state }) => (live && !range && state.data?.pages.length === 1 ? LIVE : false),
    },
  );
  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        filters={FILTERS}
        actions={
          range ? undefined : (
            <span className="flex items-center gap-2">
              {live && <Radio aria-hidden className="size-4 text-success motion-safe:animate-pulse" />}
              <Switch checked={live} onCheckedChange={setLive} label="Live" />
            </span>
          )
        }
      />
      {(range || place.version) && (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          {range && (
            <Chip removeLabel="Remove the time range" onRemove={() => void setPlace({ from: null, to: null })}>
              <DateTime value={range.from} format="datetime" /> to <DateTime value={range.to} format="datetime" />
            </Chip>
          )}
          {place.version && (
            <Chip removeLabel="Show all versions" onRemove={() => void setPlace({ version: null })}>
              One version only
            </Chip>
          )}
        </p>
      )}
      <DataTable
        label="Recent requests"
        density="compact"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(event) =>
          [event.at, event.verdict, event.versionId, event.method, event.endpoint, event.ip, event.agent].join(" ")
        }
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          active || range || place.version ? (
            <EmptyState
              compact
              icon={<Activity />}
              title="No request matches"
              action={
                <Button
                  onClick={() => {
                    clear();
                    void setPlace(null);
                  }}
                >
                  Show all
                </Button>
              }
            />
          ) : (
            <EmptyState compact icon={<Activity />} title="Not used yet">
              Verifications appear here within seconds.
            </EmptyState>
          )
        }
      />
    </div>
  );
}
