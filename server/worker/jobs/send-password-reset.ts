import { sendPasswordReset } from "@/lib/identity/reset-password";
import { anonymousContext, type JobHandler } from "../job-context";

/** Mails a reset link where the address is someone's. */
export const handle: JobHandler<"send_password_reset"> = async ({ email, ip, userAgent }, run) => {
  const ctx = anonymousContext(run);
  await sendPasswordReset({ ...ctx, request: { ...ctx.request, ip, userAgent } }, { email });
};
