"use client";

import { paths } from "@/components/shell/paths";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";

type Props = { organization: string; manages: boolean };

/** The head of the settings pages. */
export function SettingsHeader({ organization, manages }: Props) {
  return (
    <PageHeader
      title="Settings"
      tabs={
        <LinkTabs
          label="Settings"
          tabs={[
            { href: paths.settings(organization), label: "General", exact: true },
            { href: paths.settingsSecurity(organization), label: "Security" },
            { href: paths.settingsSingleSignOn(organization), label: "Single sign-on" },
            ...(manages ? [{ href: paths.settingsMail(organization), label: "Mail" }] : []),
            { href: paths.settingsDelivery(organization), label: "Delivery targets" },
            { href: paths.settingsData(organization), label: "Delete" },
          ]}
        />
      }
    />
  );
}
