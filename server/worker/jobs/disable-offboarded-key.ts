import { disableOffboardedKey } from "@/lib/organizations/offboard-keys";
import { type JobHandler, systemContext } from "../job-context";

/** Disables a key on the date that was set when its owner left. */
export const handle: JobHandler<"disable_offboarded_key"> = ({ organizationId, keyId }, run) =>
  disableOffboardedKey(systemContext(run, organizationId), keyId);
