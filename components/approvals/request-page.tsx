"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { environmentColor } from "@/components/keys/environment-color";
import { MadeKey } from "@/components/keys/made-key";
import type { MadeKeyAnswer } from "@/components/keys/new-key-values";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { RequestDecision } from "./request-decision";
import { RequestFacts } from "./request-facts";
import { describeKind, describeRequest, REQUEST_PATH, REQUESTS_PATH } from "./request-words";

/** One request: who asks, why, what it would do, what is unusual, and what the viewer may do about it. */
export function RequestPage({
  organization,
  request: id,
  gatewayUrl,
}: {
  organization: string;
  request: string;
  gatewayUrl: string;
}) {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<MadeKeyAnswer | null>(null);
  const query = $api.useQuery("get", "/organizations/{organization}/requests/{request}", {
    params: { path: { organization, request: id } },
  });
  const changed = async () => {
    await queryClient.invalidateQueries({ queryKey: ["get", REQUEST_PATH] });
    await queryClient.invalidateQueries({ queryKey: ["get", REQUESTS_PATH] });
  };
  if (made)
    return <MadeKey organization={organization} gatewayUrl={gatewayUrl} made={made} onAnother={() => setMade(null)} />;
  if (query.isPending) return <Skeleton className="h-96" />;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const request = query.data;
  return (
    <>
      <PageHeader
        title={
          <>
            {describeKind(request.kind)}: <bdi>{request.keyName}</bdi>
          </>
        }
        breadcrumbs={[{ label: "Requests", href: paths.requests(organization) }, { label: request.keyName }]}
        meta={<StatusBadge status={request.state} />}
        description={describeRequest(request)}
        {...(request.keyId
          ? { actions: <ButtonLink href={paths.key(organization, request.keyId)}>Open the key</ButtonLink> }
          : {})}
      />
      <EnvironmentBanner
        name={request.environmentName}
        color={environmentColor(request.environmentColor)}
        sensitivity={request.sensitivity}
      >
        {request.sensitivity === "high" ? "This concerns live data." : undefined}
      </EnvironmentBanner>
      <div className="mt-6 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-8">
          {request.unusual.length > 0 && (
            <Alert tone="warning" title="What is unusual about it">
              <ul className="list-disc ps-5">
                {request.unusual.map((fact) => (
                  <li key={fact.code}>
                    <bdi>{fact.text}</bdi>
                  </li>
                ))}
              </ul>
            </Alert>
          )}
          <RequestFacts organization={organization} request={request} />
        </div>
        <RequestDecision organization={organization} request={request} onChanged={changed} onClaimed={setMade} />
      </div>
    </>
  );
}
