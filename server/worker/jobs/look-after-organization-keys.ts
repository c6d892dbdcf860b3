import { lookAfterKeys } from "@/lib/lifecycle/look-after-keys";
import { type JobHandler, systemContext } from "../job-context";

/** Expiry, rotation, overlaps and use of one organization's keys. */
export const handle: JobHandler<"look_after_organization_keys"> = ({ organizationId }, run) =>
  lookAfterKeys(systemContext(run, organizationId));
