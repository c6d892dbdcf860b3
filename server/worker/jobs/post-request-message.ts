import { postRequestMessage } from "@/lib/approvals/post-request-message";
import { type JobHandler, systemContext } from "../job-context";

/** Posts one request's news to the organization's chat. */
export const handle: JobHandler<"post_request_message"> = async ({ organizationId, requestId, event }, run) => {
  const allowPrivate = run.environment.outboundAllowPrivate;
  await postRequestMessage(systemContext(run, organizationId), { requestId, event }, { allowPrivate });
};
