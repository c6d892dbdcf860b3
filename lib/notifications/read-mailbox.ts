import { sql } from "drizzle-orm";
import { z } from "zod";
import { type AnonymousContext, enterOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { type Id, idSchema } from "@/lib/core/ids";
import type { Environment } from "@/lib/infra/environment";
import { renderedContext } from "./mailbox-seal";
import { selectRendered } from "./queries";

export type MailboxMessage = {
  id: Id<"mail">;
  organizationId: Id<"organization"> | null;
  template: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  sentAt: string | null;
};

const SHOWN = 100;
const renderedSchema = z.object({ subject: z.string(), html: z.string(), text: z.string() });

/**
 * The development mailbox: the newest mails to everyone, people's own and all organizations'. There is none unless the
 * environment has it enabled, which it never is where the application can be reached from elsewhere. @throws not_found.
 */
export async function readMailbox(
  ctx: AnonymousContext,
  environment: Pick<Environment, "mailboxEnabled">,
): Promise<MailboxMessage[]> {
  if (!environment.mailboxEnabled) throw notFound("page");
  const ids = await ctx.db.drizzle.execute<{ id: string }>(sql`select organization_ids() as id`);
  const places = [null, ...ids.rows.map((row) => idSchema("organization").parse(row.id))];
  const messages: MailboxMessage[] = [];
  for (const organizationId of places) {
    const rows = await ctx.db.drizzle.transaction(async (tx) => {
      if (organizationId) await enterOrganization(tx, organizationId);
      return selectRendered(tx, organizationId, SHOWN);
    });
    for (const { id, rendered, template, recipient: to, sentAt } of rows) {
      if (!rendered) continue;
      const message = renderedSchema.parse(JSON.parse(ctx.vault.open(rendered, renderedContext(id))));
      messages.push({ id, organizationId, template, to, ...message, sentAt: sentAt?.toISOString() ?? null });
    }
  }
  return messages.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, SHOWN);
}
