import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { RequestPage } from "@/components/approvals/request-page";
import { REQUEST_PATH } from "@/components/approvals/request-words";
import { readRequest } from "@/lib/approvals/read-request";

export const metadata: Metadata = { title: "Request" };

type Props = { params: Promise<{ organization: string; request: string }> };

/** The approver's page: everything that the decision needs, on one screen. */
export default async function OneRequestPage({ params }: Props) {
  const { organization, request } = await params;
  const ctx = await organizationContext(organization);
  const data = await orNotFound(() => readRequest(ctx, request));
  return (
    <Hydrate answers={[{ path: REQUEST_PATH, init: { params: { path: { organization, request } } }, data }]}>
      <RequestPage organization={organization} request={request} gatewayUrl={dependencies().environment.gatewayUrl} />
    </Hydrate>
  );
}
