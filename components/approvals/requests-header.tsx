"use client";

import type { ReactNode } from "react";
import { paths } from "@/components/shell/paths";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";

type Props = { organization: string; description?: string; actions?: ReactNode };

/** The head of the pages about asking and deciding. */
export function RequestsHeader({ organization, description, actions }: Props) {
  return (
    <PageHeader
      title="Requests"
      {...(description === undefined ? {} : { description })}
      {...(actions ? { actions } : {})}
      tabs={
        <LinkTabs
          label="Requests"
          tabs={[
            { href: paths.requests(organization), label: "Requests", exact: true },
            { href: paths.approvalRules(organization), label: "Standing rules" },
            { href: paths.breakGlass(organization), label: "Break-glass" },
            { href: paths.approvalSettings(organization), label: "Settings" },
          ]}
        />
      }
    />
  );
}
