"use client";

import { useState } from "react";
import { KeyLifecycle } from "@/components/lifecycle/key-lifecycle";
import { RotationCard } from "@/components/lifecycle/rotation-card";
import { VersionComparison } from "@/components/lifecycle/version-comparison";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { KeyDisplay } from "@/components/ui/key-display";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { UrlTabs } from "@/components/ui/url-tabs";
import { environmentColor } from "./environment-color";
import { KeyActions } from "./key-actions";
import { KeyNotices } from "./key-notices";
import { KeyOverview } from "./key-overview";
import { KeyTimeline } from "./key-timeline";
import { KeyVersions } from "./key-versions";
import type { Receipt } from "./receipt-words";
import { RecentRequests } from "./recent-requests";

export type KeyPageProps = {
  organization: string;
  keyId: string;
  /** When the server read the key, ISO 8601. */
  now: string;
};

/** Everything about one key. */
export function KeyPage({ organization, keyId, now }: KeyPageProps) {
  const query = $api.useQuery(
    "get",
    "/organizations/{organization}/keys/{key}",
    { params: { path: { organization, key: keyId } } },
    { refetchInterval: 5_000 },
  );
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const key = query.data;
  if (key === undefined) {
    if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    return <Skeleton className="h-64" />;
  }
  return (
    <>
      <PageHeader
        title={<bdi>{key.name}</bdi>}
        breadcrumbs={[{ label: "Keys", href: paths.keys(organization) }, { label: key.name }]}
        meta={
          <>
            <StatusBadge status={key.quarantinedAt ? "quarantined" : key.status} />
            <EnvironmentBadge
              name={key.environmentName}
              color={environmentColor(key.environmentColor)}
              sensitivity={key.sensitivity}
              size="md"
            />
          </>
        }
        description={
          <span className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
            <KeyDisplay prefix={key.secretStart} last4={key.secretLastFour} copyable />
            <span className="min-w-0 text-sm [overflow-wrap:anywhere]">
              <bdi>{key.projectName}</bdi>, owned by <bdi>{key.ownerName}</bdi>
            </span>
          </span>
        }
        actions={<KeyActions organization={organization} detail={key} onReceipt={setReceipt} />}
      />
      <KeyNotices organization={organization} detail={key} receipt={receipt} onReceiptRead={() => setReceipt(null)} />
      <KeyLifecycle organization={organization} detail={key} />
      <UrlTabs
        label="Parts of the key"
        tabs={[
          {
            value: "overview",
            label: "Overview",
            content: <KeyOverview organization={organization} detail={key} now={now} />,
          },
          {
            value: "requests",
            label: "Recent requests",
            content: <RecentRequests organization={organization} keyId={key.id} />,
          },
          {
            value: "versions",
            label: "Versions",
            content: (
              <div className="flex flex-col gap-6">
                <RotationCard organization={organization} detail={key} />
                <VersionComparison organization={organization} keyId={key.id} />
                <KeyVersions organization={organization} keyId={key.id} />
              </div>
            ),
          },
          { value: "timeline", label: "Timeline", content: <KeyTimeline organization={organization} keyId={key.id} /> },
        ]}
      />
    </>
  );
}
