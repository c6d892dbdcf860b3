"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Check, MailQuestion, Plus, X } from "lucide-react";
import { useState } from "react";
import { environmentColor } from "@/components/keys/environment-color";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { describeKind, describeRequest, KIND_OPTIONS, REQUESTS_PATH, type Request } from "./request-words";

const STATES = ["pending", "approved", "claimed", "denied", "cancelled", "expired"] as const;
const KINDS = ["create_key", "extend_scopes", "extend_expiry", "elevate", "waive_network"] as const;

const FILTERS: FilterDefinition[] = [
  { id: "waiting", label: "Waiting for", kind: "one", options: [{ value: "me", label: "My decision" }] },
  { id: "requester", label: "Asked by", kind: "one", options: [{ value: "me", label: "Me" }] },
  {
    id: "state",
    label: "State",
    kind: "many",
    options: STATES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) })),
  },
  { id: "kind", label: "Kind", kind: "many", options: KIND_OPTIONS },
];

const COLUMNS: readonly Column<Request>[] = [
  {
    id: "what",
    header: "Request",
    cell: (request) => (
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium">{`${describeKind(request.kind)}: ${request.keyName}`}</bdi>
        <bdi className="truncate text-muted text-xs" title={describeRequest(request)}>
          {describeRequest(request)}
        </bdi>
      </span>
    ),
  },
  {
    id: "environment",
    header: "Environment",
    width: "10rem",
    cell: (request) => (
      <EnvironmentBadge
        name={request.environmentName}
        color={environmentColor(request.environmentColor)}
        sensitivity={request.sensitivity}
        size="sm"
      />
    ),
  },
  {
    id: "requester",
    header: "Asked by",
    hideBelow: "lg",
    width: "10rem",
    cell: (request) => <bdi className="truncate">{request.requesterName}</bdi>,
  },
  {
    id: "state",
    header: "State",
    width: "11rem",
    cell: (request) => (
      <span className="flex flex-col items-start gap-0.5">
        <StatusBadge status={request.state} />
        {request.state === "pending" && (
          <span className="text-muted text-xs">{`${request.approvalsNeeded} missing`}</span>
        )}
      </span>
    ),
  },
  { id: "createdAt", header: "Asked", width: "8rem", cell: (request) => <DateTime value={request.createdAt} /> },
];

/** Everything that was asked for; what waits for the viewer is one filter away, and decided from here. */
export function RequestList({ organization, mayAsk }: { organization: string; mayAsk: boolean }) {
  const queryClient = useQueryClient();
  const { values, active, clear } = useFilterValues(FILTERS);
  const [selection, setSelection] = useState<string[]>([]);
  const [deciding, setDeciding] = useState<"approve" | "deny" | null>(null);
  const states = STATES.filter((state) => values.state?.includes(state));
  const kinds = KINDS.filter((kind) => values.kind?.includes(kind));
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/requests",
    {
      params: {
        path: { organization },
        query: {
          limit: 50,
          ...(states.length > 0 ? { state: states } : {}),
          ...(kinds.length > 0 ? { kind: kinds } : {}),
          ...(values.waiting?.[0] === "me" ? { waiting: "me" as const } : {}),
          ...(values.requester?.[0] ? { requester: values.requester[0] } : {}),
        },
      },
    },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const rows = query.data?.pages.flatMap((page) => page.items);
  const chosen = (rows ?? []).filter((request) => selection.includes(request.id));

  const decide = async (decision: "approve" | "deny", comment: string) => {
    const { data } = await latchkey.POST("/organizations/{organization}/requests/bulk-decide", {
      params: { path: { organization } },
      body: {
        decision,
        comment: comment === "" ? null : comment,
        requests: chosen.map(({ id, hash }) => ({ id, hash })),
      },
    });
    await queryClient.invalidateQueries({ queryKey: ["get", REQUESTS_PATH] });
    const refused = data?.results.filter((result) => result.problem) ?? [];
    const done = (data?.results.length ?? 0) - refused.length;
    if (done > 0) toast.success(`${done} ${decision === "approve" ? "approved" : "denied"}`);
    for (const result of refused.slice(0, 3)) toast.error(result.problem?.message ?? "Refused");
    setSelection([]);
  };

  return (
    <>
      <PageHeader
        title="Requests"
        description="What people may not do alone, who asked for it, and who has to agree."
        {...(mayAsk
          ? {
              actions: (
                <ButtonLink icon={<Plus />} href={paths.newKey(organization)}>
                  Ask for a key
                </ButtonLink>
              ),
            }
          : {})}
      />
      <FilterBar filters={FILTERS} />
      <DataTable
        label="Requests"
        columns={COLUMNS}
        rows={rows}
        rowId={(request) => request.id}
        rowLabel={(request) => `${describeKind(request.kind)}: ${request.keyName}`}
        rowHref={(request) => paths.request(organization, request.id)}
        selection={selection}
        onSelectionChange={setSelection}
        bulkActions={() => (
          <>
            <Button size="sm" icon={<Check />} onClick={() => setDeciding("approve")}>
              Approve
            </Button>
            <Button size="sm" variant="danger" icon={<X />} onClick={() => setDeciding("deny")}>
              Deny
            </Button>
          </>
        )}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState
            icon={<MailQuestion />}
            title={active ? "No request matches" : "Nothing has been asked for"}
            {...(active ? { action: <Button onClick={clear}>Clear the filters</Button> } : {})}
          >
            {active
              ? undefined
              : "When someone needs a key or a scope that a policy does not give alone, it stands here."}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={deciding !== null}
        onOpenChange={(open) => !open && setDeciding(null)}
        title={deciding === "deny" ? `Deny ${chosen.length} requests?` : `Approve ${chosen.length} requests?`}
        description="Each is decided by itself; you are told of any that could not be."
        confirmLabel={deciding === "deny" ? "Deny" : "Approve"}
        danger={deciding === "deny"}
        reason={deciding === "deny" ? "required" : "optional"}
        reasonLabel={deciding === "deny" ? "Reason" : "Comment"}
        onConfirm={({ reason }) => decide(deciding ?? "approve", reason)}
      >
        <ul className="list-disc ps-5 text-sm">
          {chosen.slice(0, 10).map((request) => (
            <li key={request.id}>
              <bdi>{describeRequest(request)}</bdi>
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}
