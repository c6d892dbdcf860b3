import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetUpForm } from "@/components/identity/set-up-form";
import { PlainShell } from "@/components/shell/plain-shell";
import { isSetUpNeeded } from "@/lib/organizations/set-up";
import { anonymousContext } from "../_server/viewer";

export const metadata: Metadata = { title: "Set up" };

/** The first visit. Once there is an owner this page is gone for good. */
export default async function SetUpPage() {
  if (!(await isSetUpNeeded(await anonymousContext()))) notFound();
  return (
    <PlainShell>
      <h1 className="font-semibold text-xl tracking-tight">Set up Latchkey</h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        You become the owner of the first organization. Others come by invitation.
      </p>
      <SetUpForm />
    </PlainShell>
  );
}
