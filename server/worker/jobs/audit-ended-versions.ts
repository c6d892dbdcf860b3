import { auditEndedVersions } from "@/lib/keys/audit-ended-versions";
import { type JobHandler, visitOrganizations } from "../job-context";

/** Writes the audit rows of versions that ended with the first use of a newer one: the verify server ended them. */
export const handle: JobHandler<"audit_ended_versions"> = async (_payload, run) => {
  await visitOrganizations(run, async (ctx) => {
    await auditEndedVersions(ctx);
  });
};
