"use client";

import { Plus } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { Sparkline } from "@/components/charts/sparkline";
import { UsageChart } from "@/components/charts/usage-chart";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { FirstSteps, type FirstStepsProps, useFirstUse } from "./first-steps";
import { ExpiringSoon, KeysByStatus, LatestEvents, Refusals } from "./overview-panels";
import { bucketRange, usageRange } from "./usage-period";
import { useCurrentTime } from "./use-current-time";

type OverviewAnswer = components["schemas"]["Overview"];

export type OverviewProps = FirstStepsProps & {
  /** When the server read the first data, ISO 8601. */
  now: string;
};

/** Percent against the same hours a week before; nothing is said where there is nothing to compare with. */
function change({ compared }: OverviewAnswer["verifications"]) {
  if (compared.hours === 0 || compared.lastWeek === 0) return {};
  return {
    delta: {
      value: Math.round(((compared.today - compared.lastWeek) / compared.lastWeek) * 100),
      label: "to a week ago, same hours",
    },
  };
}

function Figures({ organization, overview }: { organization: string; overview: OverviewAnswer }) {
  const { verifications, refusals } = overview;
  const refusedLastWeek = refusals.byCode.reduce((sum, { lastWeek }) => sum + lastWeek, 0);
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Stat
        label="Active keys"
        value={overview.keys.byStatus.active}
        href={paths.keys(organization, { status: "active" })}
        hint={
          <>
            of <Count value={overview.keys.total} /> ever created
          </>
        }
      />
      <Stat
        label="Expiring within 30 days"
        value={overview.expiringSoon.total}
        href={paths.keys(organization, { expiringWithin: "30d", sort: "expiresAt" })}
        {...(overview.expiringSoon.total > 0 ? { tone: "warning" as const } : {})}
      />
      <Stat
        label="Verifications today"
        value={verifications.today}
        href={paths.usage(organization, { period: "24h" })}
        {...change(verifications)}
        chart={
          <Sparkline values={verifications.hours.map((hour) => hour.total)} label="Verifications today, by the hour" />
        }
      />
      <Stat
        label="Refused today"
        value={refusals.today}
        href={paths.usage(organization, { period: "24h", groupBy: "outcome" })}
        hint={
          <>
            <Count value={refusedLastWeek} /> on the same day a week ago
          </>
        }
      />
    </div>
  );
}

function WeekOfUsage({ organization, now }: { organization: string; now: string }) {
  const range = usageRange("7d", useCurrentTime(now));
  const usage = $api.useQuery(
    "get",
    "/organizations/{organization}/usage",
    { params: { path: { organization }, query: range } },
    { placeholderData: (before) => before, refetchInterval: 30_000 },
  );
  return (
    <Card>
      <CardHeader
        title="Verifications, 7 days"
        actions={<Link href={paths.usage(organization, { period: "7d" })}>All usage</Link>}
      />
      <CardBody>
        {usage.error && !usage.data ? (
          <ErrorState compact error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <UsageChart
            label="Verifications in the last 7 days"
            buckets={usage.data?.buckets}
            interval="hour"
            bucketHref={(start) => paths.usage(organization, bucketRange(start, "hour") ?? {})}
          />
        )}
      </CardBody>
    </Card>
  );
}

function Waiting() {
  return (
    <div role="status" className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <span className="sr-only">Loading the overview</span>
      {["keys", "expiring", "verifications", "refusals"].map((name) => (
        <Skeleton key={name} className="h-24" />
      ))}
    </div>
  );
}

/** The organization at a glance; every number leads to what it counts. */
export function Overview({ organization, gatewayUrl, now, may }: OverviewProps) {
  const overview = $api.useQuery(
    "get",
    "/organizations/{organization}/overview",
    { params: { path: { organization } } },
    { refetchInterval: 30_000 },
  );
  const firstUse = useFirstUse(organization);
  const data = overview.data;
  const isNew = data?.keys.total === 0;
  const isUnproved = data !== undefined && !isNew && firstUse.isSuccess && firstUse.data === null;
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          may.keys && (
            <ButtonLink variant={isNew ? "secondary" : "primary"} icon={<Plus />} href={paths.newKey(organization)}>
              New key
            </ButtonLink>
          )
        }
      />
      {overview.error && !data ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : data === undefined ? (
        <Waiting />
      ) : (
        <div className="flex flex-col gap-6">
          {(isNew || isUnproved) && <FirstSteps organization={organization} gatewayUrl={gatewayUrl} may={may} />}
          {!isNew && (
            <>
              <Figures organization={organization} overview={data} />
              <WeekOfUsage organization={organization} now={now} />
              <div className="grid items-start gap-6 lg:grid-cols-2">
                <div className="flex min-w-0 flex-col gap-6">
                  <ExpiringSoon organization={organization} expiringSoon={data.expiringSoon} />
                  <KeysByStatus organization={organization} byStatus={data.keys.byStatus} />
                </div>
                <div className="flex min-w-0 flex-col gap-6">
                  <Refusals organization={organization} refusals={data.refusals} />
                  {data.latestEvents && <LatestEvents organization={organization} events={data.latestEvents} />}
                </div>
              </div>
            </>
          )}
        </div>
      )}
    </>
  );
}
