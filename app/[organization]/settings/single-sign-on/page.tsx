import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { organizationContext } from "@/app/_server/viewer";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { SingleSignOn } from "@/components/organizations/single-sign-on";
import { viewerOf } from "@/components/organizations/viewer";
import { EmptyState } from "@/components/ui/empty-state";
import { hasPermission } from "@/lib/core/permissions";

export const metadata: Metadata = { title: "Single sign-on" };

type Props = { params: Promise<{ organization: string }> };

export default async function SingleSignOnPage({ params }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const manages = hasPermission(ctx.actor, "members:write");
  return (
    <>
      <SettingsHeader organization={organization} manages={manages} />
      {manages ? (
        <SingleSignOn
          organization={organization}
          owns={viewerOf(ctx.actor).role === "owner"}
          scimUrl={`${dependencies().environment.appUrl}/scim/v2`}
        />
      ) : (
        <EmptyState title="Your role does not see single sign-on">
          Ask an owner or admin of the organization.
        </EmptyState>
      )}
    </>
  );
}
