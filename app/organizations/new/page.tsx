import type { Metadata } from "next";
import { requireAccount } from "@/app/_server/viewer";
import { AccountShell } from "@/components/identity/account-shell";
import { NewOrganizationForm } from "@/components/organizations/new-organization-form";
import { paths } from "@/components/shell/paths";
import { PageHeader } from "@/components/ui/page-header";
import { readAccount } from "@/lib/identity/read-account";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganizationPage() {
  const account = await readAccount(await requireAccount(paths.newOrganization()));
  return (
    <AccountShell
      person={{ name: account.name, email: account.email }}
      organizations={account.memberships.map(({ organization: slug, name }) => ({ slug, name }))}
    >
      <PageHeader
        title="New organization"
        description="A tenant of its own: its projects, keys and members are nobody else's."
      />
      <div className="max-w-xl">
        <NewOrganizationForm />
      </div>
    </AccountShell>
  );
}
