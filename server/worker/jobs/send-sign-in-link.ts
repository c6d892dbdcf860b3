import { sendSignInLink } from "@/lib/identity/sign-in-with-link";
import { anonymousContext, type JobHandler } from "../job-context";

/** Mails a sign-in link where the address is someone's. */
export const handle: JobHandler<"send_sign_in_link"> = async ({ email, ip, userAgent }, run) => {
  const ctx = anonymousContext(run);
  await sendSignInLink({ ...ctx, request: { ...ctx.request, ip, userAgent } }, { email });
};
