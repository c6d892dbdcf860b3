import { rotateSigningKeys } from "@/lib/leases/rotate-signing-keys";
import type { JobHandler } from "../job-context";

/** Makes the next key that leases are signed with when it is due, and forgets what no lease or token needs any more. */
export const handle: JobHandler<"rotate_signing_keys"> = async (_payload, run) => {
  const { made, removed, forgotten } = await rotateSigningKeys(run);
  if (made !== null) run.logger.info({ signingKey: made }, "a new signing key is published");
  run.logger.debug({ removed, forgotten }, "signing keys and exchanged tokens were looked through");
};
