import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMailer } from "@/lib/infra/mailer/create-mailer";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import { createResendMailer } from "@/lib/infra/mailer/resend-mailer";
import { failureOf, sampleMessage } from "@/lib/infra/mailer/testing/message";
import { resendError, startResendServer, type TestResendServer } from "@/lib/infra/mailer/testing/resend-server";

const API_KEY = "re_canary_4f1c";
let server: TestResendServer;
let mailer: Mailer;

beforeEach(async () => {
  server = await startResendServer(API_KEY);
  mailer = createResendMailer({ apiKey: API_KEY, baseUrl: `${server.url}/`, deadlineMilliseconds: 500 });
});

afterEach(() => server.stop());

describe("Resend mailer", () => {
  it("sends the whole message, with the event's id as the idempotency key", async () => {
    const message = sampleMessage();
    const { providerId } = await mailer.send(message);
    expect(server.sent.get(message.id)?.id).toBe(providerId);
    const [call] = server.calls;
    expect(call?.headers["idempotency-key"]).toBe(message.id);
    expect(call?.body).toMatchObject({
      from: '"Latchkey" <keys@latchkey.test>',
      to: "ana@acme.test",
      subject: message.subject,
      html: message.html,
      text: message.text,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    expect(call?.body.attachments?.[0]).toMatchObject({ content_id: "chart@latchkey", content_type: "image/png" });
    expect(call?.body.attachments?.[0]?.content).toBe(message.attachments?.[0]?.base64);
  });

  it("sends one message when an answer is lost and the same event is tried again", async () => {
    server.intercept((response, call) => {
      server.intercept(null);
      server.sent.set(String(call.headers["idempotency-key"]), { id: "first", body: call.raw });
      response.destroy();
      return true;
    });
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ code: "unreachable", retryable: true });
    await expect(mailer.send(sampleMessage())).resolves.toEqual({ providerId: "first" });
    expect(server.sent.size).toBe(1);
  });

  it("gives the same provider id to a repeat, and refuses another message under a used id", async () => {
    const one = await mailer.send(sampleMessage());
    await expect(mailer.send(sampleMessage())).resolves.toEqual(one);
    const failure = await failureOf(mailer.send(sampleMessage({ subject: "Something else" })));
    expect(failure).toMatchObject({ code: "duplicate", retryable: false, status: 409 });
  });

  it("keeps idempotency for an id that Resend would not take as a key", async () => {
    const id = `key-expiring:${"ż".repeat(300)}`;
    const one = await mailer.send(sampleMessage({ id }));
    await expect(mailer.send(sampleMessage({ id }))).resolves.toEqual(one);
    expect([...server.sent.keys()][0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    [422, "validation_error", "refused", false],
    [400, "validation_error", "refused", false],
    [451, "security_error", "refused", false],
    [401, "restricted_api_key", "configuration", true],
    [403, "validation_error", "configuration", true],
    [422, "invalid_from_address", "configuration", true],
    [409, "concurrent_idempotent_requests", "unavailable", true],
    [429, "rate_limit_exceeded", "rate_limited", true],
    [429, "daily_quota_exceeded", "rate_limited", true],
    [500, "application_error", "unavailable", true],
    [503, "internal_server_error", "unavailable", true],
  ])("classifies %i %s as %s, retryable: %s", async (status, name, code, retryable) => {
    server.intercept((response) => resendError(response, status, name, "said why"));
    const failure = await failureOf(mailer.send(sampleMessage()));
    expect(failure).toMatchObject({ code, retryable, status });
    expect(failure.message).toContain("said why");
    expect(server.sent.size).toBe(0);
  });

  it("tells how long Resend asked to wait", async () => {
    server.intercept((response) => {
      response.setHeader("retry-after", "7");
      return resendError(response, 429, "rate_limit_exceeded", "Too many requests");
    });
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ retryAfterSeconds: 7 });
  });

  it("gives up on a server that hangs, before and inside the answer", async () => {
    const started = performance.now();
    server.intercept(() => true);
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ code: "timeout", retryable: true });
    server.intercept((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":');
      return true;
    });
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ code: "timeout", retryable: true });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each([
    ["a proxy's page", 502, "<html>Bad gateway</html>"],
    ["JSON of another shape", 500, '{"oops":true}'],
    ["a bare null", 500, "null"],
    ["a success without an id", 200, "{}"],
    ["a success that is not JSON", 200, "<html>Welcome</html>"],
  ])("retries after %s", async (_what, status, body) => {
    server.intercept((response) => {
      response.writeHead(status, { "content-type": "text/html" });
      response.end(body);
      return true;
    });
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ retryable: true });
  });

  it("retries when nothing listens", async () => {
    await server.stop();
    expect(await failureOf(mailer.send(sampleMessage()))).toMatchObject({ code: "unreachable", retryable: true });
  });

  it("keeps the API key out of the error even where the answer repeats it", async () => {
    const wrong = createResendMailer({ apiKey: "re_wrong_canary", baseUrl: server.url });
    const failure = await failureOf(wrong.send(sampleMessage()));
    expect(failure).toMatchObject({ code: "configuration", status: 401 });
    expect(failure.message).toContain("API key is invalid");
    expect(failure.message).not.toContain("re_wrong_canary");
  });

  it("is what createMailer takes first, pointed at the configured address", async () => {
    const chosen = createMailer({
      resendApiKey: API_KEY,
      resendBaseUrl: server.url,
      smtpUrl: "smtp://127.0.0.1:1",
      mailbox: true,
    });
    await chosen?.send(sampleMessage());
    expect(server.sent.size).toBe(1);
  });
});
