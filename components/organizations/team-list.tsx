"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { createTeamSchema } from "@/lib/organizations/schema";
import { TEAMS_PATH, TEAMS_QUERY } from "./team-query";
import type { Viewer } from "./viewer";

type Team = components["schemas"]["Team"];

const COLUMNS: readonly Column<Team>[] = [
  {
    id: "name",
    header: "Name",
    cell: (team) => (
      <bdi className="block truncate font-medium" title={team.name}>
        {team.name}
      </bdi>
    ),
  },
  { id: "people", header: "People", align: "end", cell: (team) => <Count value={team.members} /> },
  { id: "keys", header: "Keys", align: "end", cell: (team) => <Count value={team.keys} /> },
  { id: "made", header: "Created", cell: (team) => <DateTime value={team.createdAt} /> },
];

/** Teams own keys, so that a key need not die with a person. */
export function TeamList({ organization, viewer }: { organization: string; viewer: Viewer }) {
  const [making, setMaking] = useState(false);
  const may = viewer.role === "owner" || viewer.role === "admin";
  const query = $api.useInfiniteQuery(
    "get",
    TEAMS_PATH,
    { params: { path: { organization }, query: TEAMS_QUERY } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const make = (
    <Button icon={<Plus />} onClick={() => setMaking(true)}>
      New team
    </Button>
  );
  const rows = query.data?.pages.flatMap((page) => page.items);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted text-sm">
          A team can own keys. When one of its people leaves, the keys stay with the others.
        </p>
        {may && rows !== undefined && rows.length > 0 && make}
      </div>
      <DataTable
        label="Teams"
        columns={COLUMNS}
        rows={rows}
        rowId={(team) => team.id}
        rowLabel={(team) => team.name}
        rowHref={(team) => paths.team(organization, team.slug)}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<UsersRound />} title="No teams yet" action={may && make}>
            {may ? "Create one for the keys that several people look after." : "Ask an owner or admin to create one."}
          </EmptyState>
        }
      />
      <Dialog open={making} onOpenChange={setMaking} title="New team" size="sm">
        {making && <TeamForm organization={organization} />}
      </Dialog>
    </div>
  );
}

function TeamForm({ organization }: { organization: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({ resolver: zodResolver(createTeamSchema), defaultValues: { name: "" } });
  return (
    <Form
      form={form}
      aria-label="New team"
      onSubmit={async (body) => {
        const { data } = await latchkey.POST(TEAMS_PATH, { params: { path: { organization } }, body });
        await queryClient.invalidateQueries({ queryKey: ["get", TEAMS_PATH] });
        if (data) router.push(paths.team(organization, data.slug));
      }}
    >
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" maxLength={100} dir="auto" />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Creating">Create team</SubmitButton>
      </FormActions>
    </Form>
  );
}
