import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { RequestList } from "@/components/approvals/request-list";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  return <RequestList organization={organization} mayAsk={hasPermission(ctx.actor, "keys:write")} />;
}
