import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { MemberPage } from "@/components/organizations/member-page";
import { viewerOf } from "@/components/organizations/viewer";
import { readMember } from "@/lib/organizations/list-members";

export const metadata: Metadata = { title: "Member" };

type Props = { params: Promise<{ organization: string; member: string }> };

export default async function OneMemberPage({ params }: Props) {
  const { organization, member } = await params;
  const ctx = await organizationContext(organization);
  const data = await orNotFound(() => readMember(ctx, member));
  return (
    <Hydrate
      answers={[
        {
          path: "/organizations/{organization}/members/{member}",
          init: { params: { path: { organization, member } } },
          data,
        },
      ]}
    >
      <MemberPage organization={organization} member={member} viewer={viewerOf(ctx.actor)} />
    </Hydrate>
  );
}
