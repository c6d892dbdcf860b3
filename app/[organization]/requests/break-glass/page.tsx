import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { BREAK_GLASS_PATH, BREAK_GLASS_QUERY, SETTINGS_PATH } from "@/components/approvals/approval-paths";
import { BreakGlassPage } from "@/components/approvals/break-glass-page";
import { readSettings } from "@/lib/approvals/manage-settings";
import { listBreakGlass } from "@/lib/approvals/read-break-glass";

export const metadata: Metadata = { title: "Break-glass" };

export default async function EmergenciesPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const first = await listBreakGlass(ctx, { limit: String(BREAK_GLASS_QUERY.limit) });
  const path = { organization };
  return (
    <Hydrate
      answers={[
        {
          path: BREAK_GLASS_PATH,
          init: { params: { path, query: BREAK_GLASS_QUERY } },
          data: { pages: [first], pageParams: [null] },
        },
        { path: SETTINGS_PATH, init: { params: { path } }, data: await readSettings(ctx) },
      ]}
    >
      <BreakGlassPage organization={organization} />
    </Hydrate>
  );
}
