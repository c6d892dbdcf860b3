"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ban, CircleCheck, Hourglass, Mail as MailIcon, RotateCcw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Badge, type Tone } from "@/components/ui/badge";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { MAIL_STATES } from "@/lib/notifications/schema";
import { MAIL_PATH, mailQuery } from "./mail-query";

type Mail = components["schemas"]["Mail"];

const STATES: Record<Mail["state"], { label: string; tone: Tone; icon: ReactNode }> = {
  queued: { label: "Waiting", tone: "info", icon: <Hourglass /> },
  sent: { label: "Sent", tone: "success", icon: <CircleCheck /> },
  dead: { label: "Given up", tone: "danger", icon: <TriangleAlert /> },
  cancelled: { label: "Cancelled", tone: "neutral", icon: <Ban /> },
};
const CATEGORIES: Record<Mail["category"], string> = {
  security: "Security",
  transactional: "Work",
  alert: "Alert",
  digest: "Digest",
};

const FILTERS: FilterDefinition[] = [
  {
    id: "state",
    label: "State",
    kind: "one",
    options: MAIL_STATES.map((state) => ({ value: state, label: STATES[state].label })),
  },
  { id: "recipient", label: "Recipient", kind: "text", placeholder: "The whole address" },
];

const COLUMNS: readonly Column<Mail>[] = [
  {
    id: "about",
    header: "About",
    cell: (mail) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium">{mail.template.replaceAll("-", " ")}</span>
        <span className="text-muted text-xs">{CATEGORIES[mail.category]}</span>
      </span>
    ),
  },
  {
    id: "to",
    header: "To",
    cell: (mail) => (
      <bdi className="block truncate" title={mail.recipient}>
        {mail.recipient}
      </bdi>
    ),
  },
  {
    id: "state",
    header: "State",
    cell: (mail) => (
      <span className="flex min-w-0 flex-col items-start gap-1">
        <Badge tone={STATES[mail.state].tone} icon={STATES[mail.state].icon}>
          {STATES[mail.state].label}
        </Badge>
        {mail.lastError !== null && (
          <span className="line-clamp-2 text-muted text-xs [overflow-wrap:anywhere]" title={mail.lastError}>
            {mail.lastError}
          </span>
        )}
      </span>
    ),
  },
  {
    id: "attempts",
    header: "Attempts",
    align: "end",
    hideBelow: "lg",
    cell: (mail) => <Count value={mail.attempts} />,
  },
  { id: "made", header: "Written", cell: (mail) => <DateTime value={mail.createdAt} /> },
  { id: "sent", header: "Sent", hideBelow: "lg", cell: (mail) => <DateTime value={mail.sentAt} empty="Not yet" /> },
];

/** The organization's outbox: what was sent, what waits, what was given up. Never what a mail says. */
export function Outbox({ organization }: { organization: string }) {
  const queryClient = useQueryClient();
  const { values, active } = useFilterValues(FILTERS);
  const query = $api.useInfiniteQuery(
    "get",
    MAIL_PATH,
    { params: { path: { organization }, query: mailQuery(values) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const retry = async (mail: Mail) => {
    try {
      await latchkey.POST("/organizations/{organization}/mail/{mail}/retry", {
        params: { path: { organization, mail: mail.id } },
      });
      toast.success("It is tried again now.");
    } catch (error) {
      toast.error("It was not tried again.", { problem: error });
    }
    await queryClient.invalidateQueries({ queryKey: ["get", MAIL_PATH] });
  };
  return (
    <>
      <FilterBar filters={FILTERS} />
      <DataTable
        label="Mail"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(mail) => mail.id}
        rowLabel={(mail) => `${mail.template.replaceAll("-", " ")} to ${mail.recipient}`}
        rowActions={(mail) => [
          {
            label: "Try again",
            icon: <RotateCcw />,
            onSelect: () => void retry(mail),
            ...(mail.state === "sent" || mail.state === "queued"
              ? { disabled: true, reason: mail.state === "sent" ? "It was sent." : "It waits to be sent." }
              : {}),
          },
        ]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<MailIcon />} title={active ? "No mail matches" : "No mail yet"}>
            {active
              ? "Try another state or address."
              : "Invitations, warnings and decisions appear here once they are sent."}
          </EmptyState>
        }
      />
    </>
  );
}
