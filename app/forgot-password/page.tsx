import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/identity/forgot-password-form";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPasswordPage() {
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Forgotten password</h1>
      <p className="mt-1 mb-6 text-muted text-sm">We mail you a link to set a new one. Your second factor stays.</p>
      <ForgotPasswordForm />
    </PlainShell>
  );
}
