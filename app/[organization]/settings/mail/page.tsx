import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext } from "@/app/_server/viewer";
import { MAIL_PATH, mailQuery } from "@/components/mail/mail-query";
import { Outbox } from "@/components/mail/outbox";
import { oneOf, type SearchParams } from "@/components/organizations/member-query";
import { SettingsHeader } from "@/components/organizations/settings-header";
import { EmptyState } from "@/components/ui/empty-state";
import { listMail } from "@/lib/notifications/list-mail";
import { canManageMail } from "@/lib/notifications/policy";

export const metadata: Metadata = { title: "Mail" };

type Props = { params: Promise<{ organization: string }> };

export default async function MailSettingsPage({
  params,
  searchParams,
}: Props & { searchParams: Promise<SearchParams> }) {
  const { organization } = await params;
  const wanted = await searchParams;
  const ctx = await organizationContext(organization);
  if (!canManageMail(ctx.actor)) {
    return (
      <>
        <SettingsHeader organization={organization} manages={false} />
        <EmptyState title="Only owners and admins see the outbox">It names the addresses of everyone.</EmptyState>
      </>
    );
  }
  const query = mailQuery({ state: [oneOf(wanted, "state")], recipient: [oneOf(wanted, "recipient")] });
  const first = await listMail(ctx, { ...query, limit: String(query.limit) });
  return (
    <Hydrate
      answers={[
        {
          path: MAIL_PATH,
          init: { params: { path: { organization }, query } },
          data: { pages: [first], pageParams: [null] },
        },
      ]}
    >
      <SettingsHeader organization={organization} manages />
      <Outbox organization={organization} />
    </Hydrate>
  );
}
