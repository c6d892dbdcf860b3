import type { Metadata } from "next";
import { ConfirmSignUp } from "@/components/identity/confirm-sign-up";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Create your account" };

/** Where the mailed sign-up link leads; the token is in the fragment. */
export default function ConfirmSignUpPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Create your account</h1>
      <p className="mt-1 mb-6 text-muted text-sm">Your address is confirmed with it, and you become an owner.</p>
      <ConfirmSignUp />
    </PlainShell>
  );
}
