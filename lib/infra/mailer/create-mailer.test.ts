import { describe, expect, it } from "vitest";
import { createMailer } from "@/lib/infra/mailer/create-mailer";
import { failureOf, sampleMessage } from "@/lib/infra/mailer/testing/message";

describe("choice of mailer", () => {
  it("prefers Resend to SMTP to the mailbox, and is null where mail cannot be sent", () => {
    expect(createMailer({ resendApiKey: "re_1", smtpUrl: "smtp://127.0.0.1:1", mailbox: true })?.kind).toBe("resend");
    expect(createMailer({ smtpUrl: "smtp://127.0.0.1:1", mailbox: true })?.kind).toBe("smtp");
    expect(createMailer({ mailbox: true })?.kind).toBe("mailbox");
    expect(createMailer({ mailbox: false })).toBeNull();
  });

  it("marks mailbox mail delivered under one id per event, after the same checks as everywhere", async () => {
    const mailbox = createMailer({ mailbox: true });
    if (!mailbox) throw new Error("The mailbox is missing.");
    const one = await mailbox.send(sampleMessage());
    await expect(mailbox.send(sampleMessage())).resolves.toEqual(one);
    expect(await failureOf(mailbox.send(sampleMessage({ to: "a@acme.test, b@acme.test" })))).toMatchObject({
      code: "invalid_message",
      retryable: false,
    });
  });
});
