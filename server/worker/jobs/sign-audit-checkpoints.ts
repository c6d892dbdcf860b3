import { signAuditCheckpoint } from "@/lib/audit/sign-audit-checkpoint";
import { type JobHandler, visitOrganizations } from "../job-context";

/** Signs how far every organization's trail has come. Done twice, the second finds nothing to sign. */
export const handle: JobHandler<"sign_audit_checkpoints"> = async (_payload, run) => {
  await visitOrganizations(run, async (ctx) => {
    await signAuditCheckpoint(ctx);
  });
};
