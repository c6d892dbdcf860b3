import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { EnvironmentHeader } from "@/components/projects/environment-header";
import { EnvironmentSettings } from "@/components/projects/environment-settings";
import { listKeys } from "@/lib/keys/list-keys";
import { readEnvironmentPage } from "../../read-project-page";

type Props = { params: Promise<{ organization: string; project: string; environment: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, project: wanted, environment: name } = await params;
  const { project, environment } = await readEnvironmentPage(organization, wanted, name);
  return { title: `${environment.name} of ${project.name}` };
}

export default async function EnvironmentPage({ params }: Props) {
  const { organization, project: wanted, environment: name } = await params;
  const { ctx, project, environment, mayManage, answers } = await readEnvironmentPage(organization, wanted, name);
  const keys = await listKeys(ctx, { project: project.slug, environment: environment.slug, limit: "1" });
  return (
    <Hydrate answers={answers}>
      <EnvironmentHeader organization={organization} project={project.slug} environment={environment.slug} />
      <EnvironmentSettings
        organization={organization}
        project={project.slug}
        environment={environment.slug}
        mayManage={mayManage}
        hasKeys={keys.items.length > 0}
      />
    </Hydrate>
  );
}
