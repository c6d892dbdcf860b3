import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { organizationContext } from "@/app/_server/viewer";
import { NewKey } from "@/components/keys/new-key";
import { paths } from "@/components/shell/paths";
import { PageHeader } from "@/components/ui/page-header";
import { listProjects } from "@/lib/projects/list-projects";

export const metadata: Metadata = { title: "New key" };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** A link may fill the form in; the person still looks at it and confirms. */
export default async function NewKeyPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const wanted = await searchParams;
  const projects = await listProjects(ctx, { limit: "200" });
  const scopes = one(wanted.scopes)?.split(",").filter(Boolean) ?? [];
  return (
    <>
      <PageHeader
        title="New key"
        breadcrumbs={[{ label: "Keys", href: paths.keys(organization) }, { label: "New key" }]}
        description="Choose where it works first, then only what it needs."
      />
      <NewKey
        organization={organization}
        gatewayUrl={dependencies().environment.gatewayUrl}
        projects={projects.items.filter((project) => project.archivedAt === null)}
        initial={{
          project: one(wanted.project),
          environment: one(wanted.environment),
          name: one(wanted.name),
          template: one(wanted.template),
          scopes,
        }}
      />
    </>
  );
}
