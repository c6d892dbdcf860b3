"use client";

import { FolderKanban, Plus } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { InlineCode } from "@/components/ui/inline-code";
import { PageHeader } from "@/components/ui/page-header";

type Project = components["schemas"]["Project"];

const COLUMNS: readonly Column<Project>[] = [
  {
    id: "name",
    header: "Name",
    cell: (project) => (
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium" title={project.name}>
          {project.name}
        </bdi>
        {project.description !== "" && <bdi className="truncate text-muted text-xs">{project.description}</bdi>}
      </span>
    ),
  },
  { id: "prefix", header: "Key prefix", cell: (project) => <InlineCode>{`${project.keyPrefix}_`}</InlineCode> },
  {
    id: "environments",
    header: "Environments",
    cell: (project) => (
      <span className="flex flex-wrap gap-1.5">
        {project.environments.map((environment) => (
          <EnvironmentBadge
            key={environment.id}
            name={environment.name}
            color={environment.color}
            sensitivity={environment.sensitivity}
            size="sm"
          />
        ))}
      </span>
    ),
  },
  { id: "createdAt", header: "Created", hideBelow: "lg", cell: (project) => <DateTime value={project.createdAt} /> },
];

/** The APIs that keys protect. */
export function ProjectList({ organization, mayWrite }: { organization: string; mayWrite: boolean }) {
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/projects",
    { params: { path: { organization }, query: { limit: 50 } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const add = (
    <ButtonLink variant="primary" icon={<Plus />} href={paths.newProject(organization)}>
      New project
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Projects"
        description="An API that keys protect, with its environments and its scopes."
        {...(mayWrite ? { actions: add } : {})}
      />
      <DataTable
        label="Projects"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(project) => project.id}
        rowLabel={(project) => project.name}
        rowHref={(project) => paths.project(organization, project.slug)}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<FolderKanban />} title="No projects yet" {...(mayWrite ? { action: add } : {})}>
            {mayWrite ? "Start with the API whose keys you want to hand out." : "Ask an owner or admin to create one."}
          </EmptyState>
        }
      />
    </>
  );
}
