"use client";

import { ChartColumn } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { countFamilies } from "@/components/charts/outcome-families";
import { Sparkline } from "@/components/charts/sparkline";
import { paths } from "@/components/shell/paths";
import { Count } from "@/components/ui/count";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { EmptyState } from "@/components/ui/empty-state";
import { useHydrated } from "@/components/ui/use-hydrated";
import { countryName } from "./country-name";
import { GROUP_LABELS, type Group } from "./usage-filters";
import { verdictWord } from "./verdict-words";

type Usage = components["schemas"]["Usage"];
type Series = NonNullable<Usage["series"]>[number];

const NUMBERS = ["valid", "refused", "limited"] as const;
const HEADS = { valid: "Valid", refused: "Refused", limited: "Limited" };

function labelOf(group: Group, series: Series, locale: string): string {
  const value = series.group[group];
  const label = series.labels[group] ?? value ?? "";
  if (value === null || value === undefined) return group === "key" ? "Unknown keys" : "Unknown";
  if (group === "outcome") return verdictWord(value);
  return group === "country" ? countryName(value, locale) : label;
}

function columns(group: Group, total: number, locale: string): Column<Series>[] {
  return [
    {
      id: "group",
      header: GROUP_LABELS[group],
      cell: (series) => (
        <span className="block truncate md:max-w-96" title={labelOf(group, series, locale)}>
          <bdi>{labelOf(group, series, locale)}</bdi>
        </span>
      ),
    },
    {
      id: "course",
      header: "Over time",
      hideBelow: "lg",
      card: "hidden",
      width: "8rem",
      cell: (series) => (
        <Sparkline
          values={series.buckets.map((bucket) => bucket.total)}
          label={`${labelOf(group, series, locale)} over time`}
        />
      ),
    },
    ...NUMBERS.map(
      (family): Column<Series> => ({
        id: family,
        header: HEADS[family],
        align: "end",
        hideBelow: "md",
        cell: (series) => <Count value={countFamilies(series.outcomes)[family]} compact />,
      }),
    ),
    {
      id: "total",
      header: "Total",
      align: "end",
      cell: (series) => (
        <span className="whitespace-nowrap">
          <Count value={series.total} compact className="font-medium" />{" "}
          <span className="tabular text-muted text-xs">
            {total === 0 ? "" : `${((series.total / total) * 100).toFixed(1)} %`}
          </span>
        </span>
      ),
    },
  ];
}

type Props = {
  organization: string;
  group: Group;
  usage: Usage | undefined;
  isLoading: boolean;
  error: unknown;
  onRetry: () => void;
  /** Where a group's own usage is. */
  filterHref: (group: Group, value: string) => string;
};

/** The verifications of a period, parted by one dimension, the largest first. */
export function UsageGroups({ organization, group, usage, isLoading, error, onRetry, filterHref }: Props) {
  const locale = useHydrated() ? navigator.language : "en";
  const rest = usage?.rest;
  return (
    <div className="flex flex-col gap-2">
      <DataTable
        label={`Usage by ${GROUP_LABELS[group].toLowerCase()}`}
        columns={columns(group, usage?.total ?? 0, locale)}
        rows={usage?.series}
        rowId={(series) => series.group[group] ?? ""}
        rowLabel={(series) => labelOf(group, series, locale)}
        rowHref={(series) => {
          const value = series.group[group];
          if (value === null || value === undefined) return undefined;
          if (group === "key") return paths.key(organization, value);
          return group === "owner" || group === "endpoint" || group === "country"
            ? undefined
            : filterHref(group, value);
        }}
        isLoading={isLoading}
        error={error}
        onRetry={onRetry}
        empty={
          <EmptyState compact icon={<ChartColumn />} title="Nothing to show">
            Nothing was verified in this period with these filters.
          </EmptyState>
        }
      />
      {rest !== undefined && rest.groups > 0 && (
        <p className="text-muted text-sm">
          and <Count value={rest.groups} unit="more group" /> with <Count value={rest.total} unit="verification" />
        </p>
      )}
    </div>
  );
}
