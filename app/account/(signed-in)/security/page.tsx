import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { Hydrate } from "@/app/_server/prefetch";
import { requireAccount } from "@/app/_server/viewer";
import { AccountSecurity } from "@/components/identity/account-security";
import { paths } from "@/components/shell/paths";
import { readAccount } from "@/lib/identity/read-account";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const account = await readAccount(await requireAccount(paths.account.security()));
  const providers = dependencies().environment.signInProviders.map(({ id, name }) => ({ id, name }));
  return (
    <Hydrate answers={[{ path: "/account", init: {}, data: account }]}>
      <AccountSecurity providers={providers} />
    </Hydrate>
  );
}
