"use client";

import { Archive, ArchiveRestore, Ellipsis, Settings } from "lucide-react";
import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { ASK_AN_ADMIN, type Project } from "./project-paths";
import { useForgetProjects, useProject } from "./use-project";

type ArchiveProps = { organization: string; project: Project; open: boolean; onOpenChange: (open: boolean) => void };

function ArchiveDialog({ organization, project, open, onOpenChange }: ArchiveProps) {
  const forget = useForgetProjects();
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={
        <>
          Archive <bdi>{project.name}</bdi>?
        </>
      }
      description="It keeps its history and takes no new keys. It can be restored at any time."
      confirmLabel="Archive project"
      danger
      onConfirm={async () => {
        const path = { organization, project: project.slug };
        await latchkey.POST("/organizations/{organization}/projects/{project}/archive", { params: { path } });
        await forget();
        toast.success(`${project.name} is archived`);
      }}
    >
      <p className="text-sm">
        All its keys must be revoked or expired first. See{" "}
        <Link href={paths.keys(organization, { project: project.slug, status: ["active", "disabled", "pending"] })}>
          the keys that work or could work again
        </Link>
        .
      </p>
    </ConfirmDialog>
  );
}

type HeaderProps = { organization: string; project: string; mayManage: boolean };

/** The head of every page of a project: its name, its pages, and its archive. */
export function ProjectHeader({ organization, project: slug, mayManage }: HeaderProps) {
  const { data: project } = useProject(organization, slug);
  const [archiving, setArchiving] = useState(false);
  const forget = useForgetProjects();
  if (!project) return null;
  const closed = mayManage ? {} : { disabled: true, reason: ASK_AN_ADMIN };
  const restore = () => {
    const path = { organization, project: project.slug };
    toast.promise(
      latchkey.POST("/organizations/{organization}/projects/{project}/restore", { params: { path } }).then(forget),
      { loading: "Restoring", success: `${project.name} is restored`, error: "The project was not restored" },
    );
  };
  return (
    <>
      <PageHeader
        title={<bdi>{project.name}</bdi>}
        breadcrumbs={[{ label: "Projects", href: paths.projects(organization) }, { label: project.name }]}
        {...(project.description === "" ? {} : { description: <bdi>{project.description}</bdi> })}
        {...(project.archivedAt === null ? {} : { meta: <Badge icon={<Archive aria-hidden />}>Archived</Badge> })}
        actions={
          <DropdownMenu
            label="Project"
            trigger={<IconButton label="More" icon={<Ellipsis />} variant="secondary" />}
            items={[
              { label: "Settings", icon: <Settings />, href: paths.projectSettings(organization, project.slug) },
              { separator: true },
              project.archivedAt === null
                ? { label: "Archive", icon: <Archive />, onSelect: () => setArchiving(true), danger: true, ...closed }
                : { label: "Restore", icon: <ArchiveRestore />, onSelect: restore, ...closed },
            ]}
          />
        }
        tabs={
          <LinkTabs
            label="Pages of the project"
            tabs={[
              { href: paths.project(organization, project.slug), label: "Environments", exact: true },
              { href: paths.projectScopes(organization, project.slug), label: "Scopes" },
              { href: paths.projectTemplates(organization, project.slug), label: "Templates" },
              { href: paths.projectSettings(organization, project.slug), label: "Settings" },
            ]}
          />
        }
      />
      {project.archivedAt !== null && (
        <Alert tone="info" title="This project is archived.">
          It has taken no new keys since <DateTime value={project.archivedAt} format="datetime" />.
        </Alert>
      )}
      <ArchiveDialog organization={organization} project={project} open={archiving} onOpenChange={setArchiving} />
    </>
  );
}
