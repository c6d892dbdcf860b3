import type { Metadata } from "next";
import { organizationContext } from "@/app/_server/viewer";
import { DeleteOrganization } from "@/components/organizations/delete-organization";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { viewerOf } from "@/components/organizations/viewer";
import { hasPermission } from "@/lib/core/permissions";
import { readOrganization } from "@/lib/organizations/read-organization";

export const metadata: Metadata = { title: "Delete the organization" };

type Props = { params: Promise<{ organization: string }> };

export default async function DataSettingsPage({ params }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const { slug, name } = await readOrganization(ctx);
  return (
    <>
      <SettingsHeader organization={organization} manages={hasPermission(ctx.actor, "members:write")} />
      <DeleteOrganization organization={{ slug, name }} viewer={viewerOf(ctx.actor)} />
    </>
  );
}
