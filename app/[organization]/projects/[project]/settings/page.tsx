import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { ProjectHeader } from "@/components/projects/project-header";
import { ProjectSettings } from "@/components/projects/project-settings";
import { listKeys } from "@/lib/keys/list-keys";
import { readProjectPage } from "../read-project-page";

type Props = { params: Promise<{ organization: string; project: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, project } = await params;
  return { title: `Settings of ${(await readProjectPage(organization, project)).project.name}` };
}

export default async function ProjectSettingsPage({ params }: Props) {
  const { organization, project: wanted } = await params;
  const { ctx, project, mayManage, answers } = await readProjectPage(organization, wanted);
  const keys = await listKeys(ctx, { project: project.slug, limit: "1" });
  return (
    <Hydrate answers={answers}>
      <ProjectHeader organization={organization} project={project.slug} mayManage={mayManage} />
      <ProjectSettings
        organization={organization}
        project={project.slug}
        mayManage={mayManage}
        hasKeys={keys.items.length > 0}
      />
    </Hydrate>
  );
}
