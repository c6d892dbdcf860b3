import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MailerError } from "@/lib/infra/mailer/mailer-error";
import { checkMessage, type MailMessage, parseMailbox } from "@/lib/infra/mailer/message";
import { createSmtpMailer } from "@/lib/infra/mailer/smtp-mailer";
import { sampleMessage } from "@/lib/infra/mailer/testing/message";
import { startSmtpServer } from "@/lib/infra/mailer/testing/smtp-server";

const injections: [string, Partial<MailMessage>][] = [
  ["a second header in the subject", { subject: "Hello\r\nBcc: evil@example.com" }],
  ["a bare line feed in the subject", { subject: "Hello\nBcc: evil@example.com" }],
  ["a Unicode line separator in the subject", { subject: "Hello\u2028Bcc: evil@example.com" }],
  ["an empty subject", { subject: " " }],
  ["a header in the sender's name", { from: "Latchkey\r\nBcc: evil@example.com <keys@latchkey.test>" }],
  ["a quote that ends the sender's name", { from: '"Latchkey" <evil@example.com>, "x" <keys@latchkey.test>' }],
  ["a line break in the recipient", { to: "ana@acme.test\r\nRCPT TO:<evil@example.com>" }],
  ["a list of recipients", { to: "ana@acme.test, evil@example.com" }],
  ["a group of recipients", { to: "all:ana@acme.test,evil@example.com;" }],
  ["two addresses in brackets", { to: "<ana@acme.test><evil@example.com>" }],
  ["a recipient with a space", { to: "ana@acme.test evil@example.com" }],
  ["no recipient", { to: "" }],
  ["a header that names recipients", { headers: { Bcc: "evil@example.com" } }],
  ["a header that replaces the sender", { headers: { From: "evil@example.com" } }],
  ["a header with a line break in its value", { headers: { "X-Note": "a\r\nBcc: evil@example.com" } }],
  ["a header with a line break in its name", { headers: { "X-Note\r\nBcc": "evil@example.com" } }],
  ["a header whose name ends early", { headers: { "X-Note: a\nBcc": "evil@example.com" } }],
  [
    "a line break in a content id",
    { attachments: [{ cid: "a\r\nX: y", filename: "a.png", contentType: "image/png", base64: "AAAA" }] },
  ],
  [
    "an attachment that is a page",
    { attachments: [{ cid: "a", filename: "a.html", contentType: "text/html", base64: "AAAA" }] },
  ],
  ["an empty id", { id: "" }],
];

describe("message check", () => {
  it.each(injections)("refuses %s", (_what, changes) => {
    expect(() => checkMessage(sampleMessage(changes))).toThrow(
      expect.objectContaining({ code: "invalid_message", retryable: false }),
    );
  });

  it("takes the forms of address that people configure", () => {
    expect(parseMailbox("keys@acme.test")).toEqual({ name: "", address: "keys@acme.test" });
    expect(parseMailbox("Acme Keys <keys@acme.test>")).toEqual({ name: "Acme Keys", address: "keys@acme.test" });
    expect(parseMailbox('"Acme, Inc." <keys@acme.test>')).toEqual({ name: "Acme, Inc.", address: "keys@acme.test" });
    expect(parseMailbox("<keys@acme.test>")).toEqual({ name: "", address: "keys@acme.test" });
    expect(parseMailbox("Zażółć <zażółć@acme.test>")).toEqual({ name: "Zażółć", address: "zażółć@acme.test" });
  });

  it("never lets a line break or a second recipient through, whatever the text", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "@", ".", ",", "<", ">", '"', "\r", "\n", " ", ";", ":", "é"),
    });
    fc.assert(
      fc.property(text, text, (subject, to) => {
        try {
          const checked = checkMessage(sampleMessage({ subject, to }));
          expect(checked.subject).not.toMatch(/[\r\n]/);
          expect(checked.to.address.match(/@/g)).toHaveLength(1);
          expect(checked.to.address).not.toMatch(/[\s,;<>"]/);
        } catch (error) {
          expect(error).toBeInstanceOf(MailerError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps a hostile body inside the body", async () => {
    const server = await startSmtpServer();
    const mailer = createSmtpMailer({ url: server.url });
    try {
      await mailer.send(sampleMessage({ text: "first\r\n.\r\nMAIL FROM:<evil@example.com>\r\nlast\r\n" }));
      expect(server.received).toHaveLength(1);
      expect(server.received[0]?.to).toEqual(["ana@acme.test"]);
      expect(server.received[0]?.source).toContain("last");
    } finally {
      mailer.close();
      await server.stop();
    }
  });
});
