import type { Metadata } from "next";
import { SetPasswordForm } from "@/components/identity/set-password-form";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Set a password" };

/** Where mailed links for a password lead; the token is in the fragment. */
export default function SetPasswordPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Set a password</h1>
      <p className="mt-1 mb-6 text-muted text-sm">The link works once.</p>
      <SetPasswordForm />
    </PlainShell>
  );
}
