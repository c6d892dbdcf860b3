import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { Overview } from "@/components/usage/overview";
import { OVERVIEW_PATH, USAGE_PATH } from "@/components/usage/usage-paths";
import { usageRange } from "@/components/usage/usage-period";
import { hasPermission } from "@/lib/core/permissions";
import { readOverview } from "@/lib/keys/read-overview";
import { readUsage } from "@/lib/usage/read-usage";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const now = ctx.clock.now();
  const week = usageRange("7d", now.getTime());
  const [overview, usage] = await Promise.all([readOverview(ctx), readUsage(ctx, week)]);
  const path = { organization };
  return (
    <Hydrate
      answers={[
        { path: OVERVIEW_PATH, init: { params: { path } }, data: overview },
        { path: USAGE_PATH, init: { params: { path, query: week } }, data: usage },
      ]}
    >
      <Overview
        organization={organization}
        gatewayUrl={dependencies().environment.gatewayUrl}
        now={now.toISOString()}
        may={{
          projects: hasPermission(ctx.actor, "projects:write"),
          keys: hasPermission(ctx.actor, "keys:write"),
          serviceTokens: hasPermission(ctx.actor, "service_tokens:write"),
          members: hasPermission(ctx.actor, "members:write"),
        }}
      />
    </Hydrate>
  );
}
