import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { RULES_PATH, SETTINGS_PATH } from "@/components/approvals/approval-paths";
import { RuleList } from "@/components/approvals/rule-list";
import { listRules } from "@/lib/approvals/manage-rules";
import { readSettings } from "@/lib/approvals/manage-settings";

export const metadata: Metadata = { title: "Standing rules" };

export default async function RulesPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  const ctx = await organizationContext(organization);
  const init = { params: { path: { organization } } };
  return (
    <Hydrate
      answers={[
        { path: RULES_PATH, init, data: await listRules(ctx) },
        { path: SETTINGS_PATH, init, data: await readSettings(ctx) },
      ]}
    >
      <RuleList organization={organization} />
    </Hydrate>
  );
}
