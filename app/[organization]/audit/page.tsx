import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { AuditLog } from "@/components/audit/audit-log";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/core/permissions";
import { listMembers } from "@/lib/organizations/list-members";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  if (!hasPermission(ctx.actor, "audit:read")) {
    return (
      <>
        <PageHeader title="Audit" />
        <EmptyState title="Your role does not read the audit trail">
          Owners, admins and auditors do. A key's own history is on its page.
        </EmptyState>
      </>
    );
  }
  const members = await listMembers(ctx, { limit: "200" });
  return (
    <AuditLog
      organization={organization}
      actors={members.items.map((member) => ({ value: member.userId, label: member.name }))}
    />
  );
}
