import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { HalfSession } from "@/components/identity/half-session";
import { paths } from "@/components/shell/paths";
import { PlainShell } from "@/components/shell/plain-shell";
import { readAccount } from "@/lib/identity/read-account";
import { safeReturnPath } from "@/lib/identity/safe-return";
import { currentAccount } from "../../_server/viewer";

export const metadata: Metadata = { title: "Second factor" };

/** The second step of a sign-in: prove a factor, or enrol the first one where an organization requires it. */
export default async function FactorPage({
  searchParams,
}: {
  searchParams: Promise<{ callback?: string | string[] }>;
}) {
  const callback = safeReturnPath((await searchParams).callback);
  const account = await currentAccount();
  if (!account) redirect(paths.signIn({ callback }));
  if (!account.actor.half) redirect(callback);
  const { email, assurance } = await readAccount(account);
  return (
    <PlainShell width={assurance.mustEnrol ? "md" : "sm"}>
      <HalfSession email={email} callback={callback} accepted={assurance.accepted} mustEnrol={assurance.mustEnrol} />
    </PlainShell>
  );
}
