"use client";

import { ShieldAlert, ShieldCheck, Users } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { ROLES } from "@/lib/core/enums";
import { memberQuery } from "./member-query";
import { capital } from "./role-words";
import type { Viewer } from "./viewer";

type Member = components["schemas"]["Member"];

const FILTERS: FilterDefinition[] = [
  { id: "role", label: "Role", kind: "one", options: ROLES.map((role) => ({ value: role, label: capital(role) })) },
];
const SEARCH = { param: "q", label: "Search members", placeholder: "Name or address" };

function columns(viewer: Viewer): readonly Column<Member>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (member) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={member.name} />
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 items-center gap-2">
              <bdi className="truncate font-medium" title={member.name}>
                {member.name}
              </bdi>
              {member.id === viewer.memberId && <Badge tone="accent">You</Badge>}
            </span>
            <bdi className="truncate font-normal text-muted text-xs" title={member.email}>
              {member.email}
            </bdi>
          </span>
        </span>
      ),
    },
    { id: "role", header: "Role", cell: (member) => capital(member.role) },
    {
      id: "factor",
      header: "Second factor",
      cell: (member) =>
        member.mfa ? (
          <Badge tone="success" icon={<ShieldCheck />}>
            On
          </Badge>
        ) : (
          <Badge tone="warning" icon={<ShieldAlert />}>
            None
          </Badge>
        ),
    },
    {
      id: "teams",
      header: "Teams",
      hideBelow: "lg",
      cell: (member) =>
        member.teams.length === 0 ? (
          <span className="text-subtle">None</span>
        ) : (
          <bdi className="block truncate">{member.teams.map((team) => team.name).join(", ")}</bdi>
        ),
    },
    { id: "keys", header: "Keys", align: "end", cell: (member) => <Count value={member.keys} /> },
    { id: "seen", header: "Last seen", hideBelow: "md", cell: (member) => <DateTime value={member.lastSeenAt} /> },
    { id: "joined", header: "Joined", hideBelow: "xl", cell: (member) => <DateTime value={member.createdAt} /> },
  ];
}

/** The people of the organization. */
export function MemberList({ organization, viewer }: { organization: string; viewer: Viewer }) {
  const { values, search, active, clear } = useFilterValues(FILTERS, SEARCH);
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/members",
    { params: { path: { organization }, query: memberQuery(values, search) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  return (
    <>
      <FilterBar filters={FILTERS} search={SEARCH} />
      <DataTable
        label="Members"
        columns={columns(viewer)}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(member) => member.id}
        rowLabel={(member) => member.name}
        rowHref={(member) => paths.member(organization, member.id)}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState
            icon={<Users />}
            title="No member matches"
            action={active && <Button onClick={clear}>Clear the filters</Button>}
          >
            Try another name, address or role.
          </EmptyState>
        }
      />
    </>
  );
}
