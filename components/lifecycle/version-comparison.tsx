"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { Sparkline } from "@/components/charts/sparkline";
import { $api } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/use-now";
import { ClientList } from "./client-list";
import { VERSION_USE_PATH } from "./lifecycle-paths";

type Version = components["schemas"]["VersionUse"];

const DAYS = 14;
const CAUSES: Record<string, string> = {
  policy: "the environment's policy",
  schedule: "the key's own schedule",
  forced: "an admin's demand",
  repair: "a delivery that had to be repeated",
};

/** The last days as a row of numbers, also those without a call. */
function lastDays(days: Version["days"], now: number, field: "accepted" | "refused"): number[] {
  const known = new Map(days.map((day) => [day.day, day[field]]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(now - (DAYS - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return known.get(day) ?? 0;
  });
}

/** The versions that still work, side by side: who uses the old one is seen before it ends. */
export function VersionComparison({ organization, keyId }: { organization: string; keyId: string }) {
  const use = $api.useQuery(
    "get",
    VERSION_USE_PATH,
    { params: { path: { organization, key: keyId } } },
    { refetchInterval: 10_000 },
  );
  const now = useNow();
  if (use.data === undefined) {
    if (use.error) return <ErrorState compact error={use.error} onRetry={() => void use.refetch()} />;
    return <Skeleton className="h-48" />;
  }
  // The last that ended is shown while it is still called with: those clients are cut off.
  const shown = use.data.items.filter(({ status, clientCount }) => status !== "ended" || clientCount > 0).slice(0, 4);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Versions side by side" className="grid items-start gap-4 lg:grid-cols-2">
      {shown.map((version) => (
        <VersionCard key={version.id} version={version} now={now} />
      ))}
    </section>
  );
}

function VersionCard({ version, now }: { version: Version; now: number }) {
  const accepted = version.days.reduce((sum, day) => sum + day.accepted, 0);
  return (
    <Card>
      <CardHeader
        title={`Version ${version.number}`}
        description={<Ending version={version} />}
        actions={<Status status={version.status} />}
      />
      <CardBody className="flex flex-col gap-4">
        <div className="flex items-end justify-between gap-4">
          <p className="text-sm">
            <Count value={accepted} unit="accepted call" /> <span className="text-muted">in {DAYS} days</span>
          </p>
          {now > 0 && (
            <Sparkline
              values={lastDays(version.days, now, "accepted")}
              label={`Accepted calls of version ${version.number} per day`}
            />
          )}
        </div>
        <DescriptionList
          items={[
            {
              term: "Created",
              description: (
                <>
                  <DateTime value={version.createdAt} />
                  {version.createdByName && (
                    <>
                      {" by "}
                      <bdi>{version.createdByName}</bdi>
                    </>
                  )}
                </>
              ),
            },
            ...(version.cause ? [{ term: "Because of", description: CAUSES[version.cause] ?? version.cause }] : []),
            ...(version.reason ? [{ term: "Reason", description: <bdi>{version.reason}</bdi> }] : []),
            {
              term: "Delivered",
              description: version.deliveredTo ? <bdi>{version.deliveredTo}</bdi> : "Shown to whoever created it",
            },
          ]}
        />
        <div>
          <h4 className="font-medium text-sm">Who used it in the last 7 days</h4>
          {version.clients.length === 0 ? (
            <p className="pt-1 text-muted text-sm">Nobody.</p>
          ) : (
            <ClientList
              label={`Clients of version ${version.number}`}
              clients={version.clients}
              total={version.clientCount}
            />
          )}
        </div>
      </CardBody>
    </Card>
  );
}

function Status({ status }: { status: Version["status"] }) {
  if (status === "current") return <Badge tone="success">Current</Badge>;
  return status === "overlap" ? <Badge tone="warning">Ending</Badge> : <Badge>Ended</Badge>;
}

function Ending({ version }: { version: Version }) {
  if (version.endReason === "awaits_delivery") return "Its delivery was not confirmed; it ends by itself.";
  if (version.endReason === "not_delivered") return "It was refused by the delivery target, and ended.";
  if (version.endsAt === null) return "Ends with the key.";
  return (
    <>
      {version.status === "ended" ? "Ended" : "Ends"} <DateTime value={version.endsAt} format="datetime" />
      {version.endsOnFirstUse && version.status === "overlap" && ", or with the new one's first use"}.
    </>
  );
}
