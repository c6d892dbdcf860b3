import type { ReactNode } from "react";
import { requireAccount } from "@/app/_server/viewer";
import { AccountShell } from "@/components/identity/account-shell";
import { paths } from "@/components/shell/paths";
import { readAccount } from "@/lib/identity/read-account";

/** The pages about the signed-in person themselves. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const account = await readAccount(await requireAccount(paths.account.profile()));
  return (
    <AccountShell
      person={{ name: account.name, email: account.email }}
      organizations={account.memberships.map(({ organization: slug, name }) => ({ slug, name }))}
    >
      {children}
    </AccountShell>
  );
}
