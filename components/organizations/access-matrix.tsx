"use client";

import { Grid3x3 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { Fragment } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { environmentColor } from "@/components/keys/environment-color";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentMark } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ACCESS_LEVELS, SENSITIVITIES } from "@/lib/core/enums";
import { AccessCell } from "./access-cell";
import { matrixQuery } from "./matrix-query";
import { capital, LEVEL_WORDS } from "./role-words";
import type { Viewer } from "./viewer";

type Matrix = components["schemas"]["AccessMatrix"];
type MatrixEnvironment = Matrix["environments"][number];

const ALL = "all";

export type AccessMatrixProps = {
  organization: string;
  viewer: Viewer;
  projects: readonly { slug: string; name: string }[];
};

/** Who may do what where, and why: members against environments. A cell opens to change it. */
export function AccessMatrix({ organization, viewer, projects }: AccessMatrixProps) {
  const [project, setProject] = useQueryState("project", parseAsString.withDefault(""));
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/members/access-matrix",
    { params: { path: { organization }, query: matrixQuery(project) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const environments = query.data?.pages[0]?.environments ?? [];
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="Project"
          className="w-56"
          value={project === "" ? ALL : project}
          onValueChange={(next) => void setProject(next === ALL ? null : next)}
          options={[
            { value: ALL, label: "All projects" },
            ...projects.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <p className="text-muted text-sm">
          {viewer.role === "owner" || viewer.role === "admin"
            ? "Press a cell to change it. A role's own level has no dot; an override has one."
            : "Owners and admins change access. A dot marks an override of what the role gives."}
        </p>
      </div>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton className="h-72" />
      ) : environments.length === 0 ? (
        <Card>
          <EmptyState icon={<Grid3x3 />} title="No environments yet">
            Access is given per environment. Projects bring three of them.
          </EmptyState>
        </Card>
      ) : (
        <>
          <Table
            organization={organization}
            viewer={viewer}
            environments={environments}
            rows={rows}
            nameOf={(slug) => projects.find((one) => one.slug === slug)?.name ?? slug}
          />
          {query.hasNextPage && (
            <div>
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Load more members
              </Button>
            </div>
          )}
        </>
      )}
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        {ACCESS_LEVELS.map((level) => (
          <Fragment key={level}>
            <dt className="font-medium">{capital(level)}</dt>
            <dd className="text-muted">{LEVEL_WORDS[level]}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

/** Neighbouring environments of one project, for the head's first row. */
function byProject(environments: readonly MatrixEnvironment[]): { project: string; id: string; span: number }[] {
  const groups: { project: string; id: string; span: number }[] = [];
  for (const { project, projectId } of environments) {
    const last = groups.at(-1);
    if (last?.id === projectId) last.span += 1;
    else groups.push({ project, id: projectId, span: 1 });
  }
  return groups;
}

type TableProps = {
  organization: string;
  viewer: Viewer;
  environments: readonly MatrixEnvironment[];
  rows: readonly Matrix["items"][number][];
  /** A project's name by its slug. */
  nameOf: (project: string) => string;
};

function Table({ organization, viewer, environments, rows, nameOf }: TableProps) {
  const sticky = "sticky start-0 z-10 bg-surface";
  return (
    <section
      aria-label="Access per environment"
      // Wide tables scroll, and what scrolls must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
      tabIndex={0}
      // Positioned, so that the words for screen readers in it scroll with it and do not widen the page.
      className="relative overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            <th scope="col" rowSpan={2} className={`${sticky} min-w-44 px-4 py-2 text-start font-medium`}>
              Member
            </th>
            {byProject(environments).map((group) => (
              <th
                key={group.id}
                scope="colgroup"
                colSpan={group.span}
                className="border-line border-s px-3 py-2 text-start font-medium text-foreground"
              >
                <bdi>{nameOf(group.project)}</bdi>
              </th>
            ))}
          </tr>
          <tr className="border-line border-b text-xs">
            {environments.map((environment, index) => (
              <th
                key={environment.id}
                scope="col"
                className={`px-3 py-2 text-start font-medium ${environments[index - 1]?.projectId === environment.projectId ? "" : "border-line border-s"}`}
              >
                <span className="flex items-center gap-1.5 whitespace-nowrap">
                  <EnvironmentMark
                    color={environmentColor(environment.color)}
                    sensitivity={SENSITIVITIES.find((known) => known === environment.sensitivity) ?? "high"}
                  />
                  <bdi>{environment.name}</bdi>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.memberId}>
              <th scope="row" className={`${sticky} max-w-56 px-4 py-2 text-start font-normal`}>
                <Link
                  tone="plain"
                  href={paths.member(organization, row.memberId)}
                  className="block truncate font-medium"
                >
                  <bdi title={row.email}>{row.name}</bdi>
                </Link>
                <span className="text-muted text-xs">{capital(row.role)}</span>
              </th>
              {row.access.map((access, index) => (
                <td
                  key={access.environmentId}
                  className={`px-1.5 py-1 ${row.access[index - 1]?.projectId === access.projectId ? "" : "border-line border-s"}`}
                >
                  <AccessCell
                    organization={organization}
                    viewer={viewer}
                    member={row}
                    access={access}
                    place={`${environments[index]?.name ?? access.environment} of ${nameOf(access.project)}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
