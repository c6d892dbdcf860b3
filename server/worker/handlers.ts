import type { z } from "zod";
import { JOBS, type JobName } from "@/lib/infra/queue/jobs";
import type { JobRun } from "./job-context";

/** Runs one job with what the queue gave. @throws ZodError on a payload of another shape; whatever the handler throws. */
export type RunJob = (payload: unknown, run: JobRun) => Promise<void>;

/** A job's payload is parsed, and its handler loaded when its first job comes. */
function job<P>(
  schema: z.ZodType<P>,
  load: () => Promise<{ handle: (payload: P, run: JobRun) => Promise<void> }>,
): RunJob {
  return async (payload, run) => {
    const { handle } = await load();
    await handle(schema.parse(payload), run);
  };
}

/** Every job's handler: a job of `lib/infra/queue/jobs.ts` without one does not compile. */
export const HANDLERS: Record<JobName, RunJob> = {
  send_mail: job(JOBS.send_mail, () => import("./jobs/send-mail")),
  sign_audit_checkpoints: job(JOBS.sign_audit_checkpoints, () => import("./jobs/sign-audit-checkpoints")),
  keep_usage_partitions: job(JOBS.keep_usage_partitions, () => import("./jobs/keep-usage-partitions")),
  sweep_expired: job(JOBS.sweep_expired, () => import("./jobs/sweep-expired")),
  rotate_signing_keys: job(JOBS.rotate_signing_keys, () => import("./jobs/rotate-signing-keys")),
  send_password_reset: job(JOBS.send_password_reset, () => import("./jobs/send-password-reset")),
  audit_sign_in_refusal: job(JOBS.audit_sign_in_refusal, () => import("./jobs/audit-sign-in-refusal")),
  send_sign_in_link: job(JOBS.send_sign_in_link, () => import("./jobs/send-sign-in-link")),
  purge_organization: job(JOBS.purge_organization, () => import("./jobs/purge-organization")),
  expire_requests: job(JOBS.expire_requests, () => import("./jobs/expire-requests")),
  remind_approvers: job(JOBS.remind_approvers, () => import("./jobs/remind-approvers")),
  end_grants: job(JOBS.end_grants, () => import("./jobs/end-grants")),
  audit_ended_versions: job(JOBS.audit_ended_versions, () => import("./jobs/audit-ended-versions")),
  post_request_message: job(JOBS.post_request_message, () => import("./jobs/post-request-message")),
  look_after_keys: job(JOBS.look_after_keys, () => import("./jobs/look-after-keys")),
  look_after_organization_keys: job(
    JOBS.look_after_organization_keys,
    () => import("./jobs/look-after-organization-keys"),
  ),
  deliver_rotation: job(JOBS.deliver_rotation, () => import("./jobs/deliver-rotation")),
  disable_offboarded_key: job(JOBS.disable_offboarded_key, () => import("./jobs/disable-offboarded-key")),
};

/** When jobs run by themselves (UTC). Several workers agree through the database: each time makes one job. */
export const CRONTAB = [
  "0 * * * * sign_audit_checkpoints ?jobKey=sign_audit_checkpoints&max=6",
  "20 */6 * * * keep_usage_partitions ?jobKey=keep_usage_partitions&max=6",
  "40 * * * * sweep_expired ?jobKey=sweep_expired&max=6",
  "30 * * * * rotate_signing_keys ?jobKey=rotate_signing_keys&max=6",
  "* * * * * end_grants ?jobKey=end_grants&max=3",
  "* * * * * audit_ended_versions ?jobKey=audit_ended_versions&max=3",
  "*/5 * * * * expire_requests ?jobKey=expire_requests&max=3",
  "*/10 * * * * look_after_keys ?jobKey=look_after_keys&max=3",
  "*/10 * * * * remind_approvers ?jobKey=remind_approvers&max=3",
].join("\n");
