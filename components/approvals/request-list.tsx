"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Check, MailQuestion, Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { environmentColor } from "@/components/keys/environment-color";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { FilterBar } from "@/components/ui/filter-bar";
import { Kbd } from "@/components/ui/kbd";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { REQUEST_STATES, requestQuery } from "./request-query";
import { describeKind, describeRequest, KIND_OPTIONS, REQUESTS_PATH, type Request } from "./request-words";
import { RequestsHeader } from "./requests-header";
import { useRowKeys } from "./use-row-keys";

type Decision = "approve" | "deny";

const HINTS = [
  { keys: ["j", "k"], words: "move" },
  { keys: ["x"], words: "choose" },
  { keys: ["a"], words: "approve" },
  { keys: ["d"], words: "deny" },
  { keys: ["enter"], words: "open" },
];

const FILTERS: FilterDefinition[] = [
  { id: "waiting", label: "Waiting for", kind: "one", options: [{ value: "me", label: "My decision" }] },
  { id: "requester", label: "Asked by", kind: "one", options: [{ value: "me", label: "Me" }] },
  {
    id: "state",
    label: "State",
    kind: "many",
    options: REQUEST_STATES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) })),
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
        <bdi className="truncate font-normal text-muted text-xs" title={describeRequest(request)}>
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
  const [deciding, setDeciding] = useState<{ decision: Decision; ids: readonly string[] } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/requests",
    { params: { path: { organization }, query: requestQuery(values) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const rows = query.data?.pages.flatMap((page) => page.items);
  const chosen = (rows ?? []).filter((request) => deciding?.ids.includes(request.id));
  const able = chosen.filter((request) => deciding === null || request.actions[deciding.decision] === null);

  const ask = (decision: Decision, ids: readonly string[]) => {
    const wanted = (rows ?? []).filter((request) => ids.includes(request.id));
    const refusal = wanted.find((request) => request.actions[decision] !== null)?.actions[decision];
    if (wanted.length === 0) toast.info("Move to a request with J and K, or choose some, first.");
    else if (refusal && wanted.every((request) => request.actions[decision] !== null)) toast.info(refusal);
    else setDeciding({ decision, ids });
  };
  const askOfRow = (decision: Decision) => (row: number | null) => {
    const id = row === null ? undefined : rows?.[row]?.id;
    ask(decision, selection.length > 0 || id === undefined ? selection : [id]);
  };
  const hasKeys = useRowKeys(frame, {
    onApprove: askOfRow("approve"),
    onDeny: askOfRow("deny"),
    onChoose: (row) => {
      const id = rows?.[row]?.id;
      if (id === undefined) return;
      setSelection((before) => (before.includes(id) ? before.filter((known) => known !== id) : [...before, id]));
    },
  });

  const decide = async (decision: Decision, comment: string) => {
    const { data } = await latchkey.POST("/organizations/{organization}/requests/bulk-decide", {
      params: { path: { organization } },
      body: {
        decision,
        comment: comment === "" ? null : comment,
        requests: able.map(({ id, hash }) => ({ id, hash })),
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
      <RequestsHeader
        organization={organization}
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
      {hasKeys && (
        <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs pointer-coarse:hidden">
          {HINTS.map(({ keys, words }) => (
            <span key={words} className="flex items-center gap-1.5">
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
              {words}
            </span>
          ))}
        </p>
      )}
      <div ref={frame}>
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
              <Button size="sm" icon={<Check />} onClick={() => ask("approve", selection)}>
                Approve
              </Button>
              <Button size="sm" variant="danger" icon={<X />} onClick={() => ask("deny", selection)}>
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
      </div>
      {deciding && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDeciding(null)}
          title={`${deciding.decision === "deny" ? "Deny" : "Approve"} ${able.length === 1 ? "this request" : `${able.length} requests`}?`}
          description={
            able.length === 1
              ? "The requester is told."
              : "Each is decided separately; you are told of any that could not be decided."
          }
          confirmLabel={deciding.decision === "deny" ? "Deny" : "Approve"}
          danger={deciding.decision === "deny"}
          reason={deciding.decision === "deny" ? "required" : "optional"}
          reasonLabel={deciding.decision === "deny" ? "Reason" : "Comment"}
          onConfirm={({ reason }) => decide(deciding.decision, reason)}
        >
          <ul className="list-disc ps-5 text-sm">
            {able.slice(0, 10).map((request) => (
              <li key={request.id}>
                <bdi>{describeRequest(request)}</bdi>
              </li>
            ))}
            {able.length > 10 && <li className="text-muted">{`and ${able.length - 10} more`}</li>}
          </ul>
          {able.length < chosen.length && (
            <Alert tone="info" title={`${chosen.length - able.length} of those chosen are not yours to decide`}>
              {chosen.find((request) => !able.includes(request))?.actions[deciding.decision]}
            </Alert>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
