import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { ProjectList } from "@/components/projects/project-list";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  return <ProjectList organization={organization} mayWrite={hasPermission(ctx.actor, "projects:write")} />;
}
