import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { organizationContext } from "@/app/_server/viewer";
import { paths } from "@/components/shell/paths";
import { PageHeader } from "@/components/ui/page-header";
import { FirstSteps } from "@/components/usage/first-steps";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "First steps" };

export default async function StartPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  return (
    <>
      <PageHeader
        title="First steps"
        breadcrumbs={[{ label: "Overview", href: paths.organization(organization) }, { label: "First steps" }]}
      />
      <FirstSteps
        organization={organization}
        gatewayUrl={dependencies().environment.gatewayUrl}
        may={{
          projects: hasPermission(ctx.actor, "projects:write"),
          keys: hasPermission(ctx.actor, "keys:write"),
          serviceTokens: hasPermission(ctx.actor, "service_tokens:write"),
          members: hasPermission(ctx.actor, "members:write"),
        }}
      />
    </>
  );
}
