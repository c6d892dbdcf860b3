import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { ProjectHeader } from "@/components/projects/project-header";
import { TemplateList } from "@/components/projects/template-list";
import { readProjectPage } from "../read-project-page";

type Props = { params: Promise<{ organization: string; project: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, project } = await params;
  return { title: `Templates of ${(await readProjectPage(organization, project)).project.name}` };
}

export default async function ProjectTemplatesPage({ params }: Props) {
  const { organization, project: wanted } = await params;
  const { project, mayManage, answers } = await readProjectPage(organization, wanted);
  return (
    <Hydrate answers={answers}>
      <ProjectHeader organization={organization} project={project.slug} mayManage={mayManage} />
      <TemplateList organization={organization} project={project.slug} mayManage={mayManage} />
    </Hydrate>
  );
}
