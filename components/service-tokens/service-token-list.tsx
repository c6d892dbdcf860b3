"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { KeyDisplay } from "@/components/ui/key-display";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { describePermissions } from "./permission-words";

type ServiceToken = components["schemas"]["ServiceToken"];

const PATH = "/organizations/{organization}/service-tokens";
const STATUSES = ["active", "expired", "revoked"] as const;
const FILTERS: FilterDefinition[] = [
  {
    id: "status",
    label: "Status",
    kind: "one",
    options: STATUSES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) })),
  },
];
const SEARCH = { param: "q", label: "Search service tokens", placeholder: "Name" };

const COLUMNS: readonly Column<ServiceToken>[] = [
  {
    id: "name",
    header: "Name",
    cell: (token) => (
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium" title={token.name}>
          {token.name}
        </bdi>
        <KeyDisplay prefix={token.tokenStart} last4={token.tokenLastFour} />
      </span>
    ),
  },
  { id: "status", header: "Status", cell: (token) => <StatusBadge status={token.status} /> },
  {
    id: "permissions",
    header: "May",
    cell: (token) => <span title={token.permissions.join(", ")}>{describePermissions(token.permissions)}</span>,
  },
  {
    id: "reach",
    header: "Where",
    hideBelow: "lg",
    cell: (token) =>
      token.project === null
        ? "Everywhere"
        : `${token.project}${token.environments ? `: ${token.environments.join(", ")}` : ""}`,
  },
  { id: "lastUsedAt", header: "Last used", cell: (token) => <DateTime value={token.lastUsedAt} empty="Never" /> },
  {
    id: "expiresAt",
    header: "Expires",
    hideBelow: "md",
    cell: (token) => <DateTime value={token.expiresAt} empty="Never" />,
  },
];

/** The machines of the organization. */
export function ServiceTokenList({ organization, mayWrite }: { organization: string; mayWrite: boolean }) {
  const queryClient = useQueryClient();
  const { values, search, active } = useFilterValues(FILTERS, SEARCH);
  const [revoking, setRevoking] = useState<ServiceToken | null>(null);
  const status = STATUSES.find((known) => known === values.status?.[0]);
  const query = $api.useInfiniteQuery(
    "get",
    PATH,
    {
      params: {
        path: { organization },
        query: { limit: 50, ...(status ? { status } : {}), ...(search === "" ? {} : { q: search }) },
      },
    },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const add = (
    <ButtonLink variant="primary" icon={<Plus />} href={paths.newServiceToken(organization)}>
      New service token
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Service tokens"
        description="Credentials of machines: backends that verify keys, programs that manage them."
        {...(mayWrite ? { actions: add } : {})}
      />
      <FilterBar filters={FILTERS} search={SEARCH} />
      <DataTable
        label="Service tokens"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(token) => token.id}
        rowLabel={(token) => token.name}
        rowActions={(token) => [
          {
            label: "Revoke",
            danger: true,
            onSelect: () => setRevoking(token),
            disabled: !mayWrite || token.status === "revoked",
            reason: mayWrite ? "It is revoked already." : "Ask an owner or admin.",
          },
        ]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState
            icon={<Bot />}
            title={active ? "No service token matches" : "No service tokens yet"}
            {...(mayWrite && !active ? { action: add } : {})}
          >
            {active ? "Try other filters." : "Your backend needs one to ask the verify server about a key."}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke ${revoking?.name ?? "token"}?`}
        description="Programs that use it are refused within a second. This is final."
        confirmLabel="Revoke token"
        danger
        reason="optional"
        {...(revoking ? { typeToConfirm: revoking.name } : {})}
        onConfirm={async ({ reason }) => {
          if (!revoking) return;
          await latchkey.POST("/organizations/{organization}/service-tokens/{serviceToken}/revoke", {
            params: { path: { organization, serviceToken: revoking.id } },
            body: reason === "" ? {} : { reason },
          });
          await queryClient.invalidateQueries({ queryKey: ["get", PATH] });
          toast.success(`${revoking.name} is revoked`);
        }}
      />
    </>
  );
}
