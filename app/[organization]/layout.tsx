import type { ReactNode } from "react";
import { organizationContext, requireAccount } from "@/app/_server/viewer";
import { OrganizationShell } from "@/components/organizations/organization-shell";
import { paths } from "@/components/shell/paths";
import { hasPermission } from "@/lib/core/permissions";
import { readAccount } from "@/lib/identity/read-account";

type Props = { children: ReactNode; params: Promise<{ organization: string }> };

/** Everything inside an organization: who looks, where they are, what they may open. */
export default async function OrganizationLayout({ children, params }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const account = await readAccount(await requireAccount(paths.organization(organization)));
  const current = account.memberships.find((membership) => membership.organizationId === ctx.actor.organizationId);
  return (
    <OrganizationShell
      organization={{ slug: current?.organization ?? organization, name: current?.name ?? organization }}
      role={current?.role ?? "auditor"}
      person={{ name: account.name, email: account.email }}
      organizations={account.memberships.map(({ organization: slug, name }) => ({ slug, name }))}
      may={{
        serviceTokens: hasPermission(ctx.actor, "service_tokens:read"),
        audit: hasPermission(ctx.actor, "audit:read"),
      }}
    >
      {children}
    </OrganizationShell>
  );
}
