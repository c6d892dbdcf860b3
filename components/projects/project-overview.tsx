"use client";

import { KeyRound, Layers, Pencil, Plus, ScrollText } from "lucide-react";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { InlineCode } from "@/components/ui/inline-code";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { ACCESS_WORDS, ASK_AN_ADMIN, type Environment, SENSITIVITY_WORDS } from "./project-paths";
import { useProject } from "./use-project";

type Props = { organization: string; project: string; mayManage: boolean };

function columns(organization: string): readonly Column<Environment>[] {
  return [
    {
      id: "name",
      header: "Environment",
      cell: (environment) => (
        <EnvironmentBadge
          name={environment.name}
          color={environment.color}
          sensitivity={environment.sensitivity}
          size="md"
        />
      ),
    },
    {
      id: "sensitivity",
      header: "Sensitivity",
      cell: (environment) => SENSITIVITY_WORDS[environment.sensitivity].label,
    },
    {
      id: "keyStart",
      header: "Keys begin with",
      cell: (environment) => <InlineCode>{environment.keyStart}</InlineCode>,
    },
    { id: "access", header: "Your access", hideBelow: "lg", cell: (environment) => ACCESS_WORDS[environment.access] },
    {
      id: "links",
      header: "Its pages",
      cell: (environment) => (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          <Link href={paths.environmentPolicy(organization, environment.project, environment.slug)}>
            Policy<span className="sr-only"> of {environment.name}</span>
          </Link>
          <Link href={paths.keys(organization, { project: environment.project, environment: environment.slug })}>
            Keys<span className="sr-only"> of {environment.name}</span>
          </Link>
        </span>
      ),
    },
  ];
}

/** The environments of a project, each with what its keys look like and who may make them. */
export function ProjectOverview({ organization, project: slug, mayManage }: Props) {
  const query = useProject(organization, slug);
  const project = query.data;
  const add = (
    <ButtonLink icon={<Plus />} href={paths.newEnvironment(organization, slug)}>
      New environment
    </ButtonLink>
  );
  return (
    <Section
      title="Environments"
      description="Each has keys of its own, a colour, a sensitivity and a policy. A key of one never works in another."
      actions={
        mayManage ? (
          add
        ) : (
          <Button icon={<Plus />} disabled title={ASK_AN_ADMIN}>
            New environment
          </Button>
        )
      }
      className="mt-2"
    >
      {!mayManage && (
        <Alert tone="info" className="mb-3">
          Your role does not change this project. {ASK_AN_ADMIN}
        </Alert>
      )}
      <DataTable
        label="Environments"
        columns={columns(organization)}
        rows={project?.environments}
        rowId={(environment) => environment.id}
        rowLabel={(environment) => environment.name}
        rowHref={(environment) => paths.environment(organization, slug, environment.slug)}
        rowActions={(environment) => [
          {
            label: "Edit",
            icon: <Pencil />,
            href: paths.environment(organization, slug, environment.slug),
          },
          {
            label: "Policy",
            icon: <ScrollText />,
            href: paths.environmentPolicy(organization, slug, environment.slug),
          },
          {
            label: "Create a key here",
            icon: <KeyRound />,
            href: paths.newKey(organization, { project: slug, environment: environment.slug }),
            ...(environment.access === "read" || environment.access === "none"
              ? { disabled: true, reason: ASK_AN_ADMIN }
              : {}),
          },
        ]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={<Layers />} title="No environments" {...(mayManage ? { action: add } : {})}>
            A key is always created in one.
          </EmptyState>
        }
      />
    </Section>
  );
}
