"use client";

import { KeyRound } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyDisplay } from "@/components/ui/key-display";

type Version = components["schemas"]["KeyVersion"];

const STATUSES = {
  current: { tone: "success", word: "Current" },
  overlap: { tone: "warning", word: "Ending" },
  ended: { tone: "neutral", word: "Ended" },
} as const;

function End({ version }: { version: Version }) {
  if (version.endsOnFirstUse && version.status === "overlap") return "with the new one's first use";
  if (version.endsAt === null) return <span className="text-muted">With the key</span>;
  return <DateTime value={version.endsAt} />;
}

const COLUMNS: readonly Column<Version>[] = [
  {
    id: "number",
    header: "Version",
    cell: (version) => (
      <span className="flex items-center gap-2">
        <span className="tabular font-medium">{version.number}</span>
        <Badge tone={STATUSES[version.status].tone}>{STATUSES[version.status].word}</Badge>
      </span>
    ),
  },
  {
    id: "secret",
    header: "Secret",
    cell: (version) => <KeyDisplay prefix={version.secretStart} last4={version.secretLastFour} />,
  },
  {
    id: "createdAt",
    header: "Created",
    hideBelow: "md",
    cell: (version) => (
      <span>
        <DateTime value={version.createdAt} />
        {version.createdByName && (
          <bdi className="block truncate text-muted text-xs" title={version.createdByName}>
            {version.createdByName}
          </bdi>
        )}
      </span>
    ),
  },
  { id: "endsAt", header: "Ends", cell: (version) => <End version={version} /> },
  { id: "lastUsedAt", header: "Last used", cell: (version) => <DateTime value={version.lastUsedAt} /> },
  {
    id: "verifications",
    header: "Verifications",
    align: "end",
    cell: (version) => <Count value={version.verifications} compact />,
  },
];

/** The secrets of a key, newest first; the calls of each are one press away. */
export function KeyVersions({ organization, keyId }: { organization: string; keyId: string }) {
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/keys/{key}/versions",
    { params: { path: { organization, key: keyId }, query: { limit: 50 } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  return (
    <DataTable
      label="Versions"
      columns={COLUMNS}
      rows={query.data?.pages.flatMap((page) => page.items)}
      rowId={(version) => version.id}
      rowLabel={(version) => `Calls of version ${version.number}`}
      rowHref={(version) => paths.key(organization, keyId, { tab: "requests", version: version.id })}
      isLoading={query.isPending}
      error={query.error}
      onRetry={() => void query.refetch()}
      hasMore={query.hasNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      isLoadingMore={query.isFetchingNextPage}
      empty={
        <EmptyState compact icon={<KeyRound />} title="No secret yet">
          It is created when the approved key is claimed.
        </EmptyState>
      }
    />
  );
}
