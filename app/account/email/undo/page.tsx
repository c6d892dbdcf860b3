import type { Metadata } from "next";
import { EmailChangeLink } from "@/components/identity/email-change-link";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Keep your old address" };

/** Works without a session: the mail may be read elsewhere. */
export default function UndoEmailPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Keep your old address</h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        Someone changed the address of your account. If it was not you, take it back here, then set a new password.
      </p>
      <EmailChangeLink purpose="undo" />
    </PlainShell>
  );
}
