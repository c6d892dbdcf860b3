import { findEmail } from "@/lib/emails/catalogue";
import { sendMail } from "@/lib/notifications/send-mail";
import type { JobHandler } from "../job-context";

/** Renders and sends one mail of the outbox. */
export const handle: JobHandler<"send_mail"> = async (payload, run) => {
  const sender = { ...run, mailFrom: run.environment.mailFrom, findTemplate: findEmail };
  const outcome = await sendMail(sender, { ...payload, maxAttempts: run.maxAttempts });
  if (outcome === "dead") run.logger.warn({ mailId: payload.mailId }, "a mail was given up");
};
