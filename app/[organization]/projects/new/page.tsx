import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { NewProjectForm } from "@/components/projects/new-project-form";
import { paths } from "@/components/shell/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  return (
    <>
      <PageHeader
        title="New project"
        description="It starts with three environments: development, staging and production."
        breadcrumbs={[{ label: "Projects", href: paths.projects(organization) }, { label: "New project" }]}
      />
      {hasPermission(ctx.actor, "projects:write") ? (
        <NewProjectForm organization={organization} />
      ) : (
        <EmptyState title="Your role may not create projects">Ask an owner or admin of the organization.</EmptyState>
      )}
    </>
  );
}
