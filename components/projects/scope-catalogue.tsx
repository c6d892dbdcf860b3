"use client";

import { FileInput, ListChecks, ListPlus, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useCatalogue } from "@/components/keys/use-catalogue";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Count } from "@/components/ui/count";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { type FilterDefinition, type SearchDefinition, useFilterValues } from "@/components/ui/use-filters";
import { AddScopesDialog } from "./add-scopes-dialog";
import { ImportScopesDialog } from "./import-scopes-dialog";
import { ASK_AN_ADMIN, type Scope } from "./project-paths";
import { ScopeBulkBar } from "./scope-bulk-bar";
import { ScopePanel } from "./scope-form";
import { groupScopes, NO_CATEGORY, type ScopeGroup } from "./scope-groups";
import { ScopeRemovalDialog } from "./scope-removal-dialog";
import { ScopeRow } from "./scope-row";

const SEARCH: SearchDefinition = { label: "Search scopes", placeholder: "Name, description or call" };
const SENSITIVE: FilterDefinition = {
  id: "sensitive",
  label: "Sensitive",
  kind: "one",
  options: [
    { value: "true", label: "Yes" },
    { value: "false", label: "No" },
  ],
};

type Props = { organization: string; project: string; mayManage: boolean };
type Open = { panel: "add" | Scope | null; several: boolean; importing: boolean; removing: readonly Scope[] };
const CLOSED: Open = { panel: null, several: false, importing: false, removing: [] };

/** Everything that keys of a project can be allowed to do, by category. */
export function ScopeCatalogue({ organization, project, mayManage }: Props) {
  const { scopes, error, retry } = useCatalogue(organization, project);
  const [open, setOpen] = useState<Open>(CLOSED);
  const [selection, setSelection] = useState<readonly string[]>([]);
  const categories = useMemo(
    () => [...new Set((scopes ?? []).map((scope) => scope.category || NO_CATEGORY))].sort(),
    [scopes],
  );
  const filters = useMemo<FilterDefinition[]>(
    () => [
      {
        id: "category",
        label: "Category",
        kind: "many",
        options: categories.map((value) => ({ value, label: value })),
      },
      SENSITIVE,
    ],
    [categories],
  );
  const { values, search, active, clear } = useFilterValues(filters, SEARCH);
  const sensitive = values.sensitive?.[0];
  const groups = groupScopes(scopes ?? [], {
    search,
    categories: values.category ?? [],
    sensitive: sensitive === "true" || sensitive === "false" ? sensitive : null,
  });
  const selected = (scopes ?? []).filter((scope) => selection.includes(scope.id));
  const select = (ids: readonly string[], on: boolean) =>
    setSelection((before) => (on ? [...new Set([...before, ...ids])] : before.filter((id) => !ids.includes(id))));
  const start = (next: Partial<Open>) => setOpen({ ...CLOSED, ...next });

  const actions = (
    <>
      <Button icon={<FileInput />} disabled={!mayManage} onClick={() => start({ importing: true })}>
        Import
      </Button>
      <Button icon={<ListPlus />} disabled={!mayManage} onClick={() => start({ several: true })}>
        Add several
      </Button>
      <Button variant="primary" icon={<Plus />} disabled={!mayManage} onClick={() => start({ panel: "add" })}>
        Add scope
      </Button>
    </>
  );
  return (
    <Section
      title="Scope catalogue"
      description={
        scopes === undefined || scopes.length === 0 ? (
          "What a key of this project can be allowed to do."
        ) : (
          <>
            <Count value={scopes.length} unit="scope" /> that a key of this project can be granted.
          </>
        )
      }
      actions={actions}
    >
      <div className="flex flex-col gap-4">
        {!mayManage && <Alert tone="info">Your role does not change this catalogue. {ASK_AN_ADMIN}</Alert>}
        <FilterBar filters={filters} search={SEARCH} />
        {Boolean(error) && <ErrorState error={error} onRetry={retry} />}
        {scopes === undefined && !error && <Skeleton className="h-64" />}
        {scopes?.length === 0 && (
          <EmptyState icon={<ListChecks />} title="No scopes yet">
            {mayManage
              ? "Add them one by one, paste several, or import them from an OpenAPI document."
              : `Keys need scopes. ${ASK_AN_ADMIN}`}
          </EmptyState>
        )}
        {scopes !== undefined && scopes.length > 0 && groups.length === 0 && (
          <EmptyState
            icon={<ListChecks />}
            title="No scope matches"
            action={active ? <Button onClick={clear}>Clear the filters</Button> : undefined}
          >
            Try fewer filters or other words.
          </EmptyState>
        )}
        {groups.map((group) => (
          <CategoryCard
            key={group.category}
            group={group}
            mayManage={mayManage}
            selection={selection}
            onSelect={select}
            onEdit={(scope) => start({ panel: scope })}
            onRemove={(scope) => start({ removing: [scope] })}
          />
        ))}
        {selected.length > 0 && (
          <ScopeBulkBar
            organization={organization}
            project={project}
            scopes={selected}
            onClear={() => setSelection([])}
            onRemove={() => start({ removing: selected })}
          />
        )}
      </div>
      <ScopePanel
        organization={organization}
        project={project}
        scope={open.panel === "add" ? null : open.panel}
        categories={categories.filter((category) => category !== NO_CATEGORY)}
        open={open.panel !== null}
        onOpenChange={() => setOpen(CLOSED)}
      />
      <AddScopesDialog
        organization={organization}
        project={project}
        open={open.several}
        onOpenChange={() => setOpen(CLOSED)}
      />
      <ImportScopesDialog
        organization={organization}
        project={project}
        open={open.importing}
        onOpenChange={() => setOpen(CLOSED)}
      />
      <ScopeRemovalDialog
        organization={organization}
        project={project}
        scopes={open.removing}
        onClose={() => setOpen(CLOSED)}
        onRemoved={(ids) => select(ids, false)}
      />
    </Section>
  );
}

type CategoryProps = {
  group: ScopeGroup;
  mayManage: boolean;
  selection: readonly string[];
  onSelect: (ids: readonly string[], on: boolean) => void;
  onEdit: (scope: Scope) => void;
  onRemove: (scope: Scope) => void;
};

function CategoryCard({ group, mayManage, selection, onSelect, onEdit, onRemove }: CategoryProps) {
  const ids = group.scopes.map((scope) => scope.id);
  const taken = ids.filter((id) => selection.includes(id)).length;
  return (
    <Card>
      <CardHeader
        level={3}
        title={
          <span className="flex items-center gap-3">
            {mayManage && (
              <Checkbox
                checked={taken === 0 ? false : taken === ids.length ? true : "indeterminate"}
                onCheckedChange={(on) => onSelect(ids, on)}
                aria-label={`Select all of ${group.category}`}
              />
            )}
            <bdi>{group.category}</bdi>
            <Count value={ids.length} className="font-normal text-muted text-sm" />
          </span>
        }
      />
      <ul className="divide-y divide-line">
        {group.scopes.map((scope) => (
          <ScopeRow
            key={scope.id}
            scope={scope}
            mayManage={mayManage}
            selected={selection.includes(scope.id)}
            onSelect={(on) => onSelect([scope.id], on)}
            onEdit={() => onEdit(scope)}
            onRemove={() => onRemove(scope)}
          />
        ))}
      </ul>
    </Card>
  );
}
