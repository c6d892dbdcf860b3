import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { TeamPage } from "@/components/organizations/team-page";
import { TEAM_PATH } from "@/components/organizations/team-query";
import { viewerOf } from "@/components/organizations/viewer";
import { readTeam } from "@/lib/organizations/teams";

export const metadata: Metadata = { title: "Team" };

type Props = { params: Promise<{ organization: string; team: string }> };

export default async function OneTeamPage({ params }: Props) {
  const { organization, team } = await params;
  const ctx = await organizationContext(organization);
  const data = await orNotFound(() => readTeam(ctx, team));
  return (
    <Hydrate answers={[{ path: TEAM_PATH, init: { params: { path: { organization, team } } }, data }]}>
      <TeamPage organization={organization} team={team} viewer={viewerOf(ctx.actor)} />
    </Hydrate>
  );
}
