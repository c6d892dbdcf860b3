import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { ORGANIZATION_PATH, organizationInit } from "@/components/organizations/organization-query";
import { SecuritySettings } from "@/components/organizations/security-settings";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { hasPermission } from "@/lib/core/permissions";
import { readOrganization } from "@/lib/organizations/read-organization";

export const metadata: Metadata = { title: "Security" };

type Props = { params: Promise<{ organization: string }> };

export default async function SecuritySettingsPage({ params }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const data = await readOrganization(ctx);
  const manages = hasPermission(ctx.actor, "members:write");
  return (
    <Hydrate answers={[{ path: ORGANIZATION_PATH, init: organizationInit(organization), data }]}>
      <SettingsHeader organization={organization} manages={manages} />
      <SecuritySettings organization={organization} manages={manages} />
    </Hydrate>
  );
}
