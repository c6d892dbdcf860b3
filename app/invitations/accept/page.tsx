import type { Metadata } from "next";
import { AcceptInvitation } from "@/components/organizations/accept-invitation";
import { PlainShell } from "@/components/shell/plain-shell";
import { readAccount } from "@/lib/identity/read-account";
import { currentAccount } from "../../_server/viewer";

export const metadata: Metadata = { title: "Invitation" };

/** Where invitations lead; the token is in the fragment. */
export default async function InvitationPage() {
  const ctx = await currentAccount();
  const account = ctx ? await readAccount(ctx) : null;
  return (
    <PlainShell>
      <AcceptInvitation
        viewer={
          account && {
            email: account.email,
            half: account.assurance.half,
            accepted: account.assurance.accepted,
          }
        }
      />
    </PlainShell>
  );
}
