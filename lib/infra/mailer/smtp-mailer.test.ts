import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import PostalMime from "postal-mime";
import { afterEach, describe, expect, it } from "vitest";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import { createSmtpMailer, parseSmtpUrl } from "@/lib/infra/mailer/smtp-mailer";
import { failureOf, sampleMessage } from "@/lib/infra/mailer/testing/message";
import { startRawServer, startSmtpServer } from "@/lib/infra/mailer/testing/smtp-server";

const SHORT = { connect: 400, greeting: 400, socket: 400, deadline: 1_500 };
const open: { stop: () => Promise<void> }[] = [];
const mailers: Mailer[] = [];

afterEach(async () => {
  for (const mailer of mailers.splice(0)) mailer.close();
  for (const server of open.splice(0)) await server.stop();
});

async function serve<Server extends { stop: () => Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  open.push(server);
  return server;
}

function mailerTo(url: string): Mailer {
  const mailer = createSmtpMailer({ url, timeouts: SHORT });
  mailers.push(mailer);
  return mailer;
}

describe("SMTP mailer", () => {
  it("delivers subject, both parts and the inline picture as they were given", async () => {
    const server = await serve(startSmtpServer());
    const message = sampleMessage();
    const { providerId } = await mailerTo(server.url).send(message);
    expect(server.received).toHaveLength(1);
    const [first] = server.received;
    expect(first?.to).toEqual(["ana@acme.test"]);
    expect(first?.from).toBe("keys@latchkey.test");
    const parsed = await PostalMime.parse(first?.source ?? "");
    expect(parsed.subject).toBe(message.subject);
    expect(parsed.text?.trimEnd()).toBe(message.text.trimEnd());
    expect(parsed.html).toContain("Zażółć");
    expect(parsed.messageId).toBe(providerId);
    expect(parsed.from).toMatchObject({ name: "Latchkey", address: "keys@latchkey.test" });
    expect(parsed.attachments[0]).toMatchObject({ contentId: "<chart@latchkey>", mimeType: "image/png" });
    expect(parsed.headers.find((header) => header.key === "auto-submitted")?.value).toBe("auto-generated");
    expect(first?.source).not.toMatch(/x-mailer/i);
  });

  it("gives every attempt of one event the same Message-ID, and every event another", async () => {
    const server = await serve(startSmtpServer());
    const mailer = mailerTo(server.url);
    const one = await mailer.send(sampleMessage());
    const again = await mailer.send(sampleMessage({ subject: "Rendered anew" }));
    const other = await mailer.send(sampleMessage({ id: `mail_${randomUUID()}` }));
    expect(again.providerId).toBe(one.providerId);
    expect(other.providerId).not.toBe(one.providerId);
  });

  it("reuses a connection for messages that follow each other", async () => {
    const server = await serve(startSmtpServer());
    const mailer = mailerTo(server.url);
    for (let index = 0; index < 5; index += 1) await mailer.send(sampleMessage({ id: `mail_${index}` }));
    expect(server.received).toHaveLength(5);
    expect(server.connections()).toBe(1);
  });

  it("keeps 50 messages sent at once apart", async () => {
    const server = await serve(startSmtpServer());
    // With the product's own time-outs: fifty messages on three connections take their time on a busy machine.
    const mailer = createSmtpMailer({ url: server.url });
    mailers.push(mailer);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        mailer.send(sampleMessage({ id: `mail_${index}`, to: `person${index}@acme.test` })),
      ),
    );
    expect(new Set(server.received.map((mail) => mail.to.join())).size).toBe(50);
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  it("does not retry a recipient that is refused for good (550)", async () => {
    const server = await serve(startSmtpServer({ recipientReply: { code: 550, message: "5.1.1 no such user" } }));
    const failure = await failureOf(mailerTo(server.url).send(sampleMessage()));
    expect(failure).toMatchObject({ code: "refused", retryable: false, status: 550 });
    expect(failure.message).toContain("no such user");
    expect(server.received).toHaveLength(0);
  });

  it("does not retry content that is refused for good (554 after DATA)", async () => {
    const server = await serve(startSmtpServer({ dataReply: { code: 554, message: "5.7.1 looks like spam" } }));
    expect(await failureOf(mailerTo(server.url).send(sampleMessage()))).toMatchObject({
      code: "refused",
      retryable: false,
      status: 554,
    });
  });

  it.each([
    ["at the recipient", { recipientReply: { code: 451, message: "4.7.1 greylisted" } }],
    ["after the message", { dataReply: { code: 451, message: "4.3.0 try again later" } }],
    ["because it shuts down", { dataReply: { code: 421, message: "4.3.2 shutting down" } }],
  ])("retries when the server asks to come back %s", async (_when, behaviour) => {
    const server = await serve(startSmtpServer(behaviour));
    const failure = await failureOf(mailerTo(server.url).send(sampleMessage()));
    expect(failure).toMatchObject({ code: "unavailable", retryable: true });
  });

  it("hands a message over once per attempt when the connection is cut after DATA, and calls it retryable", async () => {
    const server = await serve(startSmtpServer({ cutAfterData: true }));
    const mailer = mailerTo(server.url);
    const failure = await failureOf(mailer.send(sampleMessage()));
    expect(failure).toMatchObject({ code: "connection_lost", retryable: true });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(server.received).toHaveLength(1);
    await failureOf(mailer.send(sampleMessage()));
    expect(server.received).toHaveLength(2);
    const ids = await Promise.all(
      server.received.map(async ({ source }) => (await PostalMime.parse(source)).messageId),
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it("connects once per attempt to a server that hangs up before its greeting", async () => {
    let connections = 0;
    const server = await serve(
      startRawServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    const failure = await failureOf(mailerTo(server.url).send(sampleMessage()));
    expect(failure.retryable).toBe(true);
    expect(connections).toBe(1);
  });

  it("opens a new connection when the server has closed the idle one", async () => {
    const server = await serve(startSmtpServer());
    const mailer = mailerTo(server.url);
    await mailer.send(sampleMessage({ id: "mail_1" }));
    server.drop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await mailer.send(sampleMessage({ id: "mail_2" }));
    expect(server.received).toHaveLength(2);
  });

  it("gives up on a server that takes the message and never answers", async () => {
    const server = await serve(startSmtpServer({ hangAfterData: true }));
    const started = performance.now();
    expect(await failureOf(mailerTo(server.url).send(sampleMessage()))).toMatchObject({
      code: "timeout",
      retryable: true,
    });
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  it("gives up on a server that takes the connection and never greets", async () => {
    const server = await serve(startRawServer(() => undefined));
    const started = performance.now();
    expect(await failureOf(mailerTo(server.url).send(sampleMessage()))).toMatchObject({
      code: "timeout",
      retryable: true,
    });
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  it("gives up on a server that trickles its answers forever", async () => {
    const server = await serve(
      startRawServer((socket) => {
        socket.write("220 slow\r\n");
        const timer = setInterval(() => socket.write("250-more\r\n"), 100);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    const started = performance.now();
    expect(await failureOf(mailerTo(server.url).send(sampleMessage()))).toMatchObject({
      code: "timeout",
      retryable: true,
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("retries when nothing listens", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(address && typeof address === "object" ? address.port : 0);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    expect(await failureOf(mailerTo(`smtp://127.0.0.1:${port}`).send(sampleMessage()))).toMatchObject({
      code: "unreachable",
      retryable: true,
    });
  });

  it("recovers by itself once the server works again", async () => {
    const broken = { dataReply: { code: 451, message: "later" } };
    const server = await serve(startSmtpServer(broken));
    const mailer = mailerTo(server.url);
    await failureOf(mailer.send(sampleMessage()));
    Object.assign(broken, { dataReply: undefined });
    await expect(mailer.send(sampleMessage())).resolves.toMatchObject({ providerId: expect.any(String) });
  });

  it("calls a refused login the operator's fault, retries it, and keeps the password out of the error", async () => {
    const server = await serve(startSmtpServer({ login: { user: "latchkey", password: "right" } }));
    await expect(mailerTo(server.url).send(sampleMessage())).resolves.toBeDefined();
    const wrong = server.url.replace("right", "hunter2-canary");
    const failure = await failureOf(mailerTo(wrong).send(sampleMessage()));
    expect(failure).toMatchObject({ code: "configuration", retryable: true, status: 535 });
    expect(failure.message).not.toContain("hunter2");
  });

  it("never sends credentials in the clear to another machine unless told so", () => {
    expect(parseSmtpUrl("smtp://user:secret@mail.acme.test")).toMatchObject({ port: 587, requireTLS: true });
    expect(parseSmtpUrl("smtp://user:secret@mail.acme.test?requireTLS=false")).toMatchObject({ requireTLS: false });
    expect(parseSmtpUrl("smtp://mail.acme.test:25")).toMatchObject({ port: 25, requireTLS: false });
    expect(parseSmtpUrl("smtps://us%40er:p%3Aw@mail.acme.test")).toMatchObject({
      port: 465,
      secure: true,
      auth: { user: "us@er", pass: "p:w" },
      tls: { rejectUnauthorized: true },
    });
  });

  it.each([
    "",
    "mail.acme.test:25",
    "http://mail.acme.test",
    "smtp://",
    "smtp://h?pool=false",
    "smtp://h?requireTLS=1",
  ])("refuses the server address %j", (url) => {
    expect(() => createSmtpMailer({ url })).toThrow(TypeError);
  });
});
