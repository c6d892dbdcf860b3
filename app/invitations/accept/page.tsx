import type { Metadata } from "next";
import { AcceptInvitation } from "@/components/organizations/accept-invitation";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Invitation" };

/** Where invitations lead; the token is in the fragment. */
export default function InvitationPage() {
  return (
    <PlainShell>
      <AcceptInvitation />
    </PlainShell>
  );
}
