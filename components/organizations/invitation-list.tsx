"use client";

import { useQueryClient } from "@tanstack/react-query";
import { MailPlus, Send, Undo2 } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { INVITATION_STATUSES, invitationQuery } from "./member-query";
import { capital } from "./role-words";

type Invitation = components["schemas"]["Invitation"];

const PATH = "/organizations/{organization}/invitations";
const FILTERS: FilterDefinition[] = [
  {
    id: "status",
    label: "Status",
    kind: "one",
    options: INVITATION_STATUSES.map((status) => ({ value: status, label: capital(status) })),
  },
];

function Status({ invitation }: { invitation: Invitation }) {
  if (invitation.status === "accepted") return <Badge tone="success">Accepted</Badge>;
  return <StatusBadge status={invitation.status} />;
}

const COLUMNS: readonly Column<Invitation>[] = [
  {
    id: "email",
    header: "Address",
    cell: (invitation) => (
      <bdi className="block truncate font-medium" title={invitation.email}>
        {invitation.email}
      </bdi>
    ),
  },
  { id: "role", header: "Role", cell: (invitation) => capital(invitation.role) },
  { id: "status", header: "Status", cell: (invitation) => <Status invitation={invitation} /> },
  {
    id: "by",
    header: "Invited by",
    hideBelow: "lg",
    cell: (invitation) => <bdi className="block truncate">{invitation.invitedBy ?? "Unknown"}</bdi>,
  },
  { id: "sent", header: "Invited", cell: (invitation) => <DateTime value={invitation.createdAt} /> },
  { id: "ends", header: "Expires", cell: (invitation) => <DateTime value={invitation.expiresAt} /> },
];

/** Who was invited, and what became of it. */
export function InvitationList({ organization }: { organization: string }) {
  const queryClient = useQueryClient();
  const { values, active } = useFilterValues(FILTERS);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const query = $api.useInfiniteQuery(
    "get",
    PATH,
    { params: { path: { organization }, query: invitationQuery(values) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["get", PATH] });
  const resend = async (invitation: Invitation) => {
    try {
      await latchkey.POST("/organizations/{organization}/invitations/{invitation}/resend", {
        params: { path: { organization, invitation: invitation.id } },
      });
      toast.success(`A new link is on its way to ${invitation.email}.`, {
        description: "The one before no longer works.",
      });
      await refresh();
    } catch (error) {
      toast.error("The invitation was not sent again.", { problem: error });
    }
  };
  return (
    <>
      <FilterBar filters={FILTERS} />
      <DataTable
        label="Invitations"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(invitation) => invitation.id}
        rowLabel={(invitation) => invitation.email}
        rowActions={(invitation) => {
          const closed = invitation.status === "accepted" || invitation.status === "revoked";
          const reason =
            invitation.status === "accepted" ? "It was accepted." : "It was revoked. Invite again instead.";
          return [
            {
              label: "Send again",
              icon: <Send />,
              onSelect: () => void resend(invitation),
              ...(closed ? { disabled: true, reason } : {}),
            },
            {
              label: "Revoke",
              icon: <Undo2 />,
              danger: true,
              onSelect: () => setRevoking(invitation),
              ...(closed ? { disabled: true, reason } : {}),
            },
          ];
        }}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<MailPlus />} title={active ? "No invitation matches" : "No invitations yet"}>
            {active ? "Try another status." : "Press Invite to bring someone in."}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title="Revoke the invitation?"
        description={`The link that ${revoking?.email ?? ""} got stops working at once.`}
        confirmLabel="Revoke invitation"
        danger
        onConfirm={async () => {
          if (!revoking) return;
          await latchkey.POST("/organizations/{organization}/invitations/{invitation}/revoke", {
            params: { path: { organization, invitation: revoking.id } },
          });
          toast.success("The invitation is revoked.");
          await refresh();
        }}
      />
    </>
  );
}
