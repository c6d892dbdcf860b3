import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { SETTINGS_PATH } from "@/components/approvals/approval-paths";
import { ApprovalSettings } from "@/components/approvals/approval-settings";
import { readSettings } from "@/lib/approvals/manage-settings";

export const metadata: Metadata = { title: "Settings of approvals" };

export default async function ApprovalSettingsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const data = await readSettings(ctx);
  return (
    <Hydrate answers={[{ path: SETTINGS_PATH, init: { params: { path: { organization } } }, data }]}>
      <ApprovalSettings organization={organization} />
    </Hydrate>
  );
}
