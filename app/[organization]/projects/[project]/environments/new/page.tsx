import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { NewEnvironmentForm } from "@/components/projects/new-environment-form";
import { paths } from "@/components/shell/paths";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { readProjectPage } from "../../read-project-page";

export const metadata: Metadata = { title: "New environment" };

type Props = { params: Promise<{ organization: string; project: string }> };

export default async function NewEnvironmentPage({ params }: Props) {
  const { organization, project: wanted } = await params;
  const { project, mayManage, answers } = await readProjectPage(organization, wanted);
  return (
    <Hydrate answers={answers}>
      <PageHeader
        title="New environment"
        description="A place the API runs in, with keys and a policy of its own."
        breadcrumbs={[
          { label: "Projects", href: paths.projects(organization) },
          { label: project.name, href: paths.project(organization, project.slug) },
          { label: "New environment" },
        ]}
      />
      {mayManage ? (
        <NewEnvironmentForm organization={organization} project={project.slug} />
      ) : (
        <EmptyState title="Your role does not change this project">
          Ask an owner or admin of the organization.
        </EmptyState>
      )}
    </Hydrate>
  );
}
