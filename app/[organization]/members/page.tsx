import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { MemberList } from "@/components/organizations/member-list";
import { memberQuery, oneOf, type SearchParams } from "@/components/organizations/member-query";
import { MembersHeader } from "@/components/organizations/members-header";
import { viewerOf } from "@/components/organizations/viewer";
import { listMembers } from "@/lib/organizations/list-members";

export const metadata: Metadata = { title: "Members" };

type Props = { params: Promise<{ organization: string }>; searchParams: Promise<SearchParams> };

export default async function MembersPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const wanted = await searchParams;
  const ctx = await organizationContext(organization);
  const query = memberQuery({ role: [oneOf(wanted, "role")] }, oneOf(wanted, "q"));
  const first = await listMembers(ctx, { ...query, limit: String(query.limit) });
  const viewer = viewerOf(ctx.actor);
  return (
    <Hydrate
      answers={[
        {
          path: "/organizations/{organization}/members",
          init: { params: { path: { organization }, query } },
          data: { pages: [first], pageParams: [null] },
        },
      ]}
    >
      <MembersHeader organization={organization} viewer={viewer} />
      <MemberList organization={organization} viewer={viewer} />
    </Hydrate>
  );
}
