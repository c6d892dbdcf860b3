"use client";

import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { SENSITIVITY_WORDS } from "./project-paths";
import { useProject } from "./use-project";

type Props = { organization: string; project: string; environment: string };

/** The head of both pages of an environment: its name, its mark, its keys. */
export function EnvironmentHeader({ organization, project: slug, environment: environmentSlug }: Props) {
  const { data: project } = useProject(organization, slug);
  const environment = project?.environments.find((candidate) => candidate.slug === environmentSlug);
  if (!project || !environment) return null;
  return (
    <PageHeader
      title={<bdi>{environment.name}</bdi>}
      breadcrumbs={[
        { label: "Projects", href: paths.projects(organization) },
        { label: project.name, href: paths.project(organization, slug) },
        { label: environment.name },
      ]}
      meta={
        <EnvironmentBadge
          name={`${SENSITIVITY_WORDS[environment.sensitivity].label} sensitivity`}
          color={environment.color}
          sensitivity={environment.sensitivity}
          size="md"
        />
      }
      description={
        <>
          An environment of <bdi>{project.name}</bdi>. Its keys begin with{" "}
          <span className="font-mono text-sm">{environment.keyStart}</span>
        </>
      }
      actions={
        <ButtonLink href={paths.keys(organization, { project: slug, environment: environmentSlug })}>
          See its keys
        </ButtonLink>
      }
      tabs={
        <LinkTabs
          label="Pages of the environment"
          tabs={[
            { href: paths.environment(organization, slug, environmentSlug), label: "Settings", exact: true },
            { href: paths.environmentPolicy(organization, slug, environmentSlug), label: "Policy" },
          ]}
        />
      }
    />
  );
}
