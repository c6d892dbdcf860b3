"use client";

import { ZoomOut } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { countFamilies } from "@/components/charts/outcome-families";
import { UsageChart } from "@/components/charts/usage-chart";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { ErrorState } from "@/components/ui/error-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Stat } from "@/components/ui/stat";
import { useFilterValues } from "@/components/ui/use-filters";
import { GROUP_LABELS, GROUPS, type UsageFilterOptions, usageFilters, usageQuery } from "./usage-filters";
import { UsageGroups } from "./usage-groups";
import { bucketRange, PERIOD_LABELS, PERIODS, usageRange, zoomRange } from "./usage-period";
import { useCurrentTime } from "./use-current-time";

const VIEW = {
  period: parseAsStringLiteral(PERIODS).withDefault("7d"),
  groupBy: parseAsStringLiteral(GROUPS).withDefault("key"),
  from: parseAsString,
  to: parseAsString,
};

export type UsageViewProps = {
  organization: string;
  options: UsageFilterOptions;
  /** When the server made the page, ISO 8601. */
  now: string;
};

/** Verifications of the organization over time; period, filters and grouping are in the URL. */
export function UsageView({ organization, options, now }: UsageViewProps) {
  const [view, setView] = useQueryStates(VIEW, { history: "push" });
  const filters = useMemo(() => usageFilters(organization, options), [organization, options]);
  const { values } = useFilterValues(filters);
  const currentTime = useCurrentTime(now);
  const zoom = zoomRange(view.from, view.to);
  const range = zoom ?? usageRange(view.period, currentTime);
  const filter = usageQuery(values);
  const query = { ...range, ...filter, groupBy: [view.groupBy] };
  const usage = $api.useQuery(
    "get",
    "/organizations/{organization}/usage",
    { params: { path: { organization }, query } },
    { placeholderData: (before) => before, refetchInterval: zoom ? false : 30_000 },
  );
  const here = (more: Record<string, string | readonly string[]>) =>
    paths.usage(organization, { period: view.period, groupBy: view.groupBy, ...filter, ...more });
  const families = usage.data ? countFamilies(usage.data.outcomes) : undefined;
  return (
    <>
      <PageHeader
        title="Usage"
        description="What keys were used for. Days are those of UTC."
        actions={
          zoom ? (
            <>
              <span className="text-sm">
                <DateTime value={zoom.from} format="datetime" /> to <DateTime value={zoom.to} format="datetime" />
              </span>
              <Button icon={<ZoomOut />} onClick={() => void setView({ from: null, to: null })}>
                {PERIOD_LABELS[view.period]}
              </Button>
            </>
          ) : (
            <Select
              aria-label="Period"
              value={view.period}
              onValueChange={(period) => void setView({ period })}
              options={PERIODS.map((value) => ({ value, label: `Last ${PERIOD_LABELS[value]}` }))}
              className="w-40"
            />
          )
        }
      />
      <FilterBar filters={filters} />
      {usage.error && !usage.data ? (
        <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />
      ) : (
        <div className="flex flex-col gap-6">
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <Stat label="Verifications" value={usage.data?.total ?? "…"} />
            <Stat label="Valid" value={families?.valid ?? "…"} />
            <Stat label="Refused" value={families ? families.refused + families.error : "…"} />
            <Stat label="Limited" value={families?.limited ?? "…"} />
          </div>
          <Card>
            <CardBody>
              <UsageChart
                label="Verifications over time"
                buckets={usage.data?.buckets}
                interval={range.interval}
                height={260}
                isLoading={usage.isFetching}
                emptyText="Try a longer period or fewer filters."
                {...(range.interval === "minute"
                  ? {}
                  : { bucketHref: (start: string) => here(bucketRange(start, range.interval) ?? {}) })}
              />
            </CardBody>
          </Card>
          <Section
            title={`By ${GROUP_LABELS[view.groupBy].toLowerCase()}`}
            actions={
              <Select
                aria-label="Group by"
                value={view.groupBy}
                onValueChange={(groupBy) => void setView({ groupBy })}
                options={GROUPS.map((value) => ({ value, label: GROUP_LABELS[value] }))}
                className="w-40"
              />
            }
          >
            <UsageGroups
              organization={organization}
              group={view.groupBy}
              usage={usage.data}
              isLoading={usage.isPending}
              error={usage.data ? null : usage.error}
              onRetry={() => void usage.refetch()}
              filterHref={(group, value) => here({ groupBy: "key", [group]: value })}
            />
          </Section>
        </div>
      )}
    </>
  );
}
