import { deliverRotation } from "@/lib/rotation/deliver-rotation";
import { type JobHandler, systemContext } from "../job-context";

/** One attempt to put a key's new secret where it belongs; a failed one is tried again, with longer and longer waits. */
export const handle: JobHandler<"deliver_rotation"> = async ({ organizationId, rotationId }, run) => {
  const isLast = run.attempt >= run.maxAttempts;
  const outbound = { allowPrivate: run.environment.outboundAllowPrivate };
  const outcome = await deliverRotation(systemContext(run, organizationId), { rotationId, isLast }, outbound);
  run.logger.info({ rotationId, outcome }, "a rotation was delivered, or is no more to do");
};
