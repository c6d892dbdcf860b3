import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { Inventory } from "@/components/keys/inventory";
import { hasPermission } from "@/lib/core/permissions";
import { listMembers } from "@/lib/organizations/list-members";
import { listProjects } from "@/lib/projects/list-projects";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const [projects, members] = await Promise.all([
    listProjects(ctx, { limit: "200" }),
    listMembers(ctx, { limit: "200" }),
  ]);
  const environments = new Map(
    projects.items.flatMap((project) =>
      project.environments.map((environment) => [environment.slug, environment.name]),
    ),
  );
  return (
    <Inventory
      organization={organization}
      mayCreate={hasPermission(ctx.actor, "keys:write")}
      options={{
        projects: projects.items.map((project) => ({ value: project.slug, label: project.name })),
        environments: [...environments].map(([value, label]) => ({ value, label })),
        owners: members.items.map((member) => ({ value: member.userId, label: member.name })),
      }}
    />
  );
}
