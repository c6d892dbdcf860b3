import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { organizationContext } from "@/app/_server/viewer";
import { NewServiceToken } from "@/components/service-tokens/new-service-token";
import { paths } from "@/components/shell/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/core/permissions";
import { listProjects } from "@/lib/projects/list-projects";
import { mayGiveEverything } from "@/lib/service-tokens/policy";

export const metadata: Metadata = { title: "New service token" };

export default async function NewServiceTokenPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const projects = await listProjects(ctx, { limit: "200" });
  return (
    <>
      <PageHeader
        title="New service token"
        description="For a backend that verifies keys, or a program that manages them."
        breadcrumbs={[{ label: "Service tokens", href: paths.serviceTokens(organization) }, { label: "New" }]}
      />
      {hasPermission(ctx.actor, "service_tokens:write") ? (
        <NewServiceToken
          organization={organization}
          gatewayUrl={dependencies().environment.gatewayUrl}
          mayEverything={mayGiveEverything(ctx.actor)}
          projects={projects.items.filter((project) => project.archivedAt === null)}
        />
      ) : (
        <EmptyState title="Your role may not create service tokens">Ask an owner or admin for one.</EmptyState>
      )}
    </>
  );
}
