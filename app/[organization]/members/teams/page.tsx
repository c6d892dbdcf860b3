import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { MembersHeader } from "@/components/organizations/members-header";
import { TeamList } from "@/components/organizations/team-list";
import { TEAMS_PATH, TEAMS_QUERY } from "@/components/organizations/team-query";
import { viewerOf } from "@/components/organizations/viewer";
import { listTeams } from "@/lib/organizations/teams";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const first = await listTeams(ctx, { limit: String(TEAMS_QUERY.limit) });
  const viewer = viewerOf(ctx.actor);
  return (
    <Hydrate
      answers={[
        {
          path: TEAMS_PATH,
          init: { params: { path: { organization }, query: TEAMS_QUERY } },
          data: { pages: [first], pageParams: [null] },
        },
      ]}
    >
      <MembersHeader organization={organization} viewer={viewer} />
      <TeamList organization={organization} viewer={viewer} />
    </Hydrate>
  );
}
