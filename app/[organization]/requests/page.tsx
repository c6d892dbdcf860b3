import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { RequestList } from "@/components/approvals/request-list";
import { requestQuery } from "@/components/approvals/request-query";
import { REQUESTS_PATH } from "@/components/approvals/request-words";
import { listRequests } from "@/lib/approvals/list-requests";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Requests" };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RequestsPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const wanted = Object.entries(await searchParams).map(([name, value]) => [
    name,
    typeof value === "string" ? value.split(",") : value,
  ]);
  const query = requestQuery(Object.fromEntries(wanted));
  const first = await listRequests(ctx, { ...query, limit: String(query.limit) });
  const init = { params: { path: { organization }, query } };
  return (
    <Hydrate answers={[{ path: REQUESTS_PATH, init, data: { pages: [first], pageParams: [null] } }]}>
      <RequestList organization={organization} mayAsk={hasPermission(ctx.actor, "keys:write")} />
    </Hydrate>
  );
}
