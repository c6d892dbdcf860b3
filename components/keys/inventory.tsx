"use client";

import { KeyRound, Plus, ScanSearch } from "lucide-react";
import { useState } from "react";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button, ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { useFilterValues } from "@/components/ui/use-filters";
import { useUrlSort } from "@/components/ui/use-url-sort";
import { BulkKeyActions } from "./bulk-key-actions";
import { IdentifyKeyDialog } from "./identify-key-dialog";
import { KEY_COLUMNS } from "./key-columns";
import { KEY_SEARCH, keyFilters, keyQuery } from "./key-filters";

type Option = { value: string; label: string };

export type InventoryProps = {
  organization: string;
  mayCreate: boolean;
  options: { projects: readonly Option[]; environments: readonly Option[]; owners: readonly Option[] };
};

const AGES = [
  { value: "-createdAt", label: "Newest first" },
  { value: "createdAt", label: "Oldest first" },
];

/** All keys of the organization: found, filtered, sorted, and stopped many at a time. */
export function Inventory({ organization, mayCreate, options }: InventoryProps) {
  const filters = keyFilters(options);
  const { values, search, active, clear } = useFilterValues(filters, KEY_SEARCH);
  const [sort, setSort] = useUrlSort({ column: "createdAt", direction: "descending" });
  const [selection, setSelection] = useState<string[]>([]);
  const [identifying, setIdentifying] = useState(false);
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/keys",
    { params: { path: { organization }, query: keyQuery(values, search, sort) } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const rows = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeader
        title="Keys"
        description="Every key of the organization, also those that no longer work."
        actions={
          <>
            <Button icon={<ScanSearch />} onClick={() => setIdentifying(true)}>
              Identify a key
            </Button>
            {mayCreate && (
              <ButtonLink variant="primary" icon={<Plus />} href={paths.newKey(organization)}>
                New key
              </ButtonLink>
            )}
          </>
        }
      />
      <FilterBar filters={filters} search={KEY_SEARCH} />
      <DataTable
        label="Keys"
        columns={KEY_COLUMNS}
        rows={rows}
        rowId={(key) => key.id}
        rowLabel={(key) => key.name}
        rowHref={(key) => paths.key(organization, key.id)}
        sort={sort}
        onSortChange={setSort}
        sortOrders={AGES}
        selection={selection}
        onSelectionChange={setSelection}
        bulkActions={(ids) => (
          <BulkKeyActions
            organization={organization}
            keys={(rows ?? []).filter((key) => ids.includes(key.id))}
            onDone={() => setSelection([])}
          />
        )}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          active ? (
            <EmptyState
              icon={<KeyRound />}
              title="No key matches"
              action={<Button onClick={clear}>Clear the filters</Button>}
            >
              Try fewer filters or other words.
            </EmptyState>
          ) : (
            <EmptyState
              icon={<KeyRound />}
              title="No keys yet"
              action={
                mayCreate ? (
                  <ButtonLink variant="primary" icon={<Plus />} href={paths.newKey(organization)}>
                    Create the first key
                  </ButtonLink>
                ) : undefined
              }
            >
              A key lets a program call one of your APIs in one environment, with the scopes you choose.
            </EmptyState>
          )
        }
      />
      <IdentifyKeyDialog organization={organization} open={identifying} onOpenChange={setIdentifying} />
    </>
  );
}
