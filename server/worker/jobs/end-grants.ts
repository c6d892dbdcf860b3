import { endDueBreakGlass } from "@/lib/approvals/break-glass";
import { endDueGrants } from "@/lib/approvals/grants";
import { type JobHandler, visitOrganizations } from "../job-context";

/** Tidies up grants, waivers and break-glass whose time is over; none of them works past its end, whenever this runs. */
export const handle: JobHandler<"end_grants"> = async (_payload, run) => {
  await visitOrganizations(run, async (ctx) => {
    const ended = await endDueGrants(ctx);
    await endDueBreakGlass(ctx);
    if (ended > 0) run.logger.info({ organizationId: ctx.actor.organizationId, ended }, "grants have ended");
  });
};
