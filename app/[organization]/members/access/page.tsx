import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { AccessMatrix } from "@/components/organizations/access-matrix";
import { matrixQuery } from "@/components/organizations/matrix-query";
import { oneOf, type SearchParams } from "@/components/organizations/member-query";
import { MembersHeader } from "@/components/organizations/members-header";
import { viewerOf } from "@/components/organizations/viewer";
import { readAccessMatrix } from "@/lib/organizations/list-members";
import { listProjects } from "@/lib/projects/list-projects";

export const metadata: Metadata = { title: "Access" };

type Props = { params: Promise<{ organization: string }>; searchParams: Promise<SearchParams> };

export default async function AccessPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const query = matrixQuery(oneOf(await searchParams, "project"));
  const [matrix, projects] = await Promise.all([
    orNotFound(() => readAccessMatrix(ctx, { ...query, limit: String(query.limit) })),
    listProjects(ctx, { limit: "200" }),
  ]);
  const viewer = viewerOf(ctx.actor);
  return (
    <Hydrate
      answers={[
        {
          path: "/organizations/{organization}/members/access-matrix",
          init: { params: { path: { organization }, query } },
          data: { pages: [matrix], pageParams: [null] },
        },
      ]}
    >
      <MembersHeader organization={organization} viewer={viewer} />
      <AccessMatrix
        organization={organization}
        viewer={viewer}
        projects={projects.items.map(({ slug, name }) => ({ slug, name }))}
      />
    </Hydrate>
  );
}
