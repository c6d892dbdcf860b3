import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/identity/sign-in-form";
import { signInRefusal } from "@/components/identity/sign-in-refusals";
import { paths } from "@/components/shell/paths";
import { PlainShell } from "@/components/shell/plain-shell";
import { Alert } from "@/components/ui/alert";
import { Link } from "@/components/ui/link";
import { safeReturnPath } from "@/lib/identity/safe-return";
import { isSetUpNeeded } from "@/lib/organizations/set-up";
import { dependencies } from "../_server/dependencies";
import { anonymousContext, currentAccount } from "../_server/viewer";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ callback?: string | string[]; error?: string }> };

export default async function SignInPage({ searchParams }: Props) {
  const { callback: wanted, error } = await searchParams;
  const callback = safeReturnPath(wanted);
  const refusal = signInRefusal(error);
  if (await isSetUpNeeded(await anonymousContext())) redirect(paths.setUp());
  const account = await currentAccount();
  // Someone who is signed in and was refused elsewhere needs this page, to come in another way.
  if (account && refusal === null) redirect(account.actor.half ? paths.verifyFactor({ callback }) : callback);
  const { signInProviders } = dependencies().environment;
  return (
    <PlainShell>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">Sign in</h1>
      {refusal !== null && (
        <Alert tone="warning" className="mb-6">
          {refusal}
        </Alert>
      )}
      <SignInForm callback={callback} providers={signInProviders.map(({ id, name }) => ({ id, name }))} />
      <p className="mt-6 text-muted text-sm">
        No account? <Link href={paths.signUp()}>How to get one</Link>
      </p>
    </PlainShell>
  );
}
