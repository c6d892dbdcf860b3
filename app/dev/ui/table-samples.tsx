"use client";

import { KeyRound, Pause, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { FilterBar } from "@/components/ui/filter-bar";
import { KeyDisplay } from "@/components/ui/key-display";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { type FilterDefinition, useFilterValues } from "@/components/ui/use-filters";
import { useUrlSort } from "@/components/ui/use-url-sort";

const STATUSES = ["active", "pending", "disabled", "expired", "revoked"] as const;
const ENVIRONMENTS = [
  { name: "Development", color: "green", sensitivity: "low" },
  { name: "Staging", color: "amber", sensitivity: "moderate" },
  { name: "Production", color: "red", sensitivity: "high" },
] as const;
const NAMES = [
  "billing sync",
  "ledger export",
  "مفتاح الفواتير",
  "partner portal of the northern region, second line",
  "ci",
  "請求書の同期",
];

type Row = {
  id: string;
  name: string;
  status: (typeof STATUSES)[number];
  environment: (typeof ENVIRONMENTS)[number];
  verifications: number;
  lastUsed: string | null;
};

function pick<Item>(items: readonly Item[], index: number, fallback: Item): Item {
  return items[index % items.length] ?? fallback;
}

const ROWS: Row[] = Array.from({ length: 2000 }, (_, index) => ({
  id: `key_${index}`,
  name: `${pick(NAMES, index, "key")}${index < NAMES.length ? "" : ` ${index}`}`,
  status: pick(STATUSES, index, "active"),
  environment: pick(ENVIRONMENTS, index, ENVIRONMENTS[0]),
  verifications: (index * 7919) % 100_000,
  lastUsed: index % 4 === 0 ? null : new Date(Date.UTC(2026, 10, 22) - index * 5_000_000).toISOString(),
}));

const COLUMNS: Column<Row>[] = [
  { id: "name", header: "Name", sortable: true, cell: (row) => <bdi>{row.name}</bdi> },
  { id: "environment", header: "Environment", cell: (row) => <EnvironmentBadge {...row.environment} /> },
  { id: "status", header: "Status", sortable: true, cell: (row) => <StatusBadge status={row.status} /> },
  {
    id: "key",
    header: "Key",
    hideBelow: "xl",
    cell: (row) => <KeyDisplay prefix="acme_prod_4f" last4={row.id.slice(-4)} />,
  },
  {
    id: "verifications",
    header: "Verifications",
    sortable: true,
    align: "end",
    hideBelow: "lg",
    cell: (row) => <Count value={row.verifications} />,
  },
  {
    id: "lastUsed",
    header: "Last used",
    sortable: true,
    align: "end",
    cell: (row) => <DateTime value={row.lastUsed} />,
  },
];

const FILTERS: FilterDefinition[] = [
  { id: "status", label: "Status", kind: "many", options: STATUSES.map((value) => ({ value, label: value })) },
  {
    id: "environment",
    label: "Environment",
    kind: "one",
    options: ENVIRONMENTS.map(({ name }) => ({ value: name, label: name })),
  },
  { id: "tag", label: "Tag", kind: "text", placeholder: "team=billing" },
];
const SEARCH = { label: "Search keys" };

type State = "few" | "many" | "loading" | "empty" | "error";
const STATES = [
  { value: "few", label: "A page" },
  { value: "many", label: "2,000 rows" },
  { value: "loading", label: "Loading" },
  { value: "empty", label: "Empty" },
  { value: "error", label: "Error" },
] as const;

function compare(a: Row, b: Row, column: string): number {
  if (column === "verifications") return a.verifications - b.verifications;
  if (column === "lastUsed") return (a.lastUsed ?? "").localeCompare(b.lastUsed ?? "");
  return column === "status" ? a.status.localeCompare(b.status) : a.name.localeCompare(b.name);
}

export function TableSamples() {
  const [state, setState] = useState<State>("few");
  const [count, setCount] = useState(8);
  const [selection, setSelection] = useState<string[]>([]);
  const [sort, setSort] = useUrlSort({ column: "name", direction: "ascending" });
  const { values, search } = useFilterValues(FILTERS, SEARCH);
  const rows = useMemo(() => {
    if (state === "loading" || state === "error") return undefined;
    if (state === "empty") return [];
    return ROWS.slice(0, state === "many" ? ROWS.length : count)
      .filter((row) => row.name.includes(search))
      .filter((row) => (values.status ?? []).length === 0 || values.status?.includes(row.status))
      .filter((row) => (values.environment ?? []).length === 0 || values.environment?.includes(row.environment.name))
      .sort((a, b) => compare(a, b, sort.column) * (sort.direction === "ascending" ? 1 : -1));
  }, [state, count, search, values.status, values.environment, sort]);
  return (
    <Section
      title="Lists"
      id="keys"
      actions={
        <Select aria-label="State" size="sm" value={state} onValueChange={setState} options={STATES} className="w-36" />
      }
    >
      <FilterBar filters={FILTERS} search={SEARCH} actions={<Button size="sm">Export</Button>} />
      <DataTable
        label="Keys"
        columns={COLUMNS}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => `/dev/ui?key=${row.id}`}
        sort={sort}
        onSortChange={setSort}
        selection={selection}
        onSelectionChange={setSelection}
        bulkActions={(ids) => (
          <Button size="sm" variant="danger" onClick={() => toast.info(`${ids.length} would be revoked`)}>
            Revoke
          </Button>
        )}
        rowActions={(row) => [
          { label: "Disable", icon: <Pause />, onSelect: () => toast.success(`${row.name} disabled`) },
          { label: "Revoke", icon: <Trash2 />, danger: true, onSelect: () => toast.success(`${row.name} revoked`) },
        ]}
        error={
          state === "error" ? { title: "The keys could not be read.", status: 503, requestId: "req_01" } : undefined
        }
        onRetry={() => setState("few")}
        hasMore={state === "few" && count < 24}
        onLoadMore={() => setCount(count + 8)}
        total={state === "few" ? 24 : undefined}
        empty={
          <EmptyState icon={<KeyRound />} title="No key matches" action={<Button>Clear filters</Button>}>
            Nothing has these properties.
          </EmptyState>
        }
      />
      <div className="mt-6">
        <Pagination
          hasPrevious={false}
          hasNext
          onPrevious={() => undefined}
          onNext={() => toast.info("Next")}
          summary="1–50 of 1,284"
        />
      </div>
    </Section>
  );
}
