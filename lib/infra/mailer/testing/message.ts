import { MailerError } from "@/lib/infra/mailer/mailer-error";
import type { MailMessage } from "@/lib/infra/mailer/message";

const PIXEL_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAQUBAScY42YAAAAASUVORK5CYII=";

/** A whole message with an inline picture, for tests of mailers. */
export function sampleMessage(changes: Partial<MailMessage> = {}): MailMessage {
  return {
    id: "mail_0192f0c1a2b37c4d8e9f0a1b2c3d4e5f",
    from: "Latchkey <keys@latchkey.test>",
    to: "ana@acme.test",
    subject: "Key expires in 7 days: “billing sync” (production)",
    html: '<p>Zażółć <img src="cid:chart@latchkey"></p>',
    text: "Zażółć\n.a line that begins with a dot\n",
    attachments: [{ cid: "chart@latchkey", filename: "chart.png", contentType: "image/png", base64: PIXEL_PNG }],
    ...changes,
  };
}

/** The MailerError that a send ends with; fails when it succeeds or ends with anything else. */
export async function failureOf(sending: Promise<unknown>): Promise<MailerError> {
  const outcome = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (outcome instanceof MailerError) return outcome;
  throw new Error("The send did not end with a MailerError.", { cause: outcome });
}
