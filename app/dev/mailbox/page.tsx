import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { anonymousContext, orNotFound } from "@/app/_server/viewer";
import { Mailbox } from "@/components/mail/mailbox";
import { PlainShell } from "@/components/shell/plain-shell";
import { readMailbox } from "@/lib/notifications/read-mailbox";

export const metadata: Metadata = { title: "Mailbox" };

/** Development only: the mail that no provider took. Elsewhere there is no such page. */
export default async function MailboxPage() {
  const ctx = await anonymousContext();
  const messages = await orNotFound(() => readMailbox(ctx, dependencies().environment));
  return (
    <PlainShell width="lg">
      <Mailbox messages={messages.map(({ organizationId: _organization, ...message }) => message)} />
    </PlainShell>
  );
}
