import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { ServiceTokenList } from "@/components/service-tokens/service-token-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Service tokens" };

export default async function ServiceTokensPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  if (!hasPermission(ctx.actor, "service_tokens:read")) {
    return (
      <>
        <PageHeader title="Service tokens" />
        <EmptyState title="Your role does not see service tokens">Ask an owner or admin for one.</EmptyState>
      </>
    );
  }
  return <ServiceTokenList organization={organization} mayWrite={hasPermission(ctx.actor, "service_tokens:write")} />;
}
