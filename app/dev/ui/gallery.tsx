"use client";

import {
  Bell,
  ChartColumn,
  FolderOpen,
  House,
  Inbox,
  KeyRound,
  LogOut,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from "lucide-react";
import { AppShell } from "@/components/shell/app-shell";
import { paths } from "@/components/shell/paths";
import { OrganizationSwitcher } from "@/components/shell/switcher";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { IconButton } from "@/components/ui/icon-button";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { ActionSamples } from "./action-samples";
import { ChartSamples } from "./chart-samples";
import { ControlSamples } from "./control-samples";
import { FormSample } from "./form-sample";
import { LayoutSamples } from "./layout-samples";
import { OverlaySamples } from "./overlay-samples";
import { TableSamples } from "./table-samples";
import { WordSamples } from "./word-samples";

const NAVIGATION = [
  {
    items: [
      { href: paths.uiGallery(), label: "Overview", icon: <House />, exact: true, shortcut: "g o" },
      { href: paths.keys("acme"), label: "Keys", icon: <KeyRound />, shortcut: "g k" },
      { href: paths.requests("acme"), label: "Requests", icon: <Inbox />, count: 3, shortcut: "g r" },
      { href: paths.usage("acme"), label: "Usage", icon: <ChartColumn />, shortcut: "g u" },
    ],
  },
  {
    label: "Organization",
    items: [
      { href: paths.projects("acme"), label: "Projects", icon: <FolderOpen /> },
      { href: paths.members("acme"), label: "Members", icon: <Users /> },
      { href: paths.audit("acme"), label: "Audit", icon: <ScrollText /> },
      { href: paths.settings("acme"), label: "Settings", icon: <Settings /> },
    ],
  },
];

const ACCOUNT = {
  name: "Ada Lovelace",
  email: "ada@acme.test",
  items: [
    { label: "Account", icon: <UserRound />, href: paths.account.profile() },
    { separator: true as const },
    { label: "Sign out", icon: <LogOut />, onSelect: () => toast.info("Signed out") },
  ],
};

const COMMANDS = [
  {
    heading: "Actions",
    items: [
      {
        id: "new-key",
        label: "New key",
        icon: <KeyRound />,
        href: paths.newKey("acme"),
        keywords: ["create", "issue"],
      },
      { id: "hello", label: "Show a message", icon: <Bell />, onSelect: () => toast.success("Here it is") },
    ],
  },
];

async function searchKeys(query: string) {
  return [
    {
      heading: "Keys",
      items: [
        { id: "billing", label: `billing sync (${query})`, hint: "production", href: paths.key("acme", "key_1") },
      ],
    },
  ];
}

export function Gallery() {
  return (
    <AppShell
      navigation={NAVIGATION}
      account={ACCOUNT}
      commands={COMMANDS}
      onCommandSearch={searchKeys}
      switcher={
        <OrganizationSwitcher
          current={{ slug: "acme", name: "Acme Payments" }}
          organizations={[
            { slug: "acme", name: "Acme Payments", href: paths.organization("acme") },
            { slug: "globex", name: "Globex", href: paths.organization("globex") },
          ]}
          newHref={paths.newOrganization()}
        />
      }
      topbar={
        <>
          <EnvironmentBadge name="Production" color="red" sensitivity="high" size="md" />
          <IconButton label="Notifications" icon={<Bell />} onClick={() => toast.info("Nothing new")} />
        </>
      }
    >
      <PageHeader
        title="Design system"
        description="Every primitive in every state. What a page needs is here, or it is added here first."
        breadcrumbs={[{ label: "Development", href: paths.uiGallery() }, { label: "Design system" }]}
      />
      <div className="flex flex-col gap-12">
        <ActionSamples />
        <ControlSamples />
        <FormSample />
        <WordSamples />
        <LayoutSamples />
        <OverlaySamples />
        <TableSamples />
        <ChartSamples />
      </div>
    </AppShell>
  );
}
