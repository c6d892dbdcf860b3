import { redirect } from "next/navigation";
import { paths } from "@/components/shell/paths";
import { readAccount } from "@/lib/identity/read-account";
import { isSetUpNeeded } from "@/lib/organizations/set-up";
import { anonymousContext, currentAccount } from "./_server/viewer";

/** Sends everyone where they belong: set-up, sign-in, or their first organization. */
export default async function HomePage(): Promise<never> {
  if (await isSetUpNeeded(await anonymousContext())) redirect(paths.setUp());
  const account = await currentAccount();
  if (!account) redirect(paths.signIn());
  if (account.actor.half) redirect(paths.verifyFactor());
  const { memberships } = await readAccount(account);
  const first = memberships[0];
  redirect(first ? paths.organization(first.organization) : paths.newOrganization());
}
