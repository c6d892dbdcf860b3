import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ProviderSignUp } from "@/components/identity/provider-sign-up";
import { SignUpForm } from "@/components/identity/sign-up-form";
import { paths } from "@/components/shell/paths";
import { PlainShell } from "@/components/shell/plain-shell";
import { ButtonLink } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { dependencies } from "../_server/dependencies";
import { currentAccount } from "../_server/viewer";

export const metadata: Metadata = { title: "Get an account" };

/** How an account comes about here: by invitation, or of one's own where sign-up is open. */
export default async function SignUpPage() {
  if (await currentAccount()) redirect(paths.home());
  const { allowSignUp, signInProviders } = dependencies().environment;
  if (!allowSignUp) {
    return (
      <PlainShell>
        <h1 className="font-semibold text-xl tracking-tight">Get an account</h1>
        <p className="mt-2 mb-6 text-muted">
          People join by invitation: ask an owner or admin of your organization to invite your address under Members.
          The mail holds a link that creates your account.
        </p>
        <ButtonLink href={paths.signIn()} className="w-full">
          Back to sign in
        </ButtonLink>
      </PlainShell>
    );
  }
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Get an account</h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        With an organization of your own. To join one that is there, open the link of its invitation instead.
      </p>
      <SignUpForm />
      {signInProviders.length > 0 && (
        <div className="mt-6 border-line border-t pt-6">
          <ProviderSignUp providers={signInProviders.map(({ id, name }) => ({ id, name }))} />
        </div>
      )}
      <p className="mt-6 text-muted text-sm">
        You have one? <Link href={paths.signIn()}>Sign in</Link>
      </p>
    </PlainShell>
  );
}
