"use client";

import type { KeyDetail } from "@/components/keys/key-detail";
import { $api } from "@/components/session/browser-api";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ClientList } from "./client-list";
import { REFUSED_PATH } from "./lifecycle-paths";

const SINCE: Record<string, string> = {
  disabled: "it was disabled",
  expired: "it expired",
  revoked: "it was revoked",
};

/** Who still calls with a key that does not work any more; live, so that one sees before it is gone for good. */
export function RefusedSince({ organization, detail }: { organization: string; detail: KeyDetail }) {
  const refused = $api.useQuery(
    "get",
    REFUSED_PATH,
    { params: { path: { organization, key: detail.id } } },
    { refetchInterval: 5_000 },
  );
  const { data } = refused;
  if (data === undefined) {
    if (refused.error) return <ErrorState compact error={refused.error} onRetry={() => void refused.refetch()} />;
    return <Skeleton className="h-20" />;
  }
  if (data.since === null) return null;
  return (
    <Card>
      <CardHeader
        title={
          <span aria-live="polite">
            <Count value={data.calls} unit="call" /> refused since {SINCE[data.status] ?? "then"}
          </span>
        }
        description={
          data.calls === 0 ? (
            "Nobody has called with it. Nothing seems to need it."
          ) : (
            <>
              From <Count value={data.clientCount} unit="client" />, last <DateTime value={data.lastRefusedAt} />.
            </>
          )
        }
      />
      {(data.clients.length > 0 || data.revokesAt !== null) && (
        <CardBody>
          <ClientList label="Clients that were refused" clients={data.clients} total={data.clientCount} />
          {data.revokesAt !== null && (
            <p className="pt-2 text-muted text-sm">
              If nobody calls until then, it is revoked <DateTime value={data.revokesAt} format="datetime" />, by the
              rules of its environment.
            </p>
          )}
        </CardBody>
      )}
    </Card>
  );
}
