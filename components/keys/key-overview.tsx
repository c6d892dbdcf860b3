"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { UsageChart } from "@/components/charts/usage-chart";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Stat } from "@/components/ui/stat";
import { useHydrated } from "@/components/ui/use-hydrated";
import { countryName } from "@/components/usage/country-name";
import { bucketRange, PERIOD_LABELS, PERIODS, usageRange } from "@/components/usage/usage-period";
import { useCurrentTime } from "@/components/usage/use-current-time";
import type { KeyDetail } from "./key-detail";
import { KeyDetails, KeyRights } from "./key-facts";
import { KeyGrants } from "./key-grants";

type Props = { organization: string; detail: KeyDetail; now: string };

/** The key at a glance: when it was used, how much, what it may do. */
export function KeyOverview({ organization, detail, now }: Props) {
  const locale = useHydrated() ? navigator.language : "en";
  const place = [detail.lastUsedIp, detail.lastUsedCountry && countryName(detail.lastUsedCountry, locale)]
    .filter(Boolean)
    .join(", ");
  return (
    <div className="flex flex-col gap-6">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat
          label="Last used"
          value={<DateTime value={detail.lastUsedAt} />}
          {...(place === "" ? {} : { hint: `from ${place}` })}
        />
        <Stat
          label="Verifications"
          value={detail.verifications}
          hint="since it was created"
          href={paths.key(organization, detail.id, { tab: "requests" })}
        />
        <Stat
          label="Expires"
          value={<DateTime value={detail.expiresAt} empty="Never" />}
          {...(detail.expiresAt ? { hint: <DateTime value={detail.expiresAt} format="datetime" /> } : {})}
        />
        <Stat
          label="Version"
          value={detail.versionNumber ?? "None"}
          hint={
            detail.rotationDue ? (
              <>
                rotation due <DateTime value={detail.rotationDue} />
              </>
            ) : (
              "no rotation asked for"
            )
          }
          href={paths.key(organization, detail.id, { tab: "versions" })}
        />
      </div>
      <KeyUsage organization={organization} keyId={detail.id} now={now} />
      <KeyGrants organization={organization} detail={detail} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <KeyRights detail={detail} />
        <KeyDetails detail={detail} />
      </div>
    </div>
  );
}

function KeyUsage({ organization, keyId, now }: { organization: string; keyId: string; now: string }) {
  const [period, setPeriod] = useQueryState("period", parseAsStringLiteral(PERIODS).withDefault("7d"));
  const range = usageRange(period, useCurrentTime(now));
  const usage = $api.useQuery(
    "get",
    "/organizations/{organization}/keys/{key}/usage",
    { params: { path: { organization, key: keyId }, query: range } },
    { placeholderData: (before) => before, refetchInterval: 5_000 },
  );
  return (
    <Card>
      <CardHeader
        title="Verifications"
        description={usage.data && <Count value={usage.data.total} unit="verification" />}
        actions={
          <Select
            aria-label="Period"
            size="sm"
            value={period}
            onValueChange={(next) => void setPeriod(next)}
            options={PERIODS.map((value) => ({ value, label: `Last ${PERIOD_LABELS[value]}` }))}
            className="w-36"
          />
        }
      />
      <CardBody>
        {usage.error && !usage.data ? (
          <ErrorState compact error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <UsageChart
            label={`Verifications of this key, last ${PERIOD_LABELS[period]}`}
            buckets={usage.data?.buckets}
            interval={range.interval}
            emptyText="The key was not used in this period."
            bucketHref={(start) =>
              paths.key(organization, keyId, { tab: "requests", ...bucketRange(start, range.interval) })
            }
          />
        )}
      </CardBody>
    </Card>
  );
}
