import { expireRequests } from "@/lib/approvals/sweep-requests";
import { type JobHandler, visitOrganizations } from "../job-context";

/** Closes requests that nobody decided or claimed in time. */
export const handle: JobHandler<"expire_requests"> = async (_payload, run) => {
  await visitOrganizations(run, async (ctx) => {
    const closed = await expireRequests(ctx);
    if (closed > 0) run.logger.info({ organizationId: ctx.actor.organizationId, closed }, "requests have expired");
  });
};
