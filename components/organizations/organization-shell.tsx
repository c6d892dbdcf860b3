"use client";

import {
  Activity,
  Bot,
  ChartNoAxesColumn,
  ClipboardCheck,
  FolderKanban,
  Gauge,
  KeyRound,
  LogOut,
  MailQuestion,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { SignInDialog } from "@/components/session/sign-in-dialog";
import { signOut } from "@/components/session/sign-out";
import { StepUpDialog } from "@/components/session/step-up-dialog";
import { AppShell } from "@/components/shell/app-shell";
import type { NavigationGroup } from "@/components/shell/navigation";
import { paths } from "@/components/shell/paths";
import { OrganizationSwitcher } from "@/components/shell/switcher";

export type OrganizationShellProps = {
  organization: { slug: string; name: string };
  role: string;
  person: { name: string; email: string };
  organizations: readonly { slug: string; name: string }[];
  may: { serviceTokens: boolean; audit: boolean };
  children: ReactNode;
};

function navigation(slug: string, may: OrganizationShellProps["may"]): NavigationGroup[] {
  return [
    {
      items: [
        { href: paths.organization(slug), label: "Overview", icon: <Gauge />, exact: true, shortcut: "g o" },
        { href: paths.keys(slug), label: "Keys", icon: <KeyRound />, shortcut: "g k" },
        { href: paths.requests(slug), label: "Requests", icon: <MailQuestion />, shortcut: "g r" },
        { href: paths.usage(slug), label: "Usage", icon: <ChartNoAxesColumn />, shortcut: "g u" },
      ],
    },
    {
      label: "Organization",
      items: [
        { href: paths.projects(slug), label: "Projects", icon: <FolderKanban />, shortcut: "g p" },
        { href: paths.members(slug), label: "Members", icon: <Users />, shortcut: "g m" },
        ...(may.serviceTokens
          ? [{ href: paths.serviceTokens(slug), label: "Service tokens", icon: <Bot />, shortcut: "g t" }]
          : []),
        ...(may.audit ? [{ href: paths.audit(slug), label: "Audit", icon: <ScrollText />, shortcut: "g a" }] : []),
        { href: paths.settings(slug), label: "Settings", icon: <Settings />, shortcut: "g s" },
      ],
    },
  ];
}

/** The frame of every page of an organization. */
export function OrganizationShell({ organization, person, organizations, may, children }: OrganizationShellProps) {
  return (
    <AppShell
      switcher={
        <OrganizationSwitcher
          current={organization}
          organizations={organizations.map((other) => ({ ...other, href: paths.organization(other.slug) }))}
          newHref={paths.newOrganization()}
        />
      }
      navigation={navigation(organization.slug, may)}
      account={{
        ...person,
        items: [
          { label: "Profile", href: paths.account.profile(), icon: <UserRound /> },
          { label: "Sessions", href: paths.account.sessions(), icon: <Activity /> },
          { label: "Security", href: paths.account.security(), icon: <ClipboardCheck /> },
          { separator: true },
          { label: "Sign out", onSelect: () => void signOut(), icon: <LogOut /> },
        ],
      }}
    >
      {children}
      <StepUpDialog />
      <SignInDialog email={person.email} />
    </AppShell>
  );
}
