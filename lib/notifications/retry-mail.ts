import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { requireMailManager } from "./list-mail";
import { presentMail } from "./present";
import { requeueMail, selectMail } from "./queries";
import type { PresentedMail } from "./schema";

/** Tries a mail again that was given up or held back. @throws forbidden, not_found, conflict. */
export async function retryMail(ctx: Context, id: string): Promise<PresentedMail> {
  requireMailManager(ctx);
  if (!isId("mail", id)) throw notFound("mail");
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const row = await selectMail(tx, organizationId, id);
    if (!row) throw notFound("mail");
    if (!(await requeueMail(tx, organizationId, id))) {
      throw conflict(`The mail is ${row.state}; only one that was given up can be tried again.`);
    }
    await enqueueJob(tx, "send_mail", { mailId: id, organizationId });
    await recordAudit(tx, ctx, {
      action: "mail.retried",
      target: { type: "mail", id, name: row.template },
      before: { state: row.state, attempts: row.attempts },
    });
    return presentMail({ ...row, state: "queued", attempts: 0, lastError: null });
  });
}
