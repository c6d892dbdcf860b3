import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { ProjectHeader } from "@/components/projects/project-header";
import { ScopeCatalogue } from "@/components/projects/scope-catalogue";
import { readProjectPage } from "../read-project-page";

type Props = { params: Promise<{ organization: string; project: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, project } = await params;
  return { title: `Scopes of ${(await readProjectPage(organization, project)).project.name}` };
}

export default async function ProjectScopesPage({ params }: Props) {
  const { organization, project: wanted } = await params;
  const { project, mayManage, answers } = await readProjectPage(organization, wanted);
  return (
    <Hydrate answers={answers}>
      <ProjectHeader organization={organization} project={project.slug} mayManage={mayManage} />
      <ScopeCatalogue organization={organization} project={project.slug} mayManage={mayManage} />
    </Hydrate>
  );
}
