import type { Metadata } from "next";
import { SignInWithLink } from "@/components/identity/sign-in-with-link";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Sign in with a link" };

/** Where a mailed sign-in link leads; the token is in the fragment. */
export default function SignInLinkPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Sign in</h1>
      <p className="mt-1 mb-6 text-muted text-sm">Your link is good for one sign-in in this browser.</p>
      <SignInWithLink />
    </PlainShell>
  );
}
