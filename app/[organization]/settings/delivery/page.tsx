import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { DeliveryTargets } from "@/components/lifecycle/delivery-targets";
import { TARGETS_PATH } from "@/components/lifecycle/lifecycle-paths";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { EmptyState } from "@/components/ui/empty-state";
import { hasPermission } from "@/lib/core/permissions";
import { listTargets } from "@/lib/rotation/delivery-targets";
import { targetsRefusal } from "@/lib/rotation/policy";

export const metadata: Metadata = { title: "Delivery targets" };

type Props = { params: Promise<{ organization: string }> };

export default async function DeliverySettingsPage({ params }: Props) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const manages = hasPermission(ctx.actor, "members:write");
  if (!hasPermission(ctx.actor, "webhooks:read")) {
    return (
      <>
        <SettingsHeader organization={organization} manages={manages} />
        <EmptyState title="Only owners, admins and auditors see delivery targets">
          Ask one of them where a key's new secrets go.
        </EmptyState>
      </>
    );
  }
  const query = { limit: 50 };
  const first = await listTargets(ctx, { limit: String(query.limit) });
  return (
    <Hydrate
      answers={[
        {
          path: TARGETS_PATH,
          init: { params: { path: { organization }, query } },
          data: { pages: [first], pageParams: [null] },
        },
      ]}
    >
      <SettingsHeader organization={organization} manages={manages} />
      <DeliveryTargets organization={organization} refusal={targetsRefusal(ctx.actor)} />
    </Hydrate>
  );
}
