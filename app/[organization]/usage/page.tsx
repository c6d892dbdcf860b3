import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { UsageView } from "@/components/usage/usage-view";
import { listProjects } from "@/lib/projects/list-projects";

export const metadata: Metadata = { title: "Usage" };

export default async function UsagePage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const { items: projects } = await listProjects(ctx, { limit: "200", archived: "all" });
  const environments = new Map(
    projects.flatMap((project) => project.environments.map(({ slug, name }) => [slug, name])),
  );
  return (
    <UsageView
      organization={organization}
      now={ctx.clock.now().toISOString()}
      options={{
        projects: projects.map(({ slug, name }) => ({ value: slug, label: name })),
        environments: [...environments].map(([value, label]) => ({ value, label })),
      }}
    />
  );
}
