import { z } from "zod";
import { idSchema } from "@/lib/core/ids";

const organizationId = idSchema("organization");

/**
 * Every job of the house with its payload. Cheap to import; the handlers are in `server/worker/jobs/`.
 * A job runs at least once: its verb makes that "once in effect" (a state condition in SQL, or an event id).
 */
export const JOBS = {
  send_mail: z.object({ mailId: idSchema("mail"), organizationId: organizationId.nullable() }),
  sign_audit_checkpoints: z.object({}),
  keep_usage_partitions: z.object({}),
  sweep_expired: z.object({}),
  audit_sign_in_refusal: z.object({ signInId: idSchema("signIn") }),
  send_password_reset: z.object({ email: z.string(), ip: z.string().nullable(), userAgent: z.string().nullable() }),
  send_sign_in_link: z.object({ email: z.string(), ip: z.string().nullable(), userAgent: z.string().nullable() }),
  purge_organization: z.object({ organizationId }),
  disable_offboarded_key: z.object({ organizationId, keyId: idSchema("key") }),
  rotate_signing_keys: z.object({}),
  expire_requests: z.object({}),
  remind_approvers: z.object({}),
  end_grants: z.object({}),
  audit_ended_versions: z.object({}),
  look_after_keys: z.object({}),
  look_after_organization_keys: z.object({ organizationId }),
  deliver_rotation: z.object({ organizationId, rotationId: idSchema("rotation") }),
  post_request_message: z.object({
    organizationId,
    requestId: idSchema("request"),
    event: z.enum(["asked", "approved", "denied", "expired", "cancelled"]),
  }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]>;
