import { z } from "zod";
import { pageSchema } from "@/lib/core/pagination";

export const MAIL_STATES = ["queued", "sent", "dead", "cancelled"] as const;

export const mailListSchema = z.strictObject({
  state: z.enum(MAIL_STATES, "must be queued, sent, dead or cancelled").optional(),
  recipient: z.string().trim().toLowerCase().min(1).max(254).optional().describe("The whole address."),
  ...pageSchema,
});

/** A mail as admins see it: that it was sent, to whom and about what kind of thing; never its content. */
export const mailAnswerSchema = z.object({
  id: z.string(),
  template: z.string(),
  category: z.enum(["security", "transactional", "alert", "digest"]),
  recipient: z.string(),
  state: z.enum(MAIL_STATES),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type PresentedMail = z.output<typeof mailAnswerSchema>;
