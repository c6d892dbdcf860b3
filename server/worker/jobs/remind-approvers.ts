import { remindApprovers } from "@/lib/approvals/sweep-requests";
import { type JobHandler, visitOrganizations } from "../job-context";

/** Escalates, reminds and warns about requests that wait. */
export const handle: JobHandler<"remind_approvers"> = async (_payload, run) => {
  await visitOrganizations(run, remindApprovers);
};
