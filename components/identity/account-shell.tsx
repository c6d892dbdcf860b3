"use client";

import { CalendarDays, LogOut, MonitorSmartphone, ShieldCheck, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { SignInDialog } from "@/components/session/sign-in-dialog";
import { signOut } from "@/components/session/sign-out";
import { StepUpDialog } from "@/components/session/step-up-dialog";
import { AppShell } from "@/components/shell/app-shell";
import { paths } from "@/components/shell/paths";
import { OrganizationSwitcher } from "@/components/shell/switcher";

export type AccountShellProps = {
  person: { name: string; email: string };
  organizations: readonly { slug: string; name: string }[];
  children: ReactNode;
};

const PAGES = [
  { href: paths.account.profile(), label: "Profile", icon: <UserRound />, exact: true },
  { href: paths.account.security(), label: "Security", icon: <ShieldCheck /> },
  { href: paths.account.sessions(), label: "Sessions", icon: <MonitorSmartphone /> },
  { href: paths.account.calendar(), label: "Calendar", icon: <CalendarDays /> },
];

/** The frame of the pages about oneself; the switcher leads back to the organizations. */
export function AccountShell({ person, organizations, children }: AccountShellProps) {
  return (
    <AppShell
      switcher={
        <OrganizationSwitcher
          current={{ slug: "", name: "Your account" }}
          organizations={organizations.map((one) => ({ ...one, href: paths.organization(one.slug) }))}
          newHref={paths.newOrganization()}
        />
      }
      navigation={[{ label: "Account", items: PAGES }]}
      account={{
        ...person,
        items: [{ label: "Sign out", onSelect: () => void signOut(), icon: <LogOut /> }],
      }}
    >
      {children}
      <StepUpDialog />
      <SignInDialog email={person.email} />
    </AppShell>
  );
}
