import type { Metadata } from "next";
import { EmailChangeLink } from "@/components/identity/email-change-link";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Confirm your new address" };

/** Works without a session: the mail may be read elsewhere. */
export default function ConfirmEmailPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Confirm your new address</h1>
      <p className="mt-1 mb-6 text-muted text-sm">From then on you sign in with it, and mail goes there.</p>
      <EmailChangeLink purpose="confirm" />
    </PlainShell>
  );
}
