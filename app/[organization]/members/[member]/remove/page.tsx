import type { Metadata } from "next";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { RemoveMember } from "@/components/organizations/remove-member";
import { LAST_OWNER } from "@/components/organizations/role-words";
import { viewerOf } from "@/components/organizations/viewer";
import { paths } from "@/components/shell/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listOwnedKeys, readMember } from "@/lib/organizations/list-members";
import { mayManageMember } from "@/lib/organizations/policy";

export const metadata: Metadata = { title: "Remove a member" };

type Props = { params: Promise<{ organization: string; member: string }> };

/** What happens to each key of someone who leaves is decided before they go. */
export default async function RemoveMemberPage({ params }: Props) {
  const { organization, member: reference } = await params;
  const ctx = await organizationContext(organization);
  const member = await orNotFound(() => readMember(ctx, reference));
  const viewer = viewerOf(ctx.actor);
  const leaves = member.id === viewer.memberId;
  const title = leaves ? "Leave the organization" : `Remove ${member.name}`;
  const may = leaves || mayManageMember(viewer.role, member.role);
  const keys = may ? await listOwnedKeys(ctx, member.id) : { items: [] };
  return (
    <>
      <PageHeader
        title={<bdi>{title}</bdi>}
        breadcrumbs={[
          { label: "Members", href: paths.members(organization) },
          { label: member.name, href: paths.member(organization, member.id) },
          { label: leaves ? "Leave" : "Remove" },
        ]}
      />
      {member.lastOwner ? (
        <EmptyState title={leaves ? "You are the last owner" : "They are the last owner"}>{LAST_OWNER}</EmptyState>
      ) : may ? (
        <RemoveMember organization={organization} member={member} keys={keys.items} leaves={leaves} />
      ) : (
        <EmptyState title="Your role does not remove members">
          {member.role === "owner" ? "Only an owner removes an owner." : "Ask an owner or admin of the organization."}
        </EmptyState>
      )}
    </>
  );
}
