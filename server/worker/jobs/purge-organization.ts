import { purgeOrganization } from "@/lib/organizations/delete-organization";
import { type JobHandler, systemContext } from "../job-context";

/** Removes what gateways still wrote for an organization that was deleted. */
export const handle: JobHandler<"purge_organization"> = ({ organizationId }, run) =>
  purgeOrganization(systemContext(run, organizationId));
