import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { InvitationList } from "@/components/organizations/invitation-list";
import { MembersHeader } from "@/components/organizations/members-header";
import { viewerOf } from "@/components/organizations/viewer";
import { EmptyState } from "@/components/ui/empty-state";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Invitations" };

export default async function InvitationsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  return (
    <>
      <MembersHeader organization={organization} viewer={viewerOf(ctx.actor)} />
      {hasPermission(ctx.actor, "members:write") ? (
        <InvitationList organization={organization} />
      ) : (
        <EmptyState title="Your role does not see invitations">Ask an owner or admin of the organization.</EmptyState>
      )}
    </>
  );
}
