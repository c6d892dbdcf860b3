"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive, KeyRound, LayoutTemplate, Link as LinkIcon, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { Duration } from "@/components/ui/duration";
import { EmptyState } from "@/components/ui/empty-state";
import { InlineCode } from "@/components/ui/inline-code";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { ASK_AN_ADMIN, TEMPLATES_PATH } from "./project-paths";
import { type Template, TemplatePanel } from "./template-form";

const SCOPES_SHOWN = 3;

const COLUMNS: readonly Column<Template>[] = [
  {
    id: "name",
    header: "Template",
    cell: (template) => (
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium" title={template.name}>
          {template.name}
        </bdi>
        <span className="truncate text-muted text-xs">
          {template.category !== "" && <bdi>{template.category}, </bdi>}version {template.version}
        </span>
      </span>
    ),
  },
  {
    id: "scopes",
    header: "Scopes",
    cell: ({ scopes }) => (
      <span className="flex flex-wrap items-center gap-1 text-xs">
        {scopes.slice(0, SCOPES_SHOWN).map((scope) => (
          <InlineCode key={scope}>{scope}</InlineCode>
        ))}
        {scopes.length > SCOPES_SHOWN && <span className="text-muted">and {scopes.length - SCOPES_SHOWN} more</span>}
      </span>
    ),
  },
  {
    id: "lifetime",
    header: "Lifetime",
    hideBelow: "lg",
    cell: ({ lifetime }) => (lifetime === null ? "As the policy says" : <Duration seconds={lifetime} />),
  },
  {
    id: "keys",
    header: "Keys",
    cell: ({ keys, keysBehind }) => (
      <span>
        <Count value={keys} />
        {keysBehind > 0 && <span className="text-muted text-xs"> ({keysBehind} of an older version)</span>}
      </span>
    ),
  },
  { id: "updatedAt", header: "Changed", hideBelow: "xl", cell: (template) => <DateTime value={template.updatedAt} /> },
];

type Props = { organization: string; project: string; mayManage: boolean };

/** Named sets of scopes and restrictions that keys start from. */
export function TemplateList({ organization, project, mayManage }: Props) {
  const queryClient = useQueryClient();
  const [panel, setPanel] = useState<"new" | Template | null>(null);
  const [archiving, setArchiving] = useState<Template | null>(null);
  const query = $api.useInfiniteQuery(
    "get",
    TEMPLATES_PATH,
    { params: { path: { organization, project }, query: { limit: 50 } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const add = (
    <Button variant="primary" icon={<Plus />} disabled={!mayManage} onClick={() => setPanel("new")}>
      New template
    </Button>
  );
  const copyLink = async (template: Template) => {
    const path = paths.newKey(organization, { project, template: template.slug });
    try {
      await navigator.clipboard.writeText(new URL(path, window.location.origin).href);
      toast.success("Link copied", { description: "It opens a new key with the template filled in." });
    } catch {
      toast.error("The browser does not let pages copy. Open the new key and copy its address.");
    }
  };
  const closed = mayManage ? {} : { disabled: true, reason: ASK_AN_ADMIN };
  return (
    <Section
      title="Templates"
      description="What a key can start from, by business function: scopes, restrictions and a lifetime."
      actions={add}
    >
      {!mayManage && (
        <Alert tone="info" className="mb-3">
          Your role does not change templates. {ASK_AN_ADMIN}
        </Alert>
      )}
      <DataTable
        label="Templates"
        columns={COLUMNS}
        rows={query.data?.pages.flatMap((page) => page.items)}
        rowId={(template) => template.id}
        rowLabel={(template) => template.name}
        rowActions={(template) => [
          {
            label: "New key from it",
            icon: <KeyRound />,
            href: paths.newKey(organization, { project, template: template.slug }),
          },
          { label: "Copy its link", icon: <LinkIcon />, onSelect: () => void copyLink(template) },
          { label: "Edit", icon: <Pencil />, onSelect: () => setPanel(template), ...closed },
          { label: "Archive", icon: <Archive />, onSelect: () => setArchiving(template), danger: true, ...closed },
        ]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<LayoutTemplate />} title="No templates yet" {...(mayManage ? { action: add } : {})}>
            {mayManage ? "Write one for each kind of program that needs keys." : ASK_AN_ADMIN}
          </EmptyState>
        }
      />
      <TemplatePanel
        organization={organization}
        project={project}
        template={panel === "new" ? null : panel}
        open={panel !== null}
        onOpenChange={() => setPanel(null)}
      />
      {archiving && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setArchiving(null)}
          title={
            <>
              Archive <bdi>{archiving.name}</bdi>?
            </>
          }
          description="No new key can start from it. Keys that did stay as they are."
          confirmLabel="Archive template"
          danger
          onConfirm={async () => {
            await latchkey.DELETE(`${TEMPLATES_PATH}/{template}`, {
              params: { path: { organization, project, template: archiving.slug } },
            });
            await queryClient.invalidateQueries({ queryKey: ["get", TEMPLATES_PATH] });
            toast.success(`${archiving.name} is archived`);
          }}
        />
      )}
    </Section>
  );
}
